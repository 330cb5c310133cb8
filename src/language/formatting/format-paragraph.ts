/** Columns within a paragraph, which is a run of lines without a blank one. */

export interface Row {
  /** `raw` rows are written as they are. */
  readonly kind: 'blank' | 'raw' | 'code';
  /** What stands before the outcome and the comment. */
  readonly code: string;
  /** Column of the `=` of a declaration, to be aligned. */
  readonly equals?: number;
  /** From `=>` on. */
  readonly outcome: string;
  readonly comment: string;
}

/** Outcomes begin here unless something longer stands before them. */
const OUTCOME_COLUMN = 32;
/** Longer code does not push the outcomes of its neighbours to the right. */
const LONGEST_BEFORE_OUTCOME = 64;
/** Comments begin here unless something longer stands before them. */
const COMMENT_COLUMN = 40;
const LONGEST_BEFORE_COMMENT = 80;
const COMMENT_GAP = 2;

export function alignParagraph(rows: readonly Row[]): readonly string[] {
  const aligned = alignEquals(rows);
  const outcomeColumn = column(
    aligned.filter(({ outcome }) => outcome !== '').map(({ code }) => code.length + 1),
    LONGEST_BEFORE_OUTCOME,
    OUTCOME_COLUMN,
  );
  const steps = aligned.map((row) => (row.outcome === '' ? row.code : join(row.code, outcomeColumn, 1) + row.outcome));
  const commentColumn = column(
    steps.filter((_, index) => aligned[index]?.comment).map(({ length }) => length + COMMENT_GAP),
    LONGEST_BEFORE_COMMENT,
    COMMENT_COLUMN,
  );
  return aligned.map(({ comment }, index) => {
    const step = steps[index] ?? '';
    return comment === '' ? step : join(step, commentColumn, COMMENT_GAP) + comment;
  });
}

/** Declarations one after the other have their `=` in one column. */
function alignEquals(rows: readonly Row[]): readonly Row[] {
  const aligned: Row[] = [];
  for (let from = 0; from < rows.length; ) {
    let to = from;
    let target = 0;
    while (rows[to]?.equals !== undefined) target = Math.max(target, rows[to++]?.equals ?? 0);
    if (to === from) to++;
    for (const row of rows.slice(from, to)) aligned.push(moveEquals(row, target));
    from = to;
  }
  return aligned;
}

function moveEquals(row: Row, target: number): Row {
  const { code, equals } = row;
  if (equals === undefined) return row;
  return { ...row, code: code.slice(0, equals).padEnd(target) + code.slice(equals) };
}

/** The widest of `widths` that is not beyond `limit`, at least `least`. */
function column(widths: readonly number[], limit: number, least: number): number {
  return widths.reduce((most, width) => (width > most && width <= limit ? width : most), least);
}

function join(text: string, column: number, gap: number): string {
  return text.padEnd(Math.max(column, text.length + gap));
}
