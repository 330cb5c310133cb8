/** Events whose syntax takes more than a line or two: `run`, `syscall`, `inject`, `print` and `expect`. */

import { ExpressionError } from '../errors/expression-error';
import type { Event, PrintArgument } from '../tree/event';
import type { Expression } from '../tree/expression';
import type { Name } from '../tree/name';
import { wordsOf } from '../vocabulary/words';
import type { LineReader } from './line-reader';
import { parseArguments, parseExpression } from './parse-expression';
import { parseTemplate, type TemplateParts } from './parse-template';
import type { Token } from './token';

export function parseRun(reader: LineReader): Event {
  const task = reader.name('the name of a task');
  const limits: { count?: Expression; until?: Expression } = {};
  for (;;) {
    if (!limits.count && reader.acceptKeyword('for')) limits.count = parseExpression(reader);
    else if (!limits.until && reader.acceptKeyword('until')) limits.until = parseExpression(reader);
    else return { kind: 'run', task, ...limits };
  }
}

export function parseSyscall(reader: LineReader): Event {
  const name = reader.name('the name of a system call');
  reader.expect('(', `and the arguments behind \`${name.text}\``);
  reader.beginExpression();
  const values = parseArguments(reader, name.text);
  if (!reader.acceptKeyword('as')) return { kind: 'syscall', name, arguments: values };
  return { kind: 'syscall', name, arguments: values, as: reader.name('the name of the new task') };
}

const INJECTIONS: readonly string[] = wordsOf('inject').map(({ word }) => word);

export function parseInject(reader: LineReader): Event {
  const what = reader.word(`${INJECTIONS.slice(0, -1).join(', ')} or ${INJECTIONS.at(-1)}`);
  switch (what.text.toLowerCase()) {
    case 'alloc-fail':
      return { kind: 'inject-alloc-fail', ...parseCount(reader) };
    case 'page-fault': {
      if (!reader.acceptKeyword('at')) throw reader.unexpected('`at` and an address');
      const address = parseExpression(reader);
      return { kind: 'inject-page-fault', address, ...parseCount(reader) };
    }
    case 'preempt': {
      if (!reader.acceptKeyword('at')) throw reader.unexpected('`at` and a step of a kernel routine');
      const place = parseRoutineStep(reader);
      if (!reader.acceptKeyword('by')) throw reader.unexpected('`by` and the name of a task');
      return { kind: 'inject-preempt', ...place, task: reader.name('the name of a task') };
    }
    default:
      throw reader.unknownWord('unknown-injection', 'something to inject', what, INJECTIONS);
  }
}

/** `ROUTINE.STEP`. */
export function parseRoutineStep(reader: LineReader): { routine: Name; step: Name } {
  const routine = reader.word('a kernel routine and its step, as in `routine.step`', '.=');
  reader.expect('.', 'and a step behind the routine');
  return { routine, step: reader.word('the name of a step') };
}

function parseCount(reader: LineReader): { count?: Expression } {
  if (!reader.acceptKeyword('count')) return {};
  reader.expect('=', 'behind `count`');
  return { count: parseExpression(reader) };
}

export function parsePrint(reader: LineReader): Event {
  const values: PrintArgument[] = [];
  do values.push(parsePrintArgument(reader));
  while (reader.accept(','));
  return { kind: 'print', values };
}

/** A string that stands alone has values in it; in an expression it is a text to compare with. */
function parsePrintArgument(reader: LineReader): PrintArgument {
  const { token, following } = reader;
  const isAlone = following?.kind === 'end' || following?.text === '=>' || following?.text === ',';
  if (token.kind !== 'string' || !isAlone) return parseExpression(reader);
  reader.next();
  return { kind: 'template', parts: templateOf(reader, token) };
}

export function parseExpect(reader: LineReader): Event {
  const { start } = reader.token;
  const condition = parseExpression(reader);
  const text = reader.text.slice(start, reader.lastEnd);
  const expectation = { kind: 'expect', condition, text, range: reader.rangeFrom(start) } as const;
  if (!reader.accept(',')) return expectation;
  const { token } = reader;
  if (token.kind !== 'string') throw reader.unexpected('a message in quotes');
  reader.next();
  const parts = messageParts(reader, token);
  return { ...expectation, message: String(token.value), ...(parts && { messageParts: parts }) };
}

/** Undefined for a message without values: one that has braces for another reason is a message as it stands. */
function messageParts(reader: LineReader, token: Token): TemplateParts | undefined {
  try {
    const parts = templateOf(reader, token);
    return parts.some((part) => typeof part !== 'string') ? parts : undefined;
  } catch (error) {
    if (error instanceof ExpressionError) return undefined;
    throw error;
  }
}

function templateOf(reader: LineReader, token: Token): TemplateParts {
  return parseTemplate(token.text.slice(1, -1), reader.line, reader.column + token.start + 1);
}
