/** The rows of all events: what the documentation and the hover show of each can be written. */
import assert from 'node:assert/strict';
import { diagnose } from '../../../src/language/check';
import { EVENTS } from '../../../src/language/events';
import { formatTrace } from '../../../src/language/format-trace';
import { parseTrace } from '../../../src/language/parser';
import { CHECK_CONTEXT } from '../../../src/world/program/load-program';

/** What the examples name. */
const DECLARED = [
  'xtrace 1',
  'machine sapphire-rapids cpus=2',
  'data image = zero 16384',
  'data xcrs = zero 392',
  'data msrs = zero 64',
  'task A',
  'task worker',
  'proc handler',
  '    iretq',
  'end',
];

/** Blocks need an end, and what is said of a guest needs one. */
const around = (keyword: string, lines: readonly string[]): readonly string[] => [
  ...DECLARED,
  ...lines,
  ...(keyword === 'repeat' || keyword === 'ring0' ? ['end'] : []),
  ...(keyword === 'idt' || keyword === 'vmexit' ? ['vmenter'] : []),
];

const check = (keyword: string, line: string) =>
  diagnose(`${around(keyword, [line]).join('\n')}\n`, CHECK_CONTEXT).filter(({ severity }) => severity === 'error');

describe('An event', () => {
  for (const { keyword, syntax, example, documentation } of EVENTS) {
    it(`has an example that is read as it, and in which nothing is wrong: ${keyword}`, () => {
      const [, statement] = parseTrace(`xtrace 1\n${example}\n`).statements;
      assert.equal(statement?.kind, 'event');
      assert.match(statement.event.kind, new RegExp(`^${keyword}(-|$)`));
      assert.deepEqual(check(keyword, example), []);
    });

    it(`begins with its keyword in every form, and says what it is for: ${keyword}`, () => {
      for (const form of [...syntax, example]) assert.equal(form.split(' ')[0], keyword);
      assert.match(documentation, /[.?]$/);
    });

    it(`stays as it is when it is formatted twice: ${keyword}`, () => {
      const once = formatTrace(`${around(keyword, [example]).join('\n')}\n`);
      assert.equal(formatTrace(once), once);
    });

    it(`is refused with words behind it that none of its forms has: ${keyword}`, () => {
      const problems = check(keyword, `${example} ) nonsense`);
      assert.ok(problems.length > 0);
      for (const { message, range } of problems) {
        assert.match(message, /[.?]$/);
        assert.ok(range.line >= DECLARED.length, message);
      }
    });

    const wants = syntax.every((form) => /^\S+ [A-Z#]/.test(form) || /^\S+ \S/.test(form.replace(/\[.*?\]/g, '')));
    if (!wants || keyword === 'syscall') continue;
    it(`says what is missing where it stands alone: ${keyword}`, () => {
      const [problem] = check(keyword, keyword);
      assert.match(problem?.message ?? '', /Expected|takes|begin|needs|write/i);
    });
  }
});
