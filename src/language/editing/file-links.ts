/** Where a trace names a file beside it: `data x = file "weights.bin"`, the dump of a machine, a written policy, the image of a kernel, a program and its input. */
import { filesNamedBy, imageNamedBy } from '../data/named-files';
import type { Range } from '../errors/diagnostic';
import type { Statement, Trace } from '../tree/statement';

export interface FileLink {
  /** Of the path, without its quotes. */
  readonly range: Range;
  /** As the trace has it: relative to the folder of the trace. */
  readonly path: string;
}

export function fileLinks({ text, statements }: Trace): readonly FileLink[] {
  const lines = text.split(/\r?\n/);
  return statements.flatMap((statement) =>
    pathsIn(statement).flatMap((path) => {
      const start = (lines[statement.line] ?? '').indexOf(`"${path}"`, statement.range.start);
      if (start < 0) return [];
      return [{ range: { line: statement.line, start: start + 1, end: start + 1 + path.length }, path }];
    }),
  );
}

function pathsIn(statement: Statement): readonly string[] {
  if (statement.kind !== 'declaration') return [];
  return [...filesNamedBy(statement.declaration), ...imageNamedBy(statement.declaration)];
}
