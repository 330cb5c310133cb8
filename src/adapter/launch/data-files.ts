/** The files beside a trace that it takes data from, or runs. */
import type { TraceFiles } from '../../language/data/data-bytes';
import { filesNamedBy } from '../../language/data/named-files';
import { ExpressionError } from '../../language/errors/expression-error';
import { LIMITS } from '../../language/errors/limits';
import type { Trace } from '../../language/tree/statement';
import { siblingPath } from '../protocol/source-path';
import { isUserError } from '../protocol/user-error';
import { isNotThere, notThere } from './file-limit';

export interface DataFile {
  /** As the trace has it. */
  readonly name: string;
  readonly path: string;
}

/**
 * Those of the trace at `path` that lie in its folder by their name, each once, as many as a trace may have; where links
 * lead is for the reader to see.
 */
export function dataFiles(trace: Trace, path: string): readonly DataFile[] {
  const files = new Map<string, DataFile>();
  for (const statement of trace.statements) {
    for (const name of statement.kind === 'declaration' ? filesNamedBy(statement.declaration) : []) {
      const file = siblingPath(path, name);
      if (file !== undefined) files.set(name, { name, path: file });
    }
    if (files.size >= LIMITS.files.most) break;
  }
  return [...files.values()];
}

/** Files of which something is known, or why they cannot be read, which is then said where the trace names them. */
export function filesBeside<T>(
  files: ReadonlyMap<string, T | Error>,
  { sizeOf, read }: { readonly sizeOf: (file: T) => number; readonly read: (file: T) => Uint8Array },
): TraceFiles {
  const find = (name: string): T => {
    const found = files.get(name);
    if (found === undefined) throw notRead(notThere(name));
    if (found instanceof Error) throw notRead(found);
    return found;
  };
  return { sizeOf: (name) => sizeOf(find(name)), read: (name) => read(find(name)) };
}

/** What is said of a file that cannot be read, without its place. */
export function notRead(error: Error): ExpressionError {
  const code = isUserError(error) && OWN_CODES.has(error.code) ? error.code : 'file-not-read';
  const hint = isNotThere(error) ? ' It must lie beside the trace.' : '';
  return new ExpressionError(code, error.message + hint);
}

const OWN_CODES: ReadonlySet<string> = new Set(['path-outside', LIMITS.trace.code, LIMITS.allData.code]);

export function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
