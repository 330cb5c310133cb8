/** Entry point of the library on Node, for `import` and `require`: `iced-x86` is loaded when it is first needed. */
import { readTraceFile } from './cli/arguments/trace-file';
import './iced-on-node';
import './inflate-on-node';
import { type LoadTraceOptions, loadTrace, type Trace } from '../library';

export * from '../library';

/** In a browser the library is started once; here there is nothing to wait for, and the same program runs in both. */
export async function start(): Promise<void> {}

/**
 * Loads a trace and the data files beside it.
 *
 * @throws TraceError when the trace has an error, and an error that says why when a file cannot be read.
 */
export function loadTraceFile(file: string, options: Omit<LoadTraceOptions, 'file' | 'files'> = {}): Trace {
  const { text, files } = readTraceFile(file, () => new Uint8Array());
  return loadTrace(text, { ...options, file, files });
}
