/** One trace under every version of Linux: what a person waits for who asks since when something is so. */
import { readFileSync } from 'node:fs';
import { compareWorlds } from '../src/library/compare';
import type { Row } from './row';
import { millisecondsOf } from './timing';

const TRACES: readonly (readonly [what: string, file: string])[] = [
  ['A trace under every version of Linux that differs: nothing does', 'examples/ping-pong.xtrace'],
  ['The same, with the changes found that do it', 'examples/bugs/frame-before-first-use.xtrace'],
];

export const COMPARING_ROWS: readonly Row[] = TRACES.map(
  ([what, file]): Row => ({
    what,
    unit: 'ms',
    good: 'low',
    limit: 'two runs for each pair of versions, and one more for each change between two that part',
    measure: () => {
      const text = readFileSync(file, 'utf8');
      return { samples: millisecondsOf({ warmUp: 1, repeat: 5 }, () => compareWorlds(text, { versions: '..' })) };
    },
  }),
);
