/** What stops a run stops it alike, whether plain steps are done many at once or one by one; and what stops nothing costs nothing. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { BreakpointIndex } from '../../../src/world/debugger/breakpoints/breakpoints';
import { Debugger } from '../../../src/world/debugger/debugger';
import type { Breakpoint, StopReason } from '../../../src/world/debugger/debugger-types';
import { History } from '../../../src/world/debugger/history/history';
import { BARE_STACK_TOP } from '../../../src/world/program/program';
import { go, load, trace } from '../harness';
import { counting } from './counting';

const BODY = `data table = u32[16] ramp(1, 1)
    lea   rsi, [table]
    xor   ecx, ecx
next:
    mov   eax, [rsi+rcx*4]
    imul  eax, ecx
    mov   [rsi+rcx*4], eax
    cmp   ecx, 3
    jne   skip
    call  twice
skip:
    inc   ecx
    cmp   ecx, 16
    jb    next
    expect rcx == 15
`;
const PROCS =
  'proc twice\n    add   eax, eax\n    mov   edx, eax\n    ret\nend\nproc work\n    dec   rbx\n    jnz   work\n    ret\nend\n';
const TEXTS = {
  'on bare metal': trace('none', `${BODY}    div   rcx => ok\n${PROCS}`),
  'under Linux': trace('linux', `task V\nswitch V\n${BODY}    ud2 => ok\n${PROCS}`),
  'within a run': trace(
    'linux',
    `task V\ntask W entry=work\nswitch W\nmov rbx, 20\nswitch V\n${BODY}run W for 33\n${PROCS}`,
  ),
};

const places = fc.uniqueArray(
  fc.oneof(
    fc.integer({ min: 2, max: 30 }).map((line): object => ({ on: 'line', line })),
    fc.constantFrom('twice', 'work', 'inc', 'cmp', 'jne', 'ret').map((name): object => ({ on: 'function', name })),
    fc.constantFrom('expect', 'divergence', 'signals', 'ud').map((filter): object => ({ on: 'filter', filter })),
  ),
  { minLength: 1, maxLength: 5, selector: (place) => JSON.stringify(place) },
);
const breakpoints = fc
  .tuple(places, fc.array(fc.constantFrom(undefined, '%3', '>=4', '==2'), { minLength: 5, maxLength: 5 }))
  .map(([some, hits]) =>
    some.map(
      (place, id) => ({ ...place, id, ...(hits[id] && { hitCondition: hitCondition(hits[id]) }) }) as Breakpoint,
    ),
  );

function hitCondition(text: string): NonNullable<Breakpoint['hitCondition']> {
  const [, operator, number] = /^(\D+)(\d+)$/.exec(text)!; // of this form
  return { operator, count: Number(number) } as NonNullable<Breakpoint['hitCondition']>;
}

/** The moments at which a run stops, looked at one by one. */
function stopsOneByOne(text: string, given: readonly Breakpoint[]): number[] {
  const program = load(text);
  const history = new History(program);
  const index = new BreakpointIndex(program, given);
  const hits = new Map<number, number>();
  const count = (id: number) => {
    hits.set(id, (hits.get(id) ?? 0) + 1);
    return hits.get(id)!; // just set
  };
  const stops: number[] = [];
  while (!history.world.ended) {
    if (history.moment > 0 && index.check(history.world, [], count).reason) stops.push(history.moment);
    else if (history.moment === 0) index.check(history.world, [], count);
    history.forward();
  }
  return stops;
}

const CONTINUE = { kind: 'continue' } as const;
const BACK = { kind: 'reverse-continue' } as const;

/** What ends a run stops it, whatever has a breakpoint. */
function isError(reason: StopReason): boolean {
  return reason.kind === 'exception' && reason.happening.kind === 'error';
}

describe('breakpoints', () => {
  for (const [name, text] of Object.entries(TEXTS)) {
    it(`stop a run at the same moments as if each one was looked at, forward and back: ${name}`, () => {
      fc.assert(
        fc.property(breakpoints, (given) => {
          const expected = stopsOneByOne(text, given);
          const engine = new Debugger(load(text));
          engine.setBreakpoints(given);
          const forward: number[] = [];
          for (let reason = go(engine, CONTINUE); reason.kind !== 'end'; reason = go(engine, CONTINUE)) {
            if (!isError(reason)) forward.push(engine.time.moment);
          }
          assert.deepEqual(forward, expected);
          const back: number[] = [];
          for (let reason = go(engine, BACK); reason.kind !== 'start-of-history'; reason = go(engine, BACK)) {
            if (!isError(reason)) back.push(engine.time.moment);
          }
          assert.deepEqual(
            back.toReversed().filter((moment) => moment > 0),
            expected,
          );
        }),
        { numRuns: 12 },
      );
    });
  }

  it('that are set after the fact stop the steps that have been linked before', () => {
    const engine = new Debugger(load(trace('none', 'mov ecx, 1000\nagain:\nnop\ndec ecx\njnz again\nnop')));
    go(engine, { kind: 'continue' });
    const line = 5;
    engine.setBreakpoints([{ id: 1, on: 'line', line }]);
    assert.equal(go(engine, { kind: 'reverse-continue' }).kind, 'breakpoint');
    assert.equal(engine.evaluate('ecx').value, 1n);
    engine.setBreakpoints([]);
    assert.equal(go(engine, { kind: 'reverse-continue' }).kind, 'start-of-history');
    engine.setBreakpoints([{ id: 1, on: 'line', line }]);
    assert.equal(go(engine, { kind: 'continue' }).kind, 'breakpoint');
    assert.equal(engine.evaluate('ecx').value, 1000n);
  });
});

describe('what stops nothing', () => {
  const LOOP = 'again:\ninc rax\ndec ecx\njnz again\n';
  const ROUNDS = 30_000;
  /** How often somebody looks whether a moment has a breakpoint. */
  function looks(engine: Debugger, work: () => void): number {
    const count = counting((done) => {
      work();
      return done.looks;
    });
    assert.ok(engine.world.ended || engine.time.moment === 0);
    return count;
  }

  const FILTERS: Breakpoint[] = ['oops', 'expect', 'divergence'].map((filter, id) => ({ id, on: 'filter', filter }));
  const cold = (line: number): Breakpoint => ({ id: 9, on: 'line', line });
  const text = trace('none', `mov ecx, ${ROUNDS}\njmp again\nnop\n${LOOP}`);

  it('is not looked for in a run of plain steps: filters, a cold breakpoint, an edit in the past', () => {
    const engine = new Debugger(load(text));
    engine.setBreakpoints([...FILTERS, cold(5), { ...cold(5), id: 10, hitCondition: hitCondition('==5') }]);
    go(engine, { kind: 'in' });
    engine.edit({ kind: 'memory', space: 0, address: BARE_STACK_TOP - 64, bytes: Uint8Array.of(1) });
    const forward = looks(engine, () => go(engine, { kind: 'continue' }));
    assert.equal(engine.evaluate('rax').value, BigInt(ROUNDS));
    assert.ok(forward < 1000, `${forward} looks in ${3 * ROUNDS} steps`);
    const back = looks(engine, () => go(engine, { kind: 'reverse-continue' }));
    assert.ok(back < 1000, `${back} looks back`);
  });

  it('is not looked for within a run either', () => {
    const engine = new Debugger(
      load(trace('linux', `task W entry=work\nrun W for ${ROUNDS}\nnop\nproc work\n${LOOP}ret\nend`)),
    );
    engine.setBreakpoints([...FILTERS, cold(5)]);
    const forward = looks(engine, () => {
      while (!engine.world.ended) go(engine, { kind: 'continue' });
    });
    assert.ok(forward < 1000, `${forward} looks in ${ROUNDS} steps`);
    assert.equal(engine.evaluate('W.rax').value, BigInt(ROUNDS / 3));
  });
});
