/** Walks a lesson: its trace runs, and each checkpoint is what the lesson says that it is. */
import { parseTrace } from '../../language/parser';
import { type Pausable, part } from '../../machine/pausable';
import { takingAccount } from '../account/take-account';
import { loadingTrace } from '../program/load-program';
import { judgeAnswer } from './answers';
import { type Judgement, judgingCheckpoint } from './judge-checkpoint';
import { type Checkpoint, type HoldCheckpoint, isCheckpoint, type Lesson, type LessonProblem } from './lesson';
import { type LessonTrace, traceOfLesson } from './lesson-trace';
import { parseLesson } from './parse-lesson';

export interface LessonReport {
  readonly title: string;
  readonly checkpoints: number;
  /** In the order of the text; none: the lesson is right. */
  readonly problems: readonly LessonProblem[];
}

const MOST_STEPS = 1_000_000;

export function* testingLesson(text: string): Pausable<LessonReport> {
  const { lesson, problems } = parseLesson(text);
  const checkpoints = lesson.blocks.filter(isCheckpoint);
  const told = (found: readonly LessonProblem[]): LessonReport => ({
    title: lesson.title,
    checkpoints: checkpoints.length,
    problems: found.toSorted((a, b) => a.line - b.line),
  });
  // What could not be read has no meaning that could be tried.
  if (problems.length > 0) return told(problems);
  const trace = traceOfLesson(lesson);
  const found = [...(yield* part(testingTrace(trace), 0, 0.5))];
  if (found.length > 0) return told(found);
  for (const checkpoint of checkpoints) found.push(...(yield* testingCheckpoint(lesson, trace, checkpoint)));
  return told(found);
}

/** The trace has no errors, and does what is written in it. */
function* testingTrace({ text, lessonLines }: LessonTrace): Pausable<readonly LessonProblem[]> {
  const at = (line: number): number => lessonLines[line] ?? 0;
  const { program, diagnostics } = yield* loadingTrace(parseTrace(text));
  if (!program) {
    const errors = diagnostics.filter(({ severity }) => severity === 'error');
    return errors.map(({ range, message }) => ({ line: at(range.line), message }));
  }
  const { failures } = yield* takingAccount(program, { maxSteps: MOST_STEPS });
  return failures.map(({ line, message }) => ({ line: at(line), message }));
}

function* testingCheckpoint(
  lesson: Lesson,
  trace: LessonTrace,
  checkpoint: Checkpoint,
): Pausable<readonly LessonProblem[]> {
  const { line } = checkpoint;
  const judgement = yield* judgingCheckpoint(trace.text, checkpoint);
  if (checkpoint.kind === 'predict') {
    const message = wrongAnswer(judgement) ?? wrongChoice(checkpoint);
    return message === undefined ? [] : [{ line, message }];
  }
  if (judgement.kind === 'judged' && judgement.holds) {
    return [{ line, message: `${checkpoint.expression} holds already: there is nothing to do.` }];
  }
  // A task may be to make the trace come there at all.
  return judgement.kind === 'judged' || judgement.kind === 'missed'
    ? yield* testingSolution(lesson, checkpoint)
    : [{ line, message: problemOf(judgement) }];
}

function wrongAnswer(judgement: Judgement): string | undefined {
  if (judgement.kind === 'judged') return judgement.holds ? undefined : `The answer is wrong: ${judgement.text}.`;
  return problemOf(judgement);
}

/** A second choice that means the same as the answer. */
function wrongChoice({ answer, choices }: Checkpoint & { readonly kind: 'predict' }): string | undefined {
  const right = choices.filter((choice) => judgeAnswer(choice, answer).kind === 'right');
  return right.length > 1 ? `More than one choice is right: ${right.join(', ')}.` : undefined;
}

function* testingSolution(lesson: Lesson, checkpoint: HoldCheckpoint): Pausable<readonly LessonProblem[]> {
  const solved = traceOfLesson(lesson, checkpoint);
  const judgement = yield* judgingCheckpoint(solved.text, checkpoint);
  if (judgement.kind === 'judged' && judgement.holds) return [];
  const line = judgement.kind === 'refused' ? (solved.lessonLines[judgement.line] ?? 0) : checkpoint.solution.line;
  const text = judgement.kind === 'judged' ? `${judgement.text}.` : problemOf(judgement);
  return [{ line, message: `The solution does not make it hold: ${text}` }];
}

function problemOf(judgement: Exclude<Judgement, { kind: 'judged' }>): string {
  switch (judgement.kind) {
    case 'refused':
    case 'valueless':
      return judgement.message;
    case 'gone':
      return 'The checkpoint has no place in the trace.';
    case 'missed':
      return `The run does not come to this checkpoint.${judgement.why === '' ? '' : ` ${judgement.why}`}`;
  }
}
