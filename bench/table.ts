/** The table that `npm run bench` prints: readable in a terminal, and Markdown for the documentation. */
import type { Row, Summary } from './row';

/** What could not be measured: why, in one line. */
export interface Failed {
  readonly failure: string;
}

export type Result = Pick<Row, 'what' | 'unit' | 'good' | 'aim' | 'limit'> & (Summary | Failed);

const HEADINGS = ['What', 'Median', 'Worst', 'Unit', 'Aim', 'Met', 'What limits it'] as const;
const PEER_HEADINGS = ['Peer', 'Rate', 'XTrace', 'Unit', 'XTrace / peer'] as const;
/** Columns of numbers. */
const RIGHT: ReadonlySet<string> = new Set(['Median', 'Worst', 'Aim', 'Rate', 'XTrace', 'XTrace / peer']);

export function table(results: readonly Result[]): string {
  return columns(HEADINGS, results.map(cells));
}

/** What another program and XTrace do in the same time. */
export type Compared = { readonly what: string; readonly unit: string } & (
  | { readonly theirs: number; readonly ours: number }
  | Failed
);

/** The last line of an error's message that says anything, short enough for a table: programs say last why they have ended. */
export function failureOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const lines = text.split('\n').map((line) => line.trim());
  return (lines.findLast((line) => line !== '') ?? 'no reason given').slice(0, LONGEST_FAILURE).replaceAll('|', '/');
}

const LONGEST_FAILURE = 120;

export function peerTable(compared: readonly Compared[]): string {
  const rows = compared.map((row) =>
    'failure' in row
      ? [`${row.what} (failed: ${row.failure})`, '', '', row.unit, '']
      : [row.what, figure(row.theirs), figure(row.ours), row.unit, figure(row.ours / row.theirs)],
  );
  return columns(PEER_HEADINGS, rows);
}

function columns(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = headings.map((heading, column) =>
    Math.max(heading.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const rule = headings.map((heading, column) => {
    const dashes = '-'.repeat(widths[column] ?? 0);
    return RIGHT.has(heading) ? `${dashes.slice(1)}:` : dashes;
  });
  const line = (row: readonly string[]): string => {
    const padded = row.map((cell, column) => {
      const width = widths[column] ?? 0;
      return RIGHT.has(headings[column] ?? '') ? cell.padStart(width) : cell.padEnd(width);
    });
    return `| ${padded.join(' | ')} |`;
  };
  return [headings, rule, ...rows].map(line).join('\n');
}

function cells(result: Result): string[] {
  const { what, unit, good, aim, limit } = result;
  const wanted = aim === undefined ? '' : `${good === 'low' ? '≤' : '≥'} ${aim}`;
  if ('failure' in result) return [what, '', '', unit, wanted, 'failed', result.failure];
  const { median, worst, met } = result;
  return [what, figure(median), figure(worst), unit, wanted, met === undefined ? '' : met ? 'yes' : 'no', limit];
}

/** Three significant digits, and no exponent. */
export function figure(value: number): string {
  const decimals = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value) || 1)));
  return value.toFixed(decimals);
}
