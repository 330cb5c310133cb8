/** Events that look at the state: recorded facts, expectations, prints, and a stop. */

import { checkValue } from '../checks/check-expression';
import type { LineReader } from '../syntax/line-reader';
import { parseExpression } from '../syntax/parse-expression';
import type { Expression } from '../tree/expression';
import type { Name } from '../tree/name';
import type { EventOf, EventRows } from './event-row';
import { parseExpect, parsePrint } from './parse-texts';

export const LOOKING_EVENTS: EventRows<'observe' | 'expect' | 'print' | 'stop'> = {
  observe: {
    topic: 'kernel',
    syntax: ['observe KEY=VALUE ...'],
    documentation:
      'Recorded facts; importers write these. The model adopts what it cannot know (contents of registers and memory) and reports what contradicts it. KEY is a name or an expression without spaces, `task`, or `in_use`.',
    more: 'Recorded facts',
    example: 'observe xfd=0x40000',
    looks: true,
    parse: parseObserve,
    check: (checker, { facts }, at) => {
      for (const { value } of facts) checkValue(checker, value, at);
    },
  },
  expect: {
    topic: 'looking',
    syntax: ['expect EXPR [, "message"]'],
    documentation:
      'Must be true. If not, the debugger stops, and a test fails: both show the expression, the message, and the values of what was compared, in the base of the number that they were compared with.',
    example: 'expect xfd == 0, "the handler disarmed XFD"',
    withoutCpu: true,
    looks: true,
    parse: parseExpect,
    check: (checker, { condition }, at) => {
      checkValue(checker, condition, at);
    },
  },
  print: {
    topic: 'looking',
    syntax: ['print EXPR [, EXPR ...]', 'print "text {EXPR}"', 'print "text {EXPR,x}"'],
    documentation:
      'Writes values and texts, with spaces between them, to the debug console or to standard output. `{EXPR,x}` writes a value in hexadecimal, `,d` in decimal, `,b` in binary; `{{` and `}}` stand for braces.',
    example: 'print "xfd is {xfd,b}"',
    withoutCpu: true,
    looks: true,
    parse: parsePrint,
    check: (checker, { values }, at) => {
      for (const value of values) {
        if (value.kind !== 'template') checkValue(checker, value, at);
        else for (const part of value.parts) if (typeof part !== 'string') checkValue(checker, part.expression, at);
      }
    },
  },
  stop: {
    topic: 'looking',
    syntax: ['stop'],
    documentation: 'The debugger stops here.',
    example: 'stop',
    withoutCpu: true,
    parse: () => ({ kind: 'stop' }),
  },
};

function parseObserve(reader: LineReader): EventOf<'observe'> {
  const facts: { key: Name; value: Expression }[] = [];
  do {
    const key = reader.word('a fact, as in `xfd=0x40000`');
    reader.expect('=', `and a value behind \`${key.text}\``);
    facts.push({ key, value: parseExpression(reader) });
  } while (!reader.isAtEnd && !reader.isOperator('=>'));
  return { kind: 'observe', facts };
}
