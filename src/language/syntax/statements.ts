/** All statements that begin with a keyword, in the order of the documentation. */
import { DECLARATIONS } from './declarations';
import { EVENTS } from './events';
import type { StatementRow } from './statement-row';

export const STATEMENTS: readonly StatementRow[] = [...DECLARATIONS, ...EVENTS];

export const KEYWORDS: readonly string[] = STATEMENTS.map(({ keyword }) => keyword);

const byKeyword: ReadonlyMap<string, StatementRow> = new Map(STATEMENTS.map((row) => [row.keyword, row]));

/** The statement that `word`, in any case, begins. */
export function statementRow(word: string): StatementRow | undefined {
  return byKeyword.get(word) ?? byKeyword.get(word.toLowerCase());
}
