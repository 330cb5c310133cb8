/** A long trace, from its text to a program that can run. */
import { diagnose } from '../src/language/check';
import { CHECK_CONTEXT, loadProgram } from '../src/world/program/load-program';
import { longTrace } from './long-trace';
import type { Row } from './row';
import { millisecondsOf } from './timing';

const LINES = 100_000;

export const LANGUAGE_ROWS: readonly Row[] = [
  {
    what: 'Parsing and checking 100,000 lines',
    unit: 'ms',
    good: 'low',
    aim: 500,
    limit: 'reading, and finding the form of each instruction',
    measure: () => {
      const text = longTrace(LINES);
      return { samples: millisecondsOf({ warmUp: 0, repeat: 7 }, () => demandClean(diagnose(text, CHECK_CONTEXT))) };
    },
  },
  {
    what: 'Loading 100,000 lines: also assembling them',
    unit: 'ms',
    good: 'low',
    limit: 'encoding, and a step as an object for each line',
    measure: () => {
      const text = longTrace(LINES);
      return { samples: millisecondsOf({ warmUp: 0, repeat: 4 }, () => demandClean(loadProgram(text).diagnostics)) };
    },
  },
];

/** A trace that is wrong somewhere could be done sooner. */
function demandClean(diagnostics: ReturnType<typeof diagnose>): void {
  const [first] = diagnostics;
  if (first) throw new Error(`The long trace is not clean: ${first.range.line + 1}: ${first.message}`);
}
