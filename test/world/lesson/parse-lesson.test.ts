import assert from 'node:assert/strict';
import { isCheckpoint } from '../../../src/world/lesson/lesson';
import { lineOfMark, traceOfLesson } from '../../../src/world/lesson/lesson-trace';
import { parseLesson } from '../../../src/world/lesson/parse-lesson';

/** `~~~` is as good as three backticks, and can stand in a template here. */
const LESSON = `# Two numbers

Some prose.

~~~xtrace
xtrace 1
kernel none
    mov eax, 1
~~~

~~~predict rax
What is RAX behind
the next step?
hint: It has 1 now.
hint: One more
than that.
answer: 2
why: 1 + 1.
~~~

~~~xtrace
    inc eax
~~~

~~~make this hold: rax == 7
Make it seven.
~~~

~~~solution
    mov eax, 7
~~~
`;

const problemsOf = (text: string): string[] =>
  parseLesson(text).problems.map(({ line, message }) => `${line + 1}: ${message}`);

describe('a lesson', () => {
  it('is prose, parts of a trace, and checkpoints with their hints', () => {
    const { lesson, problems } = parseLesson(LESSON);
    assert.deepEqual(problems, []);
    assert.equal(lesson.title, 'Two numbers');
    assert.deepEqual(
      lesson.blocks.map(({ kind }) => kind),
      ['prose', 'code', 'predict', 'code', 'hold'],
    );
    assert.deepEqual(lesson.blocks[2], {
      kind: 'predict',
      line: 10,
      number: 1,
      expression: 'rax',
      text: 'What is RAX behind\nthe next step?',
      hints: ['It has 1 now.', 'One more\nthan that.'],
      answer: '2',
      choices: [],
      why: '1 + 1.',
    });
    assert.deepEqual(lesson.blocks[4], {
      kind: 'hold',
      line: 24,
      number: 2,
      expression: 'rax == 7',
      text: 'Make it seven.',
      hints: [],
      why: '',
      solution: { kind: 'code', line: 29, text: '    mov eax, 7' },
    });
  });

  it('has a trace of its parts, with a comment where each checkpoint is, and a line of the lesson for each', () => {
    const { lesson } = parseLesson(LESSON);
    const trace = traceOfLesson(lesson);
    assert.equal(
      trace.text,
      `xtrace 1
kernel none
    mov eax, 1
; checkpoint 1: predict rax
    inc eax
; checkpoint 2: make this hold: rax == 7
`,
    );
    assert.deepEqual(trace.lessonLines, [5, 6, 7, 10, 21, 24]);
    assert.deepEqual(
      [...trace.parts],
      [
        [5, 0],
        [21, 4],
      ],
    );
  });

  it('has the solution in place of the part above the task, and of no other', () => {
    const { lesson } = parseLesson(LESSON);
    const task = lesson.blocks.filter(isCheckpoint).find(({ kind }) => kind === 'hold');
    assert.ok(task?.kind === 'hold');
    assert.match(traceOfLesson(lesson, task).text, /mov eax, 1\n; checkpoint 1: predict rax\n {4}mov eax, 7\n/);
  });

  it('finds a checkpoint again in a trace that has been edited, and says when its comment is gone', () => {
    const { lesson } = parseLesson(LESSON);
    const [, task] = lesson.blocks.filter(isCheckpoint);
    assert.ok(task);
    assert.equal(lineOfMark('xtrace 1\n\n  ; checkpoint 2: whatever\n', task), 2);
    assert.equal(lineOfMark('xtrace 1\n; checkpoint 20: other\n', task), -1);
  });

  it('shows code of other languages as it is', () => {
    const { lesson } = parseLesson('# T\n~~~c\nint x;\n~~~\n~~~xtrace\nxtrace 1\n~~~\n');
    assert.deepEqual(lesson.blocks[1], { kind: 'prose', line: 1, markdown: '```c\nint x;\n```' });
  });

  for (const [what, text, expected] of [
    ['without a title', '~~~xtrace\nxtrace 1\n~~~\n', ['1: A lesson begins with its title: `# Title`.']],
    ['without a trace', '# T\n', ['1: A lesson has a trace: put its lines between ```xtrace and ```.']],
    [
      'with a block that is never closed',
      '# T\n~~~xtrace\nxtrace 1\n',
      ['2: This block is never closed: end it with a line ```.'],
    ],
    [
      'with a task that has no solution',
      '# T\n~~~xtrace\nxtrace 1\n~~~\n~~~make this hold: rax\nDo it.\n~~~\n',
      [
        '5: What is to hold is followed by its solution: a block ```solution with the lines in place of the part above.',
      ],
    ],
    [
      'with a solution of nothing',
      '# T\n~~~xtrace\nxtrace 1\n~~~\n~~~solution\n~~~\n',
      ['5: A solution follows `make this hold: EXPR`.'],
    ],
    [
      'with a prediction without an answer',
      '# T\n~~~xtrace\nxtrace 1\n~~~\n~~~predict rax\nWhat?\n~~~\n',
      ['5: A prediction has one answer: a line `answer: VALUE`.'],
    ],
    [
      'with an answer that is none of the choices',
      '# T\n~~~xtrace\nxtrace 1\n~~~\n~~~predict rax\nWhat?\nchoice: 1\nanswer: 2\n~~~\n',
      ['5: The answer 2 is none of the choices: one `choice:` is the answer, in the same words.'],
    ],
    [
      'with an expression that cannot be read',
      '# T\n~~~xtrace\nxtrace 1\n~~~\n~~~predict rax +\nWhat?\nanswer: 2\n~~~\n',
      /^5: `rax \+`: /,
    ],
    [
      'with nothing to predict',
      '# T\n~~~xtrace\nxtrace 1\n~~~\n~~~predict\nWhat?\nanswer: 2\n~~~\n',
      ['5: Write the expression: `predict EXPR`.'],
    ],
  ] as const) {
    it(`is refused ${what}, with the line and what to do`, () => {
      if (expected instanceof RegExp) assert.match(problemsOf(text).join('\n'), expected);
      else assert.deepEqual(problemsOf(text), expected);
    });
  }
});
