import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { closeClients, TestClient } from '../client';

const folder = mkdtempSync(path.join(tmpdir(), 'xtrace-problems-'));
const program = path.join(folder, 'a.xtrace');

after(() => rmSync(folder, { recursive: true }));
afterEach(closeClients);

/** What a launch of this text is refused with, and the lines that the console has about it. */
async function refused(text: string, launch: object = {}) {
  writeFileSync(program, text);
  const client = new TestClient();
  await client.sendAnything('initialize', { adapterID: 'xtrace' });
  const message = await client.refusal('launch', { program, ...launch });
  // What the console has comes behind the refusal, and before the next answer.
  await client.sendAnything('threads', {});
  const outputs = client.events.filter(({ event }) => event === 'output');
  return { message, lines: outputs.map(({ body }) => (body as DebugProtocol.OutputEvent['body']).line) };
}

describe('a launch with its own machine or kernel that cannot be used', () => {
  const text = 'xtrace 1\n; a comment\nmachine zen4\nkernel none\nnop\n';

  it('is refused without a place in the trace', async () => {
    for (const [launch, message] of [
      [{ kernel: 'windows' }, /^The launch's own `kernel` cannot be used\. There is no kernel policy `windows`\./],
      [{ machine: 'zork' }, /^The launch's own `machine` cannot be used\. There is no CPU model `zork`\./],
      [
        { machine: 'zen4 cpus=1000' },
        /^The launch's own `machine` cannot be used\. The number of CPUs is from 1 to 64/,
      ],
      [{ machine: 'zen4 (' }, /^The launch's own `machine` cannot be used\. (?!.*a\.xtrace:)/],
      [{ kernel: 'none\nnop' }, /^The launch's own `kernel` cannot be used\. It must be one line\.$/],
      [{ kernel: ';' }, /^The launch's own `kernel` cannot be used\. /],
    ] as const) {
      const refusal = await refused(text, launch);
      assert.match(refusal.message, message);
      assert.deepEqual(refusal.lines, [], refusal.message);
    }
  });

  it('names the line of the trace that repeats what is overridden', async () => {
    const { message } = await refused(`${text}machine zen4\n`, { machine: 'sapphire-rapids' });
    assert.match(message, /^a\.xtrace:6:1: A trace has one `machine`, and line 3 has it\./);
  });
});

describe('the problems of a trace that cannot run', () => {
  it('come in the order of the text, whichever stage has found them', async () => {
    // The checker knows the name of line 3, the parser the syntax of line 4.
    const { message, lines } = await refused('xtrace 1\nkernel none\nmov rax, nosuch\nexpect (\n');
    assert.match(message, /^a\.xtrace:3:/);
    assert.deepEqual(lines, [3, 4]);
  });
});
