/** Entry point of the command line, `xtrace`. */
import { readFileSync } from 'node:fs';
import { runCommandLine } from './core';

const STANDARD_INPUT = 0;

/** Whoever reads the output has gone: there is nobody left to tell. */
process.stdout.on('error', () => process.exit());
process.stderr.on('error', () => process.exit());

runCommandLine(process.argv.slice(2), {
  out: (text) => {
    process.stdout.write(text);
  },
  error: (text) => {
    process.stderr.write(text);
  },
  readInput: () => readFileSync(STANDARD_INPUT),
}).then((status) => {
  process.exitCode = status;
});
