/** `=> OUTCOME [, OUTCOME ...]`: what a step did or must do (docs/language.md, "Outcomes"). */
import { EXCEPTIONS, type ExceptionMnemonic } from '../../machine/architecture/exception';
import type { OutcomeSyntax } from '../tree/outcome';
import { SIGNALS } from '../vocabulary/constants';
import type { LineReader } from './line-reader';
import { parseExpression } from './parse-expression';

const WORDS = ['killed', 'oops', 'WARN', 'hang', 'ok'] as const;
const BY_LOWER_CASE = new Map(WORDS.map((word) => [word.toLowerCase(), word] as const));
const MNEMONICS = EXCEPTIONS.map(({ mnemonic }) => mnemonic);
const SIGNAL_NAMES: ReadonlySet<string> = new Set(SIGNALS.map(({ name }) => name));

const NONE: readonly OutcomeSyntax[] = [];

/** The outcomes at the reader's token, which are none when it is not `=>`. */
export function parseOutcomes(reader: LineReader): readonly OutcomeSyntax[] {
  if (!reader.accept('=>')) return NONE;
  const outcomes: OutcomeSyntax[] = [];
  do outcomes.push(parseOutcome(reader));
  while (reader.accept(','));
  return outcomes;
}

function parseOutcome(reader: LineReader): OutcomeSyntax {
  const { token } = reader;
  if (token.kind === 'exception') return parseException(reader);
  if (reader.accept('=')) {
    const value = parseExpression(reader);
    return { kind: 'result', value, range: reader.rangeFrom(token.start) };
  }
  if (token.kind === 'integer' || token.text === '-') {
    throw reader.problem('missing-equals', 'A result is written with `=`, as in `=> = 0`.', reader.rangeOf(token));
  }
  const name = reader.name(
    'an outcome: an exception such as #NM, a signal, killed, oops, WARN, hang, ok, or `= RESULT`',
  );
  const kind = BY_LOWER_CASE.get(name.text.toLowerCase());
  if (kind) return { kind, range: name.range };
  if (SIGNAL_NAMES.has(name.text)) return { kind: 'signal', name: name.text, range: name.range };
  throw reader.unknownWord('unknown-outcome', 'an outcome', name, [...WORDS, ...SIGNAL_NAMES, ...MNEMONICS]);
}

function parseException(reader: LineReader): OutcomeSyntax {
  const start = reader.token.start;
  const mnemonic = parseExceptionName(reader);
  if (!reader.accept('(')) return { kind: 'exception', mnemonic, range: reader.rangeFrom(start) };
  const argument = parseExpression(reader);
  reader.expect(')', `to close the argument of ${mnemonic}`);
  return { kind: 'exception', mnemonic, argument, range: reader.rangeFrom(start) };
}

/** `#NM` and its like. */
export function parseExceptionName(reader: LineReader): ExceptionMnemonic {
  const { token } = reader;
  if (token.kind !== 'exception') throw reader.unexpected('an exception such as #NM');
  reader.next();
  const mnemonic = MNEMONICS.find((known) => known === token.text);
  const name = { text: token.text, range: reader.rangeOf(token) };
  if (!mnemonic) throw reader.unknownWord('unknown-exception', 'an exception of the processor', name, MNEMONICS);
  return mnemonic as ExceptionMnemonic; // the table's mnemonics are the type's members (tested with the table)
}
