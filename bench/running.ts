/** A run with its history: how fast it goes, and how fast it goes back. */
import { parseExpressionText } from '../src/language/syntax/parse-expression';
import type { Debugger } from '../src/world/debugger/debugger';
import type { Breakpoint } from '../src/world/debugger/debugger-types';
import { LOOP, perform, runSteps, SLICE, startRun } from './drive';
import type { Row } from './row';
import { millisecondsOf } from './timing';

const SHORT_LOOP = `xtrace 1
    mov       ecx, 2000000000
.loop:
    dec       ecx
    jnz       .loop
`;
/** The line of `dec`. */
const SHORT_LINE = 3;

const CHUNK_STEPS = 1_000_000;
const FAR_STEPS = 10_000_000;
/** Measured by turns. */
const PAIRS = 15;
const WARM_UP_PAIRS = 3;
const STEPS_A_ROUND = 8;
/** The loop for nine million steps, a write of EDX, and the loop again. */
const WRITES_LATE = [
  LOOP.replace('2000000000', String((FAR_STEPS - CHUNK_STEPS) / STEPS_A_ROUND)),
  '    mov       edx, 54321\n    mov       r8d, 2000000000\n',
  LOOP.slice(LOOP.indexOf('.loop:')).replaceAll('.loop', '.again'),
].join('');
/** Apart by no multiple of the distance between snapshots. */
const BACK_DISTANCE = 977;

const FILTERS: readonly Breakpoint[] = ['oops', 'expect', 'divergence'].map((filter, id) => ({
  id,
  on: 'filter',
  filter,
}));
/** The line of `lea rsi`, which the loop never comes back to. */
const COLD: Breakpoint = { id: FILTERS.length, on: 'line', line: 4 };
/** The line of `imul`, in the loop. */
const LOOP_LINE = LOOP.split('\n').findIndex((line) => line.includes('imul'));

/** What nobody touches in that loop. */
const COLD_DATA = ['xfd', 'r14', 'u32[cold]'];

/** Each with a number of its own. */
function onData(text: string, index = 0): Breakpoint & { readonly on: 'data' } {
  return {
    id: COLD.id + 1 + index,
    on: 'data',
    access: 'change',
    target: { kind: 'expression', text, place: { cpu: 0, task: null, space: 0 } },
  };
}

/** What may be set while the loop runs, and stops it nowhere. */
const LOOP_ROWS: readonly { readonly what: string; readonly set: (engine: Debugger) => void }[] = [
  { what: 'A scalar loop, with history on', set: () => {} },
  { what: 'The same, with the default filters', set: (engine) => engine.setBreakpoints(FILTERS) },
  {
    what: 'The same, with a breakpoint that is never reached',
    set: (engine) => engine.setBreakpoints([...FILTERS, COLD]),
  },
  {
    what: 'The same, with data breakpoints on what nobody touches',
    set: (engine) => engine.setBreakpoints([...FILTERS, ...COLD_DATA.map(onData)]),
  },
  {
    what: 'The same, with a change by the user in the past',
    set: (engine) => {
      perform(engine, { kind: 'in' });
      engine.edit({ kind: 'assign', target: 'r15', value: '1', place: { cpu: 0, task: null } });
      engine.start({ kind: 'continue' });
    },
  },
];

export const RUNNING_ROWS: readonly Row[] = [
  ...LOOP_ROWS.map(
    ({ what, set }): Row => ({
      what,
      unit: 'million instructions/s',
      good: 'high',
      aim: 60,
      limit: 'calls from one small function to the next',
      measure: () => {
        const engine = startRun(LOOP);
        set(engine);
        const times = millisecondsOf({ warmUp: 2, repeat: 9 }, () => runSteps(engine, CHUNK_STEPS));
        return { samples: times.map((milliseconds) => CHUNK_STEPS / 1000 / milliseconds) };
      },
    }),
  ),
  {
    what: 'What data breakpoints on what nobody touches cost that loop',
    unit: '%',
    good: 'low',
    aim: 10,
    limit: 'a look at each slice whether its first instruction accesses them',
    measure: () => {
      const [without, watching] = [startRun(LOOP), startRun(LOOP)];
      watching.setBreakpoints([...FILTERS, ...COLD_DATA.map(onData)]);
      const once = (engine: Debugger) =>
        millisecondsOf({ warmUp: 0, repeat: 1 }, () => runSteps(engine, CHUNK_STEPS))[0] ?? Number.NaN;
      // By turns: what the machine's neighbours take is taken from both.
      const pairs = Array.from({ length: WARM_UP_PAIRS + PAIRS }, () => [once(without), once(watching)] as const);
      return { samples: pairs.slice(WARM_UP_PAIRS).map(([before, after]) => (after / before - 1) * 100) };
    },
  },
  {
    what: 'Reverse-continue over ten million steps, to their beginning',
    unit: 's',
    good: 'low',
    aim: 1,
    limit: 'replay of all of them, once',
    measure: () => backOverAll(() => {}),
  },
  {
    what: 'The same, to a data breakpoint that nobody touches',
    unit: 's',
    good: 'low',
    aim: 1.5,
    limit: 'replay of all of them, once',
    measure: () => backOverAll((engine) => engine.setBreakpoints([onData('u32[cold]')])),
  },
  {
    what: 'The same, with a condition that is never true on a line of the loop',
    unit: 's',
    good: 'low',
    aim: 3,
    limit: 'the condition at each of its rounds',
    measure: () => backOverCondition('ecx == 4096'),
  },
  {
    what: 'The same, with one on memory',
    unit: 's',
    good: 'low',
    aim: 3,
    limit: 'the condition at each of its rounds',
    measure: () => backOverCondition('u32[rsi + rcx*4] == 1'),
  },
  {
    what: 'To the last change of a register, a million steps before the ten millionth',
    unit: 's',
    good: 'low',
    aim: 0.3,
    limit: 'replay of these steps, once',
    measure: () => {
      const engine = startRun(WRITES_LATE);
      runSteps(engine, FAR_STEPS);
      const back = () => perform(engine, { kind: 'seek-back', goal: { kind: 'change', target: onData('edx').target } });
      const goOn = () => {
        engine.start({ kind: 'travel', moment: engine.time.furthestMoment });
        while (!engine.advance(SLICE));
      };
      const times = millisecondsOf({ warmUp: 1, repeat: 5 }, back, goOn);
      return { samples: times.map((milliseconds) => milliseconds / 1000) };
    },
  },
  {
    what: 'A condition that is never true, in a loop of two instructions',
    unit: 'million evaluations/s',
    good: 'high',
    aim: 1,
    limit: 'leaving and entering the loop over plain steps',
    measure: () => {
      const engine = startRun(SHORT_LOOP);
      const condition = parseExpressionText('ecx == 1 && edx == 2');
      engine.setBreakpoints([{ id: 1, on: 'line', line: SHORT_LINE, condition }]);
      const times = millisecondsOf({ warmUp: 2, repeat: 9 }, () => runSteps(engine, CHUNK_STEPS));
      return { samples: times.map((milliseconds) => CHUNK_STEPS / 2 / 1000 / milliseconds) };
    },
  },
  {
    what: 'A step back, after ten million steps',
    unit: 'ms',
    good: 'low',
    aim: 20,
    limit: 'replay from the nearest snapshot, twice',
    measure: () => {
      const engine = startRun(LOOP);
      runSteps(engine, FAR_STEPS);
      const back = () => perform(engine, { kind: 'back' });
      const goOn = () => {
        engine.start({ kind: 'continue' });
        runSteps(engine, BACK_DISTANCE);
      };
      // The aim is the 99th of a hundred: of one slow sample the machine may be the reason.
      const times = millisecondsOf({ warmUp: 0, repeat: 100 }, back, goOn).toSorted((a, b) => a - b);
      return { samples: times.slice(0, 99), judgedByWorst: true };
    },
  },
];

function backOverCondition(text: string) {
  const condition = parseExpressionText(text);
  return backOverAll((engine) => engine.setBreakpoints([{ id: 1, on: 'line', line: LOOP_LINE, condition }]));
}

function backOverAll(set: (engine: Debugger) => void) {
  const engine = startRun(LOOP);
  runSteps(engine, FAR_STEPS);
  set(engine);
  const times = millisecondsOf({ warmUp: 0, repeat: 1 }, () => perform(engine, { kind: 'reverse-continue' }));
  return { samples: times.map((milliseconds) => milliseconds / 1000) };
}
