/** Comments that read as instructions: elsewhere `;` separates statements, and what stands behind it here is lost. */
import { type Diagnostic, warningAt } from '../errors/diagnostic';
import { hasFormAlone, mayBeginPlain, PlainInstruction, PlainSource } from '../instructions';
import { skipSpace } from '../syntax/scanner';

/** Mnemonics that are words of English too, and stand in comments alone. */
const ENGLISH: ReadonlySet<string> = new Set(['leave', 'pause', 'wait']);

/** What there is to say about the comment at column `at`, behind an instruction. */
export function commentDiagnostic(text: string, line: number, at: number): Diagnostic | undefined {
  if (text[at] !== ';') return undefined;
  const start = skipSpace(text, at + 1);
  const statement = mayBeginPlain(text, start) ? PlainInstruction.read(new PlainSource(text), line, start) : undefined;
  if (!statement || statement.hasOutcomes || !hasFormAlone(statement)) return undefined;
  const { mnemonic } = statement.instruction;
  if (ENGLISH.has(mnemonic.text)) return undefined;
  const message = `\`;\` begins a comment here, so this \`${mnemonic.text}\` is not executed. Write it on a line of its own.`;
  return warningAt(statement.range, 'instruction-in-comment', message);
}
