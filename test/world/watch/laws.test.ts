/** Laws of data breakpoints, on random choices of what to watch. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Debugger } from '../../../src/world/debugger/debugger';
import type { Breakpoint, StopReason } from '../../../src/world/debugger/debugger-types';
import { History } from '../../../src/world/debugger/history/history';
import { evaluateText } from '../../../src/world/scope/evaluate-text';
import { placeScope } from '../../../src/world/scope/scope';
import type { DataAccessKind } from '../../../src/world/watch/data-access';
import { exampleText, fingerprint, finish, go, load, trace } from '../harness';

const LOOP = `data table = u32[16] ramp(1, 1)
data far = u8[8192] zero
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
    mov   edx, 20
    lea   rdi, [far+4090]
    xchg  rdx, rcx
    rep stosb
    mov   rcx, rdx
    inc   ecx
    cmp   ecx, 16
    jb    next
    nop
proc twice
    add   eax, eax
    push  rax
    pop   rdx
    ret
end
`;

const PLACE = { cpu: 0, task: null };
const COMMON = ['rax', 'al', 'ecx', 'rsp', 'rip', 'rflags.ZF', 'rflags', 'mxcsr', 'xfd', 'xinuse', 'rax + rbx * 2'];
const TEXTS = {
  'on bare metal': {
    text: trace('none', LOOP),
    data: [...COMMON, 'u32[table+8]', 'u32[rsi+rcx*4]', 'u8[far+4097]', 'u64[rsp]', 'zmm1.u8[3]', 'last.exception'],
  },
  'within a run': {
    text: trace(
      'linux',
      `task V\ntask W entry=work\nswitch W\nmov rbx, 20\nswitch V\n${LOOP}
proc work
again:
    add rbx, rax
    dec rbx
    jmp again
end`.replace('    nop\nproc', '    run W for 33\n    nop\nproc'),
    ),
    data: [...COMMON, 'W.rbx', 'W.cpu', 'V.state', 'kernel.nm', 'W.fpstate.xstate_bv', 'u32[table+8]'],
  },
  'first use': {
    text: exampleText('first-use.xtrace'),
    data: [
      ...COMMON,
      'A.fpstate.size',
      'xfd_err',
      'A.tmm0.u8[0][0]',
      'tmm0',
      'i32[out]',
      'xfd == 0 && A.fpstate.size > 1',
    ],
  },
  signals: {
    text: exampleText('signals.xtrace'),
    data: [...COMMON, 'A.blocked', 'A.pending', 'u32[stack]', 'A.fpstate.size', 'tmm0.u8[0][1]', 'u64[rsp]', 'A.rip'],
  },
};

const ACCESSES: readonly DataAccessKind[] = ['read', 'write', 'readWrite', 'change'];

function breakpointsOn(data: readonly string[], hits: boolean): fc.Arbitrary<Breakpoint[]> {
  const one = fc.record({
    text: fc.constantFrom(...data),
    access: fc.constantFrom(...ACCESSES),
    every: hits ? fc.constantFrom(undefined, 2, 3) : fc.constant(undefined),
  });
  return fc.array(one, { minLength: 1, maxLength: 3 }).map((some) =>
    some.map(
      ({ text, access, every }, id): Breakpoint => ({
        id,
        on: 'data',
        access,
        target: { kind: 'expression', text, place: PLACE },
        ...(every && { hitCondition: { operator: '%', count: every } }),
      }),
    ),
  );
}

const CONTINUE = { kind: 'continue' } as const;
const BACK = { kind: 'reverse-continue' } as const;

/** The moments of all stops from here to the end. Other stops of the trace's own do not count. */
function forwardStops(engine: Debugger): number[] {
  const moments: number[] = [];
  for (let reason = go(engine, CONTINUE); reason.kind !== 'end'; reason = go(engine, CONTINUE)) {
    if (reason.kind === 'breakpoint') moments.push(engine.time.moment);
  }
  return moments;
}

function backwardStops(engine: Debugger): number[] {
  const moments: number[] = [];
  for (let reason = go(engine, BACK); reason.kind !== 'start-of-history'; reason = go(engine, BACK)) {
    if (reason.kind === 'breakpoint') moments.push(engine.time.moment);
  }
  return moments.toReversed();
}

/** The same, where each search is paused once, after so many slices. */
function pausedBackwardStops(engine: Debugger, slices: number): number[] {
  const moments: number[] = [];
  for (let reason = pausedSearch(engine, slices); reason.kind !== 'start-of-history'; ) {
    if (reason.kind === 'breakpoint') moments.push(engine.time.moment);
    reason = pausedSearch(engine, slices);
  }
  return moments.toReversed();
}

function pausedSearch(engine: Debugger, slices: number): StopReason {
  engine.start(BACK);
  for (let slice = 0; slice < slices; slice++) {
    const reason = engine.advance(64);
    if (reason) return reason;
  }
  engine.pause();
  const reason = finish(engine);
  return reason.kind === 'pause' ? go(engine, BACK) : reason;
}

/** The moments that a run stops at, each moment looked at by itself; it ends at none of them. */
function stopsOneByOne(text: string, breakpoints: readonly Breakpoint[]): number[] {
  const history = new History(load(text));
  history.watchData(
    breakpoints.flatMap((breakpoint) => (breakpoint.on === 'data' ? [breakpoint] : [])),
    () => {},
  );
  const stops: number[] = [];
  while (!history.world.ended) {
    history.forward();
    if (history.accesses.length > 0) stops.push(history.moment);
  }
  return stops;
}

/** The value as text, or the reason why there is none. */
function valueAt(history: History, text: string): string {
  try {
    return String(evaluateText(history.world, text, placeScope(history.world, PLACE)).value);
  } catch (error) {
    return String(error);
  }
}

describe('a stop at the very last moment', () => {
  it('is found again by going back from the end, and not from the stop itself', () => {
    const engine = new Debugger(load(trace('none', 'mov eax, 1\nmov ebx, 2\nmov eax, 3')));
    const target = { kind: 'expression', text: 'eax', place: PLACE } as const;
    engine.setBreakpoints([{ id: 1, on: 'data', access: 'change', target }]);
    const stops = forwardStops(engine);
    assert.equal(stops.at(-1), engine.time.furthestMoment);
    assert.deepEqual(backwardStops(engine), stops);
    go(engine, { kind: 'travel', moment: stops[0] ?? 0 });
    go(engine, CONTINUE);
    assert.equal(engine.time.moment, stops[1]);
    go(engine, BACK);
    assert.equal(engine.time.moment, stops[0]);
    while (go(engine, CONTINUE).kind !== 'end');
    assert.equal(go(engine, { kind: 'seek-back', goal: { kind: 'change', target } }).kind, 'goal');
    assert.equal(engine.time.moment, stops.at(-1));
  });

  it('is found where a search is paused at once, and where others have found nothing', () => {
    const engine = new Debugger(load(trace('none', 'mov ebx, 2\nmov eax, 3')));
    const target = { kind: 'expression', text: 'eax', place: PLACE } as const;
    while (go(engine, CONTINUE).kind !== 'end');
    const never = { kind: 'change', target: { ...target, text: 'r15' } } as const;
    assert.equal(go(engine, { kind: 'seek-back', goal: never }).kind, 'not-reached');
    engine.setBreakpoints([{ id: 1, on: 'data', access: 'change', target }]);
    engine.start(BACK);
    engine.pause();
    const reason = finish(engine);
    const found = reason.kind === 'pause' ? go(engine, BACK) : reason;
    assert.equal(found.kind, 'breakpoint');
    assert.equal(engine.time.moment, engine.time.furthestMoment);
  });
});

for (const [name, { text, data }] of Object.entries(TEXTS)) {
  describe(`data breakpoints: ${name}`, () => {
    it('stop a run where it stops moment by moment, and back at the same moments', () => {
      fc.assert(
        fc.property(breakpointsOn(data, false), (breakpoints) => {
          const expected = stopsOneByOne(text, breakpoints);
          const engine = new Debugger(load(text));
          engine.setBreakpoints(breakpoints);
          assert.deepEqual(forwardStops(engine), expected);
          assert.deepEqual(backwardStops(engine), expected);
        }),
        { numRuns: 6 },
      );
    });

    it('find exactly the changes that a comparison of all moments finds', () => {
      for (const expression of data.filter((each) => each !== 'tmm0')) {
        const plain = new History(load(text));
        const changes: number[] = [];
        for (let before = valueAt(plain, expression); !plain.world.ended; ) {
          plain.forward();
          const after = valueAt(plain, expression);
          if (after !== before) changes.push(plain.moment);
          before = after;
        }
        const engine = new Debugger(load(text));
        engine.setBreakpoints([
          { id: 1, on: 'data', access: 'change', target: { kind: 'expression', text: expression, place: PLACE } },
        ]);
        assert.deepEqual(forwardStops(engine), changes, expression);
      }
    });

    it('count hits alike whenever they are set, and however often a search is paused', () => {
      fc.assert(
        fc.property(breakpointsOn(data, true), fc.integer({ min: 1, max: 40 }), (breakpoints, pauseAfter) => {
          const engine = new Debugger(load(text));
          engine.setBreakpoints(breakpoints);
          const expected = forwardStops(engine);
          const late = new Debugger(load(text));
          while (go(late, CONTINUE).kind !== 'end');
          late.setBreakpoints(breakpoints);
          assert.deepEqual(pausedBackwardStops(late, pauseAfter), expected);
        }),
        { numRuns: 4 },
      );
    });

    it('leave the states that a run passes through as they are, forward and back', () => {
      const plain = new History(load(text));
      const worlds = [fingerprint(plain.world)];
      while (!plain.world.ended) {
        plain.forward();
        worlds.push(fingerprint(plain.world));
      }
      const engine = new Debugger(load(text));
      engine.setBreakpoints(
        data.map(
          (expression, id): Breakpoint => ({
            id,
            on: 'data',
            access: 'readWrite',
            target: { kind: 'expression', text: expression, place: PLACE },
          }),
        ),
      );
      const check = () =>
        assert.deepEqual(fingerprint(engine.world), worlds[engine.time.moment], `${engine.time.moment}`);
      while (!engine.world.ended) {
        go(engine, CONTINUE);
        check();
      }
      assert.equal(engine.time.moment, worlds.length - 1);
      for (let moment = worlds.length - 1; moment > 0; moment--) {
        go(engine, { kind: 'back', by: 'instruction' });
        assert.equal(engine.time.moment, moment - 1);
        check();
      }
    });
  });
}
