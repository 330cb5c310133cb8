/** Runs of many steps: the way to any place in them, and the memory that they take. */
import { DEFAULT_BUDGET } from '../src/world/debugger/history/checkpoints';
import { LOOP, perform, runSteps, startRun } from './drive';
import { percentile99 } from './percentile';
import type { Row } from './row';
import { millisecondsOf } from './timing';

const FAR_STEPS = 10_000_000;
const FARTHER_STEPS = 100_000_000;
const JOURNEYS = 200;

const WORKING_SET = DEFAULT_BUDGET / 8;
const WORDS = WORKING_SET / 4;

/** Writes one word of each page of the working set after the other, over and over. */
const SWEEP = `xtrace 1
data area = u32[${WORDS}] zero
    lea       rdi, [area]
    xor       ecx, ecx
    mov       r8d, 2000000000
.loop:
    mov       DWORD PTR [rdi+rcx*4], r8d
    add       ecx, 1025
    and       ecx, ${WORDS - 1}
    dec       r8d
    jnz       .loop
`;

export const FAR_ROWS: readonly Row[] = [
  {
    what: 'To a random moment in a run of ten million steps, the slowest of a hundred',
    unit: 'ms',
    good: 'low',
    aim: 20,
    limit: 'replay from the nearest snapshot',
    measure: () => journeys(LOOP),
  },
  {
    what: 'The same, with a working set of an eighth of the budget',
    unit: 'ms',
    good: 'low',
    aim: 20,
    limit: 'replay from the nearest snapshot: they lie far apart where much is written',
    measure: () => journeys(SWEEP),
  },
  {
    what: 'Memory after a hundred million steps, at most',
    unit: 'MB',
    good: 'low',
    aim: 300,
    limit: 'the budget of snapshots, and what the language and the assembler take',
    measure: () => {
      runSteps(startRun(LOOP), FARTHER_STEPS);
      return { samples: [process.resourceUsage().maxRSS / 1024] };
    },
  },
];

function journeys(text: string) {
  const engine = startRun(text);
  runSteps(engine, FAR_STEPS);
  const last = engine.time.furthestMoment;
  const places = scattered(JOURNEYS).map((part) => Math.floor(part * last));
  const next = places.values();
  const times = millisecondsOf({ warmUp: 0, repeat: JOURNEYS }, () =>
    perform(engine, { kind: 'travel', moment: next.next().value ?? 0 }),
  );
  return { samples: [percentile99(times)] };
}

/** Numbers from 0 to 1, in no order but the same each time. */
function scattered(count: number): number[] {
  let state = 1;
  return Array.from({ length: count }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  });
}
