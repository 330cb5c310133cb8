/** The table that `npm run bench` prints: readable in a terminal, and Markdown for the documentation. */
import type { Row, Summary } from './row';

export type Result = Pick<Row, 'what' | 'unit' | 'good' | 'aim' | 'limit'> & Summary;

const HEADINGS = ['What', 'Median', 'Worst', 'Unit', 'Aim', 'Met', 'What limits it'] as const;
/** Columns of numbers. */
const RIGHT: ReadonlySet<string> = new Set(['Median', 'Worst', 'Aim']);

export function table(results: readonly Result[]): string {
  const rows = results.map(cells);
  const widths = HEADINGS.map((heading, column) =>
    Math.max(heading.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const rule = HEADINGS.map((heading, column) => {
    const dashes = '-'.repeat(widths[column] ?? 0);
    return RIGHT.has(heading) ? `${dashes.slice(1)}:` : dashes;
  });
  return [HEADINGS, rule, ...rows].map((row) => line(row, widths)).join('\n');
}

function cells({ what, unit, good, aim, limit, median, worst, met }: Result): string[] {
  const sign = good === 'low' ? '≤' : '≥';
  return [
    what,
    figure(median),
    figure(worst),
    unit,
    aim === undefined ? '' : `${sign} ${aim}`,
    met === undefined ? '' : met ? 'yes' : 'no',
    limit,
  ];
}

function line(row: readonly string[], widths: readonly number[]): string {
  const padded = row.map((cell, column) => {
    const width = widths[column] ?? 0;
    return RIGHT.has(HEADINGS[column] ?? '') ? cell.padStart(width) : cell.padEnd(width);
  });
  return `| ${padded.join(' | ')} |`;
}

/** Three significant digits, and no exponent. */
export function figure(value: number): string {
  const decimals = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value) || 1)));
  return value.toFixed(decimals);
}
