/** Loads a trace for a command, and tells what is wrong with it or worth knowing about it. */
import { type Diagnostic, type LoadTraceOptions, loadTrace, type Trace, TraceError } from '../../../library';
import type { TraceFile } from '../arguments/trace-file';
import { diagnosticText } from '../report/diagnostic-text';

/** The trace; undefined after telling why there is none. Warnings are told of either way. */
export function loadOrTell(
  { name, text, files }: TraceFile,
  error: (text: string) => void,
  setting: Pick<LoadTraceOptions, 'machine' | 'kernel'> = {},
): Trace | undefined {
  const tell = (diagnostics: readonly Diagnostic[]): void => {
    for (const diagnostic of diagnostics) error(`${diagnosticText(name, diagnostic)}\n`);
  };
  try {
    const trace = loadTrace(text, { file: name, files, ...setting });
    tell(trace.warnings);
    return trace;
  } catch (problem) {
    if (!(problem instanceof TraceError)) throw problem;
    tell(problem.diagnostics);
    return undefined;
  }
}
