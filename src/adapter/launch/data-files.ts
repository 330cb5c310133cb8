/** The files beside a trace that it takes data from. */
import type { Trace } from '../../language/syntax/syntax';
import { siblingPath } from '../protocol/source-path';

export interface DataFile {
  /** As the trace has it. */
  readonly name: string;
  readonly path: string;
}

/** Those of the trace at `path` that lie in its folder by their name; where links lead is for the reader to see. */
export function dataFiles(trace: Trace, path: string): readonly DataFile[] {
  return trace.statements.flatMap((statement) => {
    const declaration = statement.kind === 'declaration' ? statement.declaration : undefined;
    if (declaration?.kind !== 'data' || declaration.value.kind !== 'file') return [];
    const { path: name } = declaration.value;
    const file = siblingPath(path, name);
    return file === undefined ? [] : [{ name, path: file }];
  });
}
