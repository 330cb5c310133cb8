import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { formatTrace } from '../../../src/language/format-trace';
import { finish } from '../../../src/machine/pausable';
import { isCheckpoint } from '../../../src/world/lesson/lesson';
import { traceOfLesson } from '../../../src/world/lesson/lesson-trace';
import { parseLesson } from '../../../src/world/lesson/parse-lesson';
import { testingLesson } from '../../../src/world/lesson/test-lesson';

const LESSONS = path.resolve(__dirname, '../../../lessons');

const problemsOf = (text: string): string[] =>
  finish(testingLesson(text)).problems.map(({ line, message }) => `${line + 1}: ${message}`);

/** A lesson with a trace of two instructions, one of them behind what is given. */
const around = (checkpoint: string, last = '    inc eax', first = '    mov eax, 1'): string =>
  `# T\n~~~xtrace\nxtrace 1\nkernel none\n${first}\n~~~\n${checkpoint}\n~~~xtrace\n${last}\n~~~\n`;

const hold = (expression: string, solution: string): string =>
  `~~~make this hold: ${expression}\nDo it.\n~~~\n~~~solution\n${solution}\n~~~`;

describe('the walk through a lesson', () => {
  it('looks at what is predicted behind the step, and at what is to hold in front of it', () => {
    assert.deepEqual(problemsOf(around('~~~predict rax\nWhat?\nanswer: 2\n~~~')), []);
    assert.deepEqual(problemsOf(around(hold('rax == 5', 'xtrace 1\nkernel none\n    mov eax, 5'))), []);
  });

  it('says that an answer is wrong, with the value', () => {
    assert.deepEqual(problemsOf(around('~~~predict rax\nWhat?\nanswer: 1\n~~~')), [
      '7: The answer is wrong: (rax) == (1): rax is 2.',
    ]);
  });

  it('says that two choices are the same answer', () => {
    assert.deepEqual(problemsOf(around('~~~predict rax\nWhat?\nchoice: 2\nchoice: 0x2\nanswer: 2\n~~~')), [
      '7: More than one choice is right: 2, 0x2.',
    ]);
  });

  it('says that a task is done already, and that a solution solves nothing', () => {
    assert.deepEqual(problemsOf(around(hold('rax == 1', 'xtrace 1\nkernel none\n    mov eax, 1'))), [
      '7: rax == 1 holds already: there is nothing to do.',
    ]);
    assert.deepEqual(problemsOf(around(hold('rax == 5', 'xtrace 1\nkernel none\n    mov eax, 6'))), [
      '11: The solution does not make it hold: rax == 5: rax is 6.',
    ]);
  });

  it('says where a solution has an error', () => {
    const [problem] = problemsOf(around(hold('rax == 5', 'xtrace 1\nkernel none\n    mvo eax, 5')));
    assert.match(problem ?? '', /^13: The solution does not make it hold: .*mvo/);
  });

  it('says that the run does not come to a checkpoint', () => {
    const jump = around('~~~predict rax\nWhat?\nanswer: 2\n~~~', '    inc eax\n.end:', '    jmp .end');
    assert.deepEqual(problemsOf(jump), ['7: The run does not come to this checkpoint.']);
  });

  it('meets a checkpoint behind the last step at the end of the run', () => {
    const last = `${around('')}${hold('rax == 3', '    mov eax, 3')}\n`;
    assert.deepEqual(problemsOf(last), []);
  });

  it('says what is wrong with the trace, at the line of the lesson', () => {
    assert.match(problemsOf(around('', '    mvo eax, 1')).join('\n'), /^9: .*mvo/);
    assert.match(problemsOf(around('', '    expect eax == 2')).join('\n'), /^9: expect eax == 2: eax is 1$/);
  });

  it('ends where a trace does not', () => {
    const [problem] = problemsOf(around('', '.again:\n    jmp .again'));
    assert.match(problem ?? '', /did not end within 1000000 steps/);
  });
});

describe('the lessons that XTrace brings', () => {
  const names = readdirSync(LESSONS).sort();

  it('are five: the layout, INIT and modified, XFD, a signal frame, a matrix product', () => {
    assert.deepEqual(names, [
      '1-layout-of-xsave-areas.lesson.md',
      '2-init-and-modified.lesson.md',
      '3-xfd-and-nm.lesson.md',
      '4-signal-frame.lesson.md',
      '5-a-matrix-product.lesson.md',
    ]);
  });

  for (const name of names) {
    const text = readFileSync(path.join(LESSONS, name), 'utf8');
    const { lesson } = parseLesson(text);
    const checkpoints = lesson.blocks.filter(isCheckpoint);

    it(`${name} is right in all that it says`, () => {
      assert.deepEqual(problemsOf(text), []);
    });

    it(`${name} asks at least three questions, has a task, and has a hint and a reason for each`, () => {
      assert.ok(checkpoints.filter(({ kind }) => kind === 'predict').length >= 3);
      assert.ok(checkpoints.some(({ kind }) => kind === 'hold'));
      for (const { expression, hints, why } of checkpoints) {
        assert.ok(hints.length > 0, expression);
        assert.notEqual(why, '', expression);
      }
    });

    it(`${name} has a trace that is written as the formatter writes it`, () => {
      const { text: trace } = traceOfLesson(lesson);
      assert.equal(formatTrace(trace), trace);
    });
  }
});
