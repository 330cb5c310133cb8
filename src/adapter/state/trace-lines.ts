/** The lines of a trace and the statements on them, found once for each trace. Lines are zero-based. */
import type { Statement, Trace } from '../../language/tree/statement';

interface Lines {
  readonly texts: readonly string[];
  readonly statements: ReadonlyMap<number, Statement>;
}

const known = new WeakMap<Trace, Lines>();

function linesOf(trace: Trace): Lines {
  let lines = known.get(trace);
  if (!lines) {
    const statements = new Map(trace.statements.map((statement) => [statement.line, statement]));
    lines = { texts: trace.text.split(/\r?\n/), statements };
    known.set(trace, lines);
  }
  return lines;
}

/** Without its comment; the last statement of a line, which is the step when a label stands before it. */
export function statementText(trace: Trace, line: number): string {
  const { texts, statements } = linesOf(trace);
  const range = statements.get(line)?.range;
  const text = texts[line] ?? '';
  return range ? text.slice(range.start, range.end) : text.trim();
}

/** Whether a line has directives whose bytes are executed: what they stand for is not what they say. */
export function hasEmittedCode(trace: Trace, line: number): boolean {
  const statement = linesOf(trace).statements.get(line);
  return statement?.kind === 'declaration' && statement.declaration.kind === 'code';
}
