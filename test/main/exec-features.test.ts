/** `xtrace exec --require --forbid --mix`: whether a program executes what its tests are for. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { needs } from '../host/needs';
import { compiled, found } from '../world/programs/programs';
import { xtrace } from './cli-harness';

const SOURCE = path.join(__dirname, '../fixtures/programs/product-test.c');
/** The line of the product, from 1 on. */
const PRODUCT =
  1 +
  readFileSync(SOURCE, 'utf8')
    .split('\n')
    .findIndex((line) => line.includes('/* the product */'));

describe('xtrace exec, asked what a program has executed', function () {
  this.timeout(0);
  let program = '';

  before(function () {
    needs(this, found('gcc'));
    program = compiled('gcc', 'product-test.c', '-static', '-g', '-O1', '-mamx-tile', '-mamx-int8');
  });

  const exec = (...args: readonly string[]) => xtrace(['exec', '--machine', 'sapphire-rapids', ...args, program]);

  it('passes a test that executes what is required, and nothing that is forbidden', async () => {
    const called = await exec('--require', 'amx-int8,AMX-TILE', '--forbid', 'amx-bf16,amx-complex');
    assert.deepEqual(called, { status: 0, out: 'ok\n', error: '' });
  });

  it('catches a test that leaves its tiles out and says nothing', async () => {
    const args = ['--machine', 'sapphire-rapids -amx-int8', '--require', 'amx-tile,amx-int8', program];
    assert.deepEqual(await xtrace(['exec', ...args]), {
      status: 1,
      out: 'ok\n',
      error: [
        'xtrace: --require amx-tile: the program has not executed one instruction of it.\n',
        'xtrace: --require amx-int8: the program has not executed one instruction of it.\n',
      ].join(''),
    });
  });

  it('tells where a forbidden instruction is', async () => {
    const { status, error } = await exec('--forbid', 'amx-int8');
    assert.equal(status, 1);
    assert.match(
      error,
      /^xtrace: --forbid amx-int8: the program has executed tdpbssd in \w+ \(.*product-test\.c:\d+\), and 1 instructions of it in all\.\n$/,
    );
    assert.ok(error.includes(`product-test.c:${PRODUCT})`), error);
  });

  it('keeps the exit status of a program that fails itself', async () => {
    const failing = compiled('gcc', 'arguments.c', '-static', '-O1');
    const alone = await xtrace(['exec', failing, 'more', 'arguments']);
    assert.notEqual(alone.status, 0);
    assert.equal((await xtrace(['exec', '--require', 'amx-int8', failing, 'more', 'arguments'])).status, alone.status);
  });

  it('writes what was executed by feature and function', async () => {
    const { error, out, status } = await exec('--mix');
    assert.deepEqual([status, out], [0, 'ok\n']);
    assert.match(error, new RegExp(`^ *1 {2}amx-int8\n *1 {4}\\w+: tdpbssd \\(product-test\\.c:${PRODUCT}\\)$`, 'm'));
    // The product needs tiles too.
    assert.match(error, /^ *7 {2}amx-tile$/m);
    const json = await exec('--mix', '--json');
    const rows = json.error
      .trim()
      .split('\n')
      .map((line): Record<string, unknown> => JSON.parse(line));
    const tile = rows.find(({ feature }) => feature === 'amx-int8');
    assert.deepEqual(tile, {
      kind: 'mix',
      program: `/home/user/${path.basename(program)}`,
      feature: 'amx-int8',
      object: null,
      function: tile?.function,
      count: 1,
      instructions: ['tdpbssd'],
      lines: [{ file: SOURCE, line: PRODUCT, count: 1 }],
    });
    assert.ok(rows.every(({ kind }) => kind === 'mix'));
  });

  it('knows no feature that `machine` does not know', async () => {
    const { status, error } = await exec('--require', 'amx-int9');
    assert.equal(status, 2);
    assert.match(error, /--require: there is no feature `amx-int9`\. Did you mean amx-int8\?/);
  });
});
