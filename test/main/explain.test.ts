/** `xtrace explain`: what it prints, and what its exit status says. */
import assert from 'node:assert/strict';
import path from 'node:path';
import { Folder, xtrace } from './cli-harness';

const TRACE = `xtrace 1
kernel linux version=6.12
data cfg = tilecfg { tmm0: 16x64 }
task A
switch A
    syscall   arch_prctl(ARCH_REQ_XCOMP_PERM, ARCH_XCOMP_TILEDATA) => = 0
    ldtilecfg [cfg]
    tilezero  tmm0 => #NM, SIGSEGV, killed
`;

let folder: Folder;
beforeEach(() => {
  folder = new Folder();
});
afterEach(() => folder.remove());

describe('xtrace explain', function () {
  this.timeout(60_000);

  it('ranks what would explain a trace, shows the trace with the first, and answers 1', async () => {
    const { status, out } = await xtrace(['explain', folder.write('t.xtrace', TRACE), '--only', 'order,failure']);
    assert.equal(status, 1);
    assert.match(out, /^1 of 2 facts hold\. The first that does not, line 8: recorded is #NM, SIGSEGV, killed, and/);
    assert.match(
      out,
      /\nWhat would explain it, of \d+ assumptions tried:\n {2}1\. .*: 2 of 2 hold, the first of them at line 8\n/,
    );
    assert.match(out, /\. an allocation fails at line 8: 2 of 2 hold/);
    assert.match(out, /\nThe trace with the first:\n\nxtrace 1\n/);
  });

  it('writes an object an explanation with --json, and one for the summary', async () => {
    const { status, out, error } = await xtrace([
      'explain',
      folder.write('t.xtrace', TRACE),
      '--only',
      'failure',
      '--json',
    ]);
    const rows = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    assert.deepEqual([status, error], [1, '']);
    const summary = rows.pop();
    assert.deepEqual([summary?.kind, summary?.facts, summary?.agreed], ['summary', 2, 1]);
    const failure = rows.find(({ by }) => by === 'failure');
    assert.deepEqual([failure?.kind, failure?.fits, failure?.agreed], ['explanation', true, 2]);
    assert.equal((failure?.explains as { line: number } | undefined)?.line, 8);
  });

  it('says that there is nothing to explain, and answers 0', async () => {
    const { status, out } = await xtrace(['explain', path.join(__dirname, '../../examples/ping-pong.xtrace')]);
    assert.equal(status, 0);
    assert.match(out, /^Nothing to explain: (\d+) of \1 facts hold, and none is contradicted\.\n$/);
  });

  it('ends its sentences with one full stop, and says where a trace states no facts', async () => {
    const explained = async (...lines: string[]) => {
      const text = ['xtrace 1', 'kernel linux', 'task A', 'switch A', ...lines, ''].join('\n');
      return (await xtrace(['explain', folder.write('f.xtrace', text), '--only', 'failure'])).out;
    };
    assert.equal(await explained('nop'), 'Nothing to explain: the trace states no facts, and nothing goes wrong.\n');
    const dead = ['syscall exit(0)', 'nop'];
    assert.match(await explained(...dead), /^The trace states no facts\. What goes wrong first, line 6: .*[^.]\.\n/);
    assert.match(
      await explained('expect r16 == 0'),
      /^0 of 1 facts hold\. The first that does not, line 5: The machine has no `r16`: it is without `apx-f`\.\n/,
    );
  });

  it('refuses a trace that has an error with the exit status 2', async () => {
    const { status } = await xtrace(['explain', folder.write('bad.xtrace', 'xtrace 1\nnonsense\n')]);
    assert.equal(status, 2);
    assert.equal((await xtrace(['explain', folder.write('t.xtrace', TRACE), '--timeout', 'x'])).status, 2);
    const { status: refused, error } = await xtrace(['explain', folder.write('t.xtrace', TRACE), '--only', 'failre']);
    assert.equal(refused, 2);
    assert.match(error, /--only takes .* Did you mean `failure`\?/);
  });
});
