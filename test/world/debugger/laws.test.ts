/** Laws of stopping and going back, with every kind of breakpoint, on random choices of them. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseExpressionText } from '../../../src/language/syntax/parse-expression';
import { EXCEPTION_FILTERS } from '../../../src/world/debugger/breakpoints/exception-filters';
import { Debugger } from '../../../src/world/debugger/debugger';
import type { Breakpoint, HitCondition, StopReason } from '../../../src/world/debugger/debugger-types';
import { History } from '../../../src/world/debugger/history/history';
import type { Program } from '../../../src/world/program/program';
import { exampleText, fingerprint, finish, go, load } from '../harness';

const CONTINUE = { kind: 'continue' } as const;
const BACK = { kind: 'reverse-continue' } as const;

/** What each trace has that data breakpoints can watch. */
const DATA: Readonly<Record<string, readonly string[]>> = {
  'first-use': ['xfd', 'A.fpstate.size', 'tmm0.u8[0][0]', 'kernel.nm', 'rip'],
  'no-permission': ['xfd_err', 'A.state', 'rsp', 'kernel.nm'],
  'ping-pong': ['xfd', 'A.cpu', 'tmm0.u8[0][0]', 'rax'],
};

type Place = Breakpoint extends infer B ? (B extends Breakpoint ? Omit<B, 'id'> : never) : never;

/** One of each kind, anywhere in the trace and in its kernel. */
function places({ steps, policy }: Program, data: readonly string[]): fc.Arbitrary<Place> {
  const routines = policy.routines.filter((routine) => routine.steps.length > 0);
  const mnemonics = ['ldtilecfg', 'tilezero', 'tileloadd', 'mov'];
  return fc.oneof(
    fc
      .record({
        line: fc.constantFrom(...steps.lines),
        mode: fc.constantFrom('statement', 'instruction', 'kernel-step'),
      })
      .map((where): Place => ({ on: 'line', ...where })),
    fc
      .constantFrom(...routines)
      .chain(({ name, steps }) => fc.nat(steps.length - 1).map((step) => ({ routine: name, step })))
      .map((where): Place => ({ on: 'kernel-step', ...where })),
    fc.constantFrom(...mnemonics, ...routines.map(({ name }) => name)).map((name): Place => ({ on: 'function', name })),
    fc
      .constantFrom(...EXCEPTION_FILTERS.map(({ filter }) => filter))
      .map((filter): Place => ({ on: 'filter', filter })),
    fc.record({ text: fc.constantFrom(...data), access: fc.constantFrom('read', 'write', 'readWrite', 'change') }).map(
      ({ text, access }): Place => ({
        on: 'data',
        access,
        target: { kind: 'expression', text, place: { cpu: 0, task: null } },
      }),
    ),
  );
}

const hits: fc.Arbitrary<HitCondition | undefined> = fc.option(
  fc.record({ operator: fc.constantFrom('==', '>=', '%', '<'), count: fc.integer({ min: 1, max: 4 }) }),
  { nil: undefined },
);

const conditions = fc.option(fc.constantFrom('rax == 64', 'xfd == 0', 'rflags & 64', 'kernel.nm == 0', 'rsp != 0'), {
  nil: undefined,
});

function breakpointsIn(program: Program, data: readonly string[]): fc.Arbitrary<readonly Breakpoint[]> {
  return fc.array(fc.tuple(places(program, data), hits, conditions), { minLength: 1, maxLength: 5 }).map((some) =>
    some.map(
      ([place, hitCondition, condition], id) =>
        ({
          ...place,
          id,
          ...(hitCondition && { hitCondition }),
          ...(condition && { condition: parseExpressionText(condition) }),
        }) as Breakpoint,
    ),
  );
}

type Stop = readonly [moment: number, kind: StopReason['kind'], ids: readonly number[]];

function stopAt(engine: Debugger, reason: StopReason): Stop {
  return [engine.time.moment, reason.kind, reason.kind === 'breakpoint' ? reason.ids : []];
}

function forwardStops(engine: Debugger): readonly Stop[] {
  const stops: Stop[] = [];
  for (let reason = go(engine, CONTINUE); reason.kind !== 'end'; reason = go(engine, CONTINUE)) {
    stops.push(stopAt(engine, reason));
  }
  return stops;
}

/** In the order of time; nothing has led to the first moment, so that forward nothing is looked at there. */
function backwardStops(engine: Debugger, search: () => StopReason = () => go(engine, BACK)): readonly Stop[] {
  const stops: Stop[] = [];
  for (let reason = search(); reason.kind !== 'start-of-history'; reason = search()) {
    if (engine.time.moment > 0) stops.push(stopAt(engine, reason));
  }
  return stops.toReversed();
}

/** Paused once, after so many slices, and gone on with. */
function pausedSearch(engine: Debugger, slices: number): StopReason {
  engine.start(BACK);
  for (let slice = 0; slice < slices; slice++) {
    const reason = engine.advance(16);
    if (reason) return reason;
  }
  engine.pause();
  const reason = finish(engine);
  return reason.kind === 'pause' ? go(engine, BACK) : reason;
}

function runToEnd(engine: Debugger): void {
  while (go(engine, CONTINUE).kind !== 'end');
}

for (const [name, data] of Object.entries(DATA)) {
  describe(`breakpoints of every kind in ${name}`, () => {
    const text = exampleText(`${name}.xtrace`);
    const program = load(text);

    it('stop forward where they stop back, however often a search is paused, and whenever they are set', () => {
      fc.assert(
        fc.property(breakpointsIn(program, data), fc.integer({ min: 1, max: 30 }), (breakpoints, pauseAfter) => {
          const engine = new Debugger(load(text));
          engine.setBreakpoints(breakpoints);
          const expected = forwardStops(engine);
          assert.deepEqual(backwardStops(engine), expected, 'back');
          const late = new Debugger(load(text));
          runToEnd(late);
          late.setBreakpoints(breakpoints);
          assert.deepEqual(
            backwardStops(late, () => pausedSearch(late, pauseAfter)),
            expected,
            'late and paused',
          );
        }),
        { numRuns: 6 },
      );
    });

    it('leave N steps forward and N back the identity at every N, and every state as it is', () => {
      const plain = new History(load(text));
      const states = [fingerprint(plain.world)];
      while (!plain.world.ended) {
        plain.forward();
        states.push(fingerprint(plain.world));
      }
      const everywhere: Place[] = [
        ...program.steps.lines.map((line): Place => ({ on: 'line', line, mode: 'instruction' })),
        ...program.policy.routines.flatMap(({ name, steps }) =>
          steps.map((_, step): Place => ({ on: 'kernel-step', routine: name, step })),
        ),
        ...EXCEPTION_FILTERS.map(({ filter }): Place => ({ on: 'filter', filter })),
        ...data.map(
          (text): Place => ({
            on: 'data',
            access: 'readWrite',
            target: { kind: 'expression', text, place: { cpu: 0, task: null } },
          }),
        ),
      ];
      const engine = new Debugger(load(text));
      engine.setBreakpoints(everywhere.map((place, id) => ({ ...place, id }) as Breakpoint));
      const check = () =>
        assert.deepEqual(fingerprint(engine.world), states[engine.time.moment], `${engine.time.moment}`);
      for (let reason = go(engine, CONTINUE); reason.kind !== 'end'; reason = go(engine, CONTINUE)) check();
      assert.equal(engine.time.moment, states.length - 1);
      for (let moment = states.length - 1; moment > 0; moment--) {
        go(engine, { kind: 'back', by: 'instruction' });
        assert.equal(engine.time.moment, moment - 1);
        check();
      }
      for (let moment = 1; moment < states.length; moment++) {
        go(engine, { kind: 'in', by: 'instruction' });
        assert.equal(engine.time.moment, moment);
        check();
      }
    });
  });
}
