/** `xtrace check`: what is wrong with traces, without running them. */
import { loadProgram } from '../../world/program/load-program';
import type { Command, Invocation } from './command';
import { diagnosticText, hasErrors } from './diagnostic-text';
import { EXIT, type ExitStatus } from './exit-status';
import { someFiles } from './options';
import { readTraceFile } from './trace-file';
import { UsageError } from './usage-error';

export const CHECK: Command = {
  name: 'check',
  usage: 'FILE ...',
  summary: 'Print what is wrong with traces, as file:line:column: error: message.',
  options: [],
  run: async (invocation) => {
    let status: ExitStatus = EXIT.OK;
    for (const file of someFiles(invocation, 'traces')) {
      const result = checkFile(file, invocation);
      if (result > status) status = result;
    }
    return status;
  },
};

function checkFile(name: string, { out, error, readInput }: Invocation): ExitStatus {
  try {
    const file = readTraceFile(name, readInput);
    const { diagnostics } = loadProgram(file.text, { readFile: file.readFile });
    for (const diagnostic of diagnostics) out(`${diagnosticText(file.name, diagnostic)}\n`);
    return hasErrors(diagnostics) ? EXIT.FAILED : EXIT.OK;
  } catch (problem) {
    if (!(problem instanceof UsageError)) throw problem;
    error(`xtrace: ${problem.message}\n`);
    return EXIT.UNUSABLE;
  }
}
