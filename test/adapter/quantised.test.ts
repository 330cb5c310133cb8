import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { needs } from '../host/needs';
import { found } from '../world/programs/programs';
import { closeClients, lineOf, TestClient } from './client';

const DOCS = path.join(__dirname, '../../docs');

afterEach(closeClients);

describe('the planted mistake of docs/programs/quantised.c', function () {
  this.timeout(60_000);

  it('is found as docs/programs.md says: back to who has written the scale', async function () {
    needs(this, found('gcc'));
    const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'xtrace-quantised-')));
    try {
      const source = path.join(folder, 'quantised.c');
      copyFileSync(path.join(DOCS, 'programs/quantised.c'), source);
      const [, options = ''] =
        /`gcc (-static .*?) -o quantised/.exec(readFileSync(path.join(DOCS, 'programs.md'), 'utf8')) ?? [];
      execFileSync('gcc', [...options.split(' '), '-o', 'quantised', 'quantised.c'], { cwd: folder });
      const client = new TestClient();
      await client.beginAndStop({ program: path.join(folder, 'quantised'), launch: { stopOnEntry: true } });
      const setLines = (...lines: number[]) =>
        client.setBreakpointsRequest({ source: { path: source }, breakpoints: lines.map((line) => ({ line })) });
      await setLines(lineOf(source, 'printf("output'));
      const stop = await client.go('continue');
      assert.deepEqual(
        [
          await client.evaluate('sums[0]'),
          await client.evaluate('layer.scale[0]'),
          await client.evaluate('outputs[0]'),
        ],
        ['64', '160', '10240'],
      );
      await setLines();
      const variablesReference = await client.reference(stop, 'Globals', 'layer', 'scale');
      const { body } = await client.customRequest('dataBreakpointInfo', { variablesReference, name: '[0]' });
      const breakpoints = [{ dataId: body.dataId, accessType: 'write' }];
      await client.customRequest('setDataBreakpoints', { breakpoints });
      const found = await client.go('reverseContinue');
      assert.equal(found.reason, 'data breakpoint');
      const frame = await client.currentFrame(found);
      assert.deepEqual([frame.name, frame.line], ['load_layer', lineOf(source, 'layer.bias[output] = ')]);
      assert.equal(await client.evaluate('output'), '16');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
