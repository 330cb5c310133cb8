/** What a line was meant to be that begins with no statement of the language. */
import { explainUnknown, PADDING } from '../../machine/assembler/explain';
import { rowsNamed, spellings } from '../../machine/instructions';
import { nearest } from '../errors/nearest';
import { EVENTS } from '../events';
import { isPrefix } from '../instructions';
import { syscallRow } from '../vocabulary/syscalls';
import { LineProblem, type LineReader } from './line-reader';
import { withoutComment } from './scanner';
import { KEYWORDS } from './statements';
import type { Token } from './token';

const EVENT_KEYWORDS: readonly string[] = EVENTS.map(({ keyword }) => keyword);

/**
 * A sentence about a system call that stands without its `syscall`; undefined for other words.
 * @param statement the line without its comment, from that word on.
 */
export function bareSyscall(word: string, statement: string): string | undefined {
  const row = syscallRow(word);
  if (!row) return undefined;
  const [call = ''] = statement.slice(word.length).split('=>');
  const rest = call.trim();
  const written = rest.startsWith('(') ? `${word}${rest}` : `${word}()${/^as\s/i.test(rest) ? ` ${rest}` : ''}`;
  return `\`${word}\` is a system call: write \`syscall ${written}\`.`;
}

/** ` Did you mean \`switch\`? Events are ...`, to be put behind a message; undefined where no keyword is near. */
function nearKeyword(word: string): string | undefined {
  return nearStatement(word, KEYWORDS);
}

/** The same where the word may have been meant to be one of `candidates`. */
export function nearStatement(word: string, candidates: Iterable<string>): string | undefined {
  const meant = nearest(word, candidates);
  if (meant === undefined) return undefined;
  const events = EVENT_KEYWORDS.includes(meant) ? ` Events are ${EVENT_KEYWORDS.join(', ')}.` : '';
  return ` Did you mean \`${meant}\`?${events}`;
}

/**
 * What to say of a line that reads as no instruction, instead of `problem`: its first word is a system call, nearly a keyword,
 * or nothing that could begin a statement. Undefined where `problem` says it best.
 */
export function meantStatement(problem: unknown, reader: LineReader, first: Token): LineProblem | undefined {
  if (!(problem instanceof LineProblem)) return undefined;
  const word = first.text;
  const call = bareSyscall(word, withoutComment(reader.text, first.start));
  if (call !== undefined) return reader.problem('missing-syscall', call, reader.rangeOf(first));
  if (PADDING.has(word)) {
    const { code, message } = explainUnknown(word);
    return reader.problem(code, message, reader.rangeOf(first));
  }
  const hint = nearKeyword(word);
  if (hint === undefined) return VAGUE.has(problem.diagnostic.code) ? noInstruction(reader, first) : undefined;
  return reader.problem('unknown-keyword', `\`${word}\` is not a keyword.${hint}`, reader.rangeOf(first));
}

/** Codes of problems that say nothing of what the line was meant to be. */
const VAGUE: ReadonlySet<string> = new Set(['unexpected-token', 'unexpected-end']);

/** The first word is no instruction: whatever is wrong behind it, that word has to be mended first. */
function noInstruction(reader: LineReader, first: Token): LineProblem | undefined {
  const word = first.text.toLowerCase();
  if (first.kind !== 'name' || isPrefix(word) || rowsNamed(word).length > 0) return undefined;
  const { code, message } = explainUnknown(first.text);
  if (code !== 'unknown-mnemonic') return undefined;
  return reader.problem(code, message + (nearStatement(word, spellings()) ?? ''), reader.rangeOf(first));
}
