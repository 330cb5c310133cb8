/** `xtrace fmt`: traces in the canonical layout. */
import { formatTrace, whyNotFormatted } from '../../../language/format-trace';
import { findTraces } from '../arguments/find-traces';
import { someFiles } from '../arguments/options';
import { readTraceFile, STANDARD_INPUT } from '../arguments/trace-file';
import type { Command, Invocation } from '../command';
import { EXIT, type ExitStatus } from '../exit-status';
import { UsageError } from '../usage-error';
import { rewriteFile } from '../written-file';

export const FMT: Command = {
  name: 'fmt',
  usage: 'FILE|FOLDER ... [--check]',
  summary: 'Rewrite traces in the canonical layout.',
  options: [{ name: 'check', summary: 'Change nothing; only tell which traces are not in it.' }],
  run: async (invocation) => {
    let status: ExitStatus = EXIT.OK;
    for (const file of findTraces(someFiles(invocation, 'traces'))) {
      const result = formatFile(file, invocation);
      if (result > status) status = result;
    }
    return status;
  },
};

const BYTE_ORDER_MARK = '\uFEFF';

/** Standard input goes to standard output; a file is only written when its layout changes. */
function formatFile(name: string, { options, out, outFile, error, readInput }: Invocation): ExitStatus {
  try {
    const { text: unmarked, hasMark, name: shown } = readTraceFile(name, readInput);
    const text = hasMark ? BYTE_ORDER_MARK + unmarked : unmarked;
    const why = whyNotFormatted(text);
    if (why) throw new UsageError(`${shown} ${why}`);
    const formatted = formatTrace(text);
    if (options.check) {
      if (formatted !== text) out(`${shown} is not in the canonical layout\n`);
      return formatted === text ? EXIT.OK : EXIT.FAILED;
    }
    if (name === STANDARD_INPUT) outFile(formatted);
    else if (formatted !== text) rewriteFile(name, text, formatted);
    return EXIT.OK;
  } catch (problem) {
    if (!(problem instanceof UsageError)) throw problem;
    error(`xtrace: ${problem.message}\n`);
    return EXIT.UNUSABLE;
  }
}
