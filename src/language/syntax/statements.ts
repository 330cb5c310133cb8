/** All statements that begin with a keyword, in the order of the documentation. */

import { EVENTS } from '../events';
import { DECLARATIONS } from './declarations';
import type { StatementRow } from './statement-row';
import type { Token } from './token';

export const STATEMENTS: readonly StatementRow[] = [...DECLARATIONS, ...EVENTS];

export const KEYWORDS: readonly string[] = STATEMENTS.map(({ keyword }) => keyword);

const byKeyword: ReadonlyMap<string, StatementRow> = new Map(STATEMENTS.map((row) => [row.keyword, row]));

/** Whether a word that begins statements is an instruction, by what stands behind it. */
export function isInstructionToo(keyword: string, following: Token | undefined): boolean {
  if (keyword === 'syscall') return following?.kind !== 'name';
  return keyword === 'cpuid' && (following === undefined || following.kind === 'end' || following.text === '=>');
}

/** The statement that `word`, in any case, begins. */
export function statementRow(word: string): StatementRow | undefined {
  return byKeyword.get(word) ?? byKeyword.get(word.toLowerCase());
}
