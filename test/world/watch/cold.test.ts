/** Data that is not accessed in the way that a breakpoint asks for ends no run of plain steps. */
import assert from 'node:assert/strict';
import { Debugger } from '../../../src/world/debugger/debugger';
import type { Breakpoint } from '../../../src/world/debugger/debugger-types';
import type { DataAccessKind } from '../../../src/world/watch/data-access';
import { counting } from '../debugger/counting';
import { go, load, trace } from '../harness';

const ROUNDS = 30_000;
const loop = (rounds: number) =>
  trace(
    'none',
    `data cell = u32[1024] zero\nmov edx, 7\nmov ecx, ${rounds}\nagain:\nadd eax, edx\nadd eax, [cell]\ndec ecx\njnz again\nnop`,
  );

/** How often somebody looks whether a moment meets a breakpoint, on the way to the end and back. */
function looks(text: string, access: DataAccessKind, rounds = ROUNDS): number {
  const engine = new Debugger(load(loop(rounds)));
  const breakpoint: Breakpoint = {
    id: 1,
    on: 'data',
    access,
    target: { kind: 'expression', text, place: { cpu: 0, task: null } },
  };
  engine.setBreakpoints([breakpoint]);
  return counting((done) => {
    while (!engine.world.ended) go(engine, { kind: 'continue' });
    while (go(engine, { kind: 'reverse-continue' }).kind !== 'start-of-history');
    return done.looks;
  });
}

describe('a data breakpoint', () => {
  for (const text of ['xfd', 'r14', 'edx', 'u32[cell]', 'u32[cell+8]']) {
    it(`on what is never written in a loop is not looked for there: ${text}`, () => {
      const count = looks(text, 'change');
      assert.ok(count < 2000, `${count} looks in ${4 * ROUNDS} steps, twice`);
    });
  }

  it('on what is read in a loop is met there, if reading is asked for', () => {
    assert.ok(looks('edx', 'read', 50) >= 100);
    assert.ok(looks('u32[cell]', 'readWrite', 50) >= 100);
  });
});
