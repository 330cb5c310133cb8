import assert from 'node:assert/strict';
import { type LessonRun, lessonContent } from '../../src/vscode/lessons/content';
import { Progress } from '../../src/vscode/lessons/progress';
import type { CheckpointView } from '../../src/webview/lesson/messages';
import { isCheckpoint } from '../../src/world/lesson/lesson';
import { LESSONS } from '../../src/world/lesson/lessons';
import type { NarratedStep } from '../../src/world/lesson/narration';

const LESSON = `# Two numbers

~~~xtrace
xtrace 1
kernel none
    mov eax, 1 ; one
~~~

~~~predict rax
What is it?
hint: First.
hint: Second.
answer: 2
why: Because.
~~~

~~~xtrace
    add eax, 1
~~~

The end is near.

~~~make this hold: rax == 7
Make it seven.
~~~

~~~solution
    mov eax, 7
~~~

Good.
`;

const parsed = LESSONS.parse(LESSON);
const trace = LESSONS.traceOf(parsed.lesson);
const [question, task] = parsed.lesson.blocks.filter(isCheckpoint);
const { lineOfMark, judgeAnswer } = LESSONS;

const content = (progress: Progress, run?: LessonRun) =>
  lessonContent({ parsed, trace, progress, run, lineOfMark, html: new Map([['Because.', '<p>Because.</p>']]) });

/** What the two instructions of the trace are told to do, on their lines. */
const stepsOn = (...lines: readonly number[]): readonly NarratedStep[] =>
  lines.map((line, index) => ({ line, does: `Step ${index + 1}.`, did: [] }));

const runAt = (step: number, stage: LessonRun['stage'] = 'stopped'): LessonRun => ({
  text: trace.text,
  steps: stepsOn(2, 4),
  step,
  stage,
});

const cards = (progress: Progress, run?: LessonRun): readonly CheckpointView[] =>
  content(progress, run).blocks.filter((block): block is CheckpointView => 'number' in block);

describe('the page of a lesson', () => {
  assert.ok(question && task);

  it('shows the lesson up to the first open checkpoint, and says that it goes on', () => {
    const { blocks, hasMore, stage } = content(new Progress());
    assert.deepEqual(
      blocks.map(({ kind }) => kind),
      ['prose', 'code', 'predict'],
    );
    assert.deepEqual({ hasMore, stage }, { hasMore: true, stage: 'idle' });
  });

  it('keeps the answer and the reason to itself until the answer is right, or the reader asks for it', () => {
    const progress = new Progress();
    progress.answered(question, '3', judgeAnswer);
    let [card] = cards(progress);
    assert.deepEqual(
      [card?.state, card?.verdict, card?.answer, card?.why],
      ['open', 'It is not 3.', undefined, undefined],
    );
    progress.answered(question, 'two', judgeAnswer);
    [card] = cards(progress);
    assert.match(card?.verdict ?? '', /two/);
    progress.answered(question, '1 + 1', judgeAnswer);
    [card] = cards(progress);
    assert.deepEqual([card?.state, card?.verdict, card?.answer, card?.why], ['passed', '', '2', '<p>Because.</p>']);
    progress.restart();
    progress.skipped(1);
    [card] = cards(progress);
    assert.deepEqual([card?.state, card?.answer], ['skipped', '2']);
  });

  it('has one hint more each time', () => {
    const progress = new Progress();
    const left = () => cards(progress).map(({ hints, hintsLeft }) => [hints.length, hintsLeft])[0];
    assert.deepEqual(left(), [0, 2]);
    progress.hinted(1);
    progress.hinted(1);
    progress.hinted(1);
    assert.deepEqual(left(), [2, 0]);
  });

  it('asks where the debugger stands in front of the step, and marks the line', () => {
    assert.equal(cards(new Progress(), runAt(1))[0]?.isHere, false);
    assert.equal(cards(new Progress(), runAt(2))[0]?.isHere, true);
    assert.equal(cards(new Progress(), runAt(2, 'running'))[0]?.isHere, false);
    const code = content(new Progress(), runAt(1)).blocks[1];
    assert.ok(code?.kind === 'code');
    assert.deepEqual(
      code.lines.map(({ isHere }) => isHere),
      [false, false, true],
    );
  });

  it('marks no line of a trace that has been edited, and finds the question in it all the same', () => {
    const text = trace.text.replace('    mov', '    nop\n    mov');
    const run = { text, steps: stepsOn(2, 3, 5), step: 3, stage: 'stopped' } as const;
    assert.equal(cards(new Progress(), run)[0]?.isHere, true);
    const code = content(new Progress(), run).blocks[1];
    assert.ok(code?.kind === 'code' && code.lines.every(({ isHere }) => !isHere));
  });

  it('says what the last step did and what the next is, and at the end what the last one did', () => {
    const { last, next } = content(new Progress(), runAt(2));
    assert.deepEqual([last?.source, next?.source], ['mov eax, 1', 'add eax, 1']);
    assert.deepEqual([last?.does, next?.does], ['Step 1.', 'Step 2.']);
    const end = content(new Progress(), runAt(2, 'ended'));
    assert.deepEqual([end.last?.source, end.next, end.stage], ['add eax, 1', undefined, 'ended']);
  });

  it('says of a task what is so, and shows its solution only when it is asked for', () => {
    const progress = new Progress();
    progress.answered(question, '2', judgeAnswer);
    const told = (): CheckpointView | undefined => cards(progress)[1];
    assert.equal(told()?.solution, undefined);
    progress.judged(task, { kind: 'judged', holds: false, text: 'rax == 7: rax is 2' });
    assert.equal(told()?.verdict, 'It does not hold yet: rax == 7: rax is 2.');
    progress.judged(task, { kind: 'gone' });
    assert.match(told()?.verdict ?? '', /no longer in the trace/);
    progress.judged(task, { kind: 'refused', line: 2, message: 'No such thing.' });
    assert.equal(told()?.verdict, 'Line 3 of the trace: No such thing.');
    progress.judged(task, { kind: 'missed', why: '' });
    assert.equal(told()?.verdict, 'The run does not come here.');
    progress.judged(task, { kind: 'valueless', message: 'None.' });
    assert.equal(told()?.verdict, 'rax == 7 has no value here: None.');
    progress.solutionShown(2);
    assert.equal(told()?.solution, '    mov eax, 7');
    progress.judged(task, { kind: 'judged', holds: true, text: '' });
    assert.deepEqual([told()?.state, told()?.verdict], ['passed', '']);
    assert.equal(content(progress).hasMore, false);
  });

  it('has the mistakes of a lesson with their lines', () => {
    const wrong = LESSONS.parse('# T\n');
    const { problems } = lessonContent({
      parsed: wrong,
      trace: LESSONS.traceOf(wrong.lesson),
      progress: new Progress(),
      html: new Map(),
      lineOfMark,
    });
    assert.match(problems.join(), /^Line 1: A lesson has a trace/);
  });
});
