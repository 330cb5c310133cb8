/** Whether a trace can go wrong in another order: runs of it, each with something in between. */
import { readFileSync } from 'node:fs';
import { exploringPart } from '../src/library';
import type { Row } from './row';

const RUNS = 1000;
const REPEAT = 5;
const MINUTE_MS = 60_000;

export const ANSWERING_ROWS: readonly Row[] = [
  {
    what: 'Runs of examples/ping-pong.xtrace explored in a minute, one thread',
    unit: 'runs',
    good: 'high',
    aim: 10_000,
    limit: 'the lines of the kernel’s routines, and the laws after each',
    measure: () => {
      const text = readFileSync('examples/ping-pong.xtrace', 'utf8');
      const samples = Array.from({ length: REPEAT }, (_, seed) => {
        const work = exploringPart(text, { depth: 2, budget: RUNS, seed }, { part: 0, parts: 1 });
        work.next();
        const begun = performance.now();
        while (!work.next().done);
        return (RUNS * MINUTE_MS) / (performance.now() - begun);
      });
      return { samples };
    },
  },
];
