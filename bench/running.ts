/** A run with its history: how fast it goes, and how fast it goes back. */
import { Debugger } from '../src/world/debugger/debugger';
import type { Command } from '../src/world/debugger/debugger-types';
import { load } from './load-trace';
import type { Row } from './row';
import { millisecondsOf } from './timing';

/** Sums a table of products into another: loads, stores and arithmetic in a loop, as compilers write it. */
const LOOP = `xtrace 1
data table = u32[1024] ramp(1, 3)
data sums  = u32[1024] zero
    lea       rsi, [table]
    lea       rdi, [sums]
    xor       ecx, ecx
    xor       ebx, ebx
    mov       edx, 12345
    mov       r8d, 2000000000
.loop:
    mov       eax, DWORD PTR [rsi+rcx*4]
    imul      eax, edx
    add       ebx, eax
    mov       DWORD PTR [rdi+rcx*4], ebx
    inc       ecx
    and       ecx, 1023
    dec       r8d
    jnz       .loop
`;

/** As the adapter does it: that many moments between two looks at the clock. */
const SLICE = 256;
const CHUNK_STEPS = 1_000_000;
const BACK_FROM = 1_000_000;
/** Apart by no multiple of the distance between snapshots. */
const BACK_DISTANCE = 977;

export const RUNNING_ROWS: readonly Row[] = [
  {
    what: 'A scalar loop, with history on',
    unit: 'million instructions/s',
    good: 'high',
    aim: 20,
    limit: 'calls from one small function to the next',
    measure: () => {
      const engine = startLoop();
      const times = millisecondsOf({ warmUp: 2, repeat: 9 }, () => runSteps(engine, CHUNK_STEPS));
      return { samples: times.map((milliseconds) => CHUNK_STEPS / 1000 / milliseconds) };
    },
  },
  {
    what: 'A step back, after a million steps',
    unit: 'ms',
    good: 'low',
    limit: 'replay from the nearest snapshot, twice',
    measure: () => {
      const engine = startLoop();
      runSteps(engine, BACK_FROM);
      const back = () => perform(engine, { kind: 'back' });
      const goOn = () => {
        engine.start({ kind: 'continue' });
        runSteps(engine, BACK_DISTANCE);
      };
      return { samples: millisecondsOf({ warmUp: 0, repeat: 32 }, back, goOn) };
    },
  },
];

function startLoop(): Debugger {
  const engine = new Debugger(load(LOOP));
  engine.start({ kind: 'continue' });
  return engine;
}

function runSteps(engine: Debugger, steps: number): void {
  const end = engine.time.step + steps;
  while (engine.time.step < end) engine.advance(Math.min(SLICE, end - engine.time.step));
}

function perform(engine: Debugger, command: Command): void {
  engine.start(command);
  while (!engine.advance(SLICE));
}
