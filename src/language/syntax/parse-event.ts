/** Events whose syntax takes more than a line or two: `run`, `syscall`, `inject` and `print`. */

import { wordsOf } from '../vocabulary/words';
import type { LineReader } from './line-reader';
import { parseArguments, parseExpression } from './parse-expression';
import { parseTemplate } from './parse-template';
import type { Event, Expression, Name } from './syntax';

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
  const { token } = reader;
  const after = reader.following;
  if (token.kind === 'string' && (after?.kind === 'end' || after?.text === '=>')) {
    reader.next();
    const source = token.text.slice(1, -1);
    const parts = parseTemplate(source, reader.line, reader.column + token.start + 1);
    return { kind: 'print', what: { kind: 'template', parts } };
  }
  const values: Expression[] = [];
  do values.push(parseExpression(reader));
  while (reader.accept(','));
  return { kind: 'print', what: { kind: 'values', values } };
}
