/** The adapter on standard input and output, for the test that talks to it as other editors do. */
import { runDap } from '../../src/main/dap/run-dap';

void runDap({ log: (line) => process.stderr.write(`${line}\n`) });
