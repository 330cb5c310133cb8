/** What a line was meant to be that begins with no statement of the language. */
import { nearest } from '../errors/nearest';
import { syscallRow } from '../vocabulary/syscalls';
import { EVENTS } from './events';
import { KEYWORDS } from './statements';

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
export function nearKeyword(word: string): string | undefined {
  return nearStatement(word, KEYWORDS);
}

/** The same where the word may have been meant to be one of `candidates`. */
export function nearStatement(word: string, candidates: Iterable<string>): string | undefined {
  const meant = nearest(word, candidates);
  if (meant === undefined) return undefined;
  const events = EVENT_KEYWORDS.includes(meant) ? ` Events are ${EVENT_KEYWORDS.join(', ')}.` : '';
  return ` Did you mean \`${meant}\`?${events}`;
}
