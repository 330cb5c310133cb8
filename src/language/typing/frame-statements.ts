/** The statements of the frame of a text (see `frame.ts`), and what becomes of them by a change: no line that has stayed is read again. */
import { parseLines } from '../parser';
import { unmatched } from '../syntax/blocks';
import type { TextLines } from '../syntax/text-lines';
import type { Statement, Trace } from '../tree/statement';
import { indexOfLine, isNearStep, type TextChange } from './text-change';

export class FrameStatements {
  readonly lines: ReadonlySet<number>;
  private readonly statements: readonly Statement[];
  /** Those behind the last change that has moved any: whoever types goes on where the last key was. */
  private moved:
    | { readonly behind: number; readonly shift: number; readonly statements: readonly Statement[] }
    | undefined;

  constructor(
    { statements }: Trace,
    private readonly text: TextLines,
  ) {
    // What is said of a missing header stands at the first statement, whatever that is.
    const lines = linesOf(statements).add(statements[0]?.line ?? 0);
    this.lines = lines;
    this.statements = statements.filter(({ line }) => lines.has(line)).map(unmatched);
  }

  /** In the order of their lines. Their blocks are to be matched before anybody asks for one, and are so until the next change. */
  after(change: TextChange): readonly Statement[] {
    const { statements } = this;
    const { first, read } = change;
    const framed = linesOf(read.statements);
    const come = read.statements.filter(({ line }) => framed.has(line));
    return [...statements.slice(0, indexOfLine(statements, first)), ...come, ...this.behind(change)];
  }

  private behind({ behind, shift, text }: TextChange): readonly Statement[] {
    const stayed = this.statements.slice(indexOfLine(this.statements, behind));
    if (shift === 0) return stayed;
    const { moved } = this;
    if (moved?.behind === behind && moved.shift === shift) return moved.statements;
    const lines = [...new Set(stayed.map(({ line }) => line))];
    const read = parseLines(
      text,
      lines.map((line) => ({ text: this.text.at(line), line: line + shift })),
    );
    this.moved = { behind, shift, statements: read.statements };
    return read.statements;
  }
}

/** The lines of statements that other lines have to do with. */
export function linesOf(statements: readonly Statement[]): Set<number> {
  return new Set(statements.filter((statement) => !isNearStep(statement)).map(({ line }) => line));
}
