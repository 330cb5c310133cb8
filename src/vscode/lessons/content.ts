/** From a lesson, and how far somebody has come in it, to what the page shows. */
import type { BlockView, CheckpointView, LessonContent, StepView } from '../../webview/lesson/messages';
import { type Checkpoint, isCheckpoint, type LessonBlock } from '../../world/lesson/lesson';
import type { LessonTrace } from '../../world/lesson/lesson-trace';
import type { NarratedStep } from '../../world/lesson/narration';
import type { ParsedLesson } from '../../world/lesson/parse-lesson';
import type { Progress } from './progress';

/** A run of the lesson's trace under the debugger. */
export interface LessonRun {
  /** The text that runs. */
  readonly text: string;
  readonly steps: readonly NarratedStep[];
  /** The step that is about to be done, from 1 on; of a run that has ended, the last. Undefined before the first stop. */
  readonly step?: number;
  readonly stage: 'stopped' | 'running' | 'ended';
}

export interface LessonState {
  readonly parsed: ParsedLesson;
  /** Of the lesson, before anybody edits it. */
  readonly trace: LessonTrace;
  readonly progress: Progress;
  readonly run?: LessonRun | undefined;
  /** HTML of each Markdown text of the lesson. */
  readonly html: ReadonlyMap<string, string>;
  /** The line of a checkpoint's comment in a text. */
  readonly lineOfMark: (text: string, checkpoint: Checkpoint) => number;
}

export function lessonContent(state: LessonState): LessonContent {
  const { parsed, progress, run } = state;
  const { blocks } = parsed.lesson;
  const open = blocks.findIndex((block) => isCheckpoint(block) && progress.of(block.number).state === 'open');
  const shown = open < 0 ? blocks : blocks.slice(0, open + 1);
  const { last, next } = stepsAround(run);
  return {
    problems: parsed.problems.map(({ line, message }) => `Line ${line + 1}: ${message}`),
    blocks: shown.map((block) => viewOf(block, state)),
    hasMore: shown.length < blocks.length,
    stage: run?.stage ?? 'idle',
    ...(last && { last }),
    ...(next && { next }),
  };
}

/** The Markdown texts of a lesson. */
export function markdownOf({ lesson }: ParsedLesson): readonly string[] {
  return lesson.blocks.flatMap((block) => {
    if (block.kind === 'prose') return [block.markdown];
    return block.kind === 'code' ? [] : [block.text, block.why, ...block.hints];
  });
}

/** The number of the step that a checkpoint is about: the first that runs behind its comment. */
export function stepOfCheckpoint({ steps }: LessonRun, mark: number): number | undefined {
  const line = mark < 0 ? undefined : Math.min(...steps.flatMap((step) => (step.line > mark ? [step.line] : [])));
  const found = steps.findIndex((step) => step.line === line);
  return found < 0 ? undefined : found + 1;
}

function stepsAround(run: LessonRun | undefined): { readonly last?: StepView; readonly next?: StepView } {
  if (run?.step === undefined) return {};
  const at = run.stage === 'ended' ? run.step + 1 : run.step;
  const lines = run.text.split('\n');
  const view = (step: number): StepView | undefined => {
    const told = run.steps[step - 1];
    return told && { source: sourceOf(lines[told.line] ?? ''), does: told.does, did: told.did };
  };
  const last = view(at - 1);
  const next = run.stage === 'ended' ? undefined : view(at);
  return { ...(last && { last }), ...(next && { next }) };
}

/** A line without its comment. */
function sourceOf(line: string): string {
  return line
    .replace(/\s;.*$/, '')
    .trim()
    .replace(/\s+/g, ' ');
}

function viewOf(block: LessonBlock, state: LessonState): BlockView {
  if (block.kind === 'prose') return { kind: 'prose', html: htmlOf(state, block.markdown) };
  if (isCheckpoint(block)) return checkpointView(block, state);
  const first = state.trace.parts.get(block.line) ?? 0;
  const here = lineHere(state);
  return {
    kind: 'code',
    lines: block.text.split('\n').map((text, index) => ({ text, isHere: first + index === here })),
  };
}

/** The line of the lesson's own trace that the debugger is at; in a trace that has been edited, lines lie elsewhere. */
function lineHere({ run, trace }: LessonState): number | undefined {
  if (run?.step === undefined || run.stage === 'ended' || run.text !== trace.text) return undefined;
  return run.steps[run.step - 1]?.line;
}

function checkpointView(checkpoint: Checkpoint, state: LessonState): CheckpointView {
  const { run, progress } = state;
  const { number, kind, expression, text, hints, why } = checkpoint;
  const { state: how, given, verdict, hints: shown, isSolutionShown } = progress.of(number);
  const isOver = how !== 'open';
  const step = run && stepOfCheckpoint(run, state.lineOfMark(run.text, checkpoint));
  return {
    kind,
    number,
    expression,
    html: htmlOf(state, text),
    hints: hints.slice(0, shown).map((hint) => htmlOf(state, hint)),
    hintsLeft: Math.max(0, hints.length - shown),
    state: how,
    choices: kind === 'predict' ? checkpoint.choices : [],
    given,
    verdict,
    isHere: run?.stage === 'stopped' && step !== undefined && run.step === step,
    ...(isOver && why !== '' && { why: htmlOf(state, why) }),
    ...(isOver && kind === 'predict' && { answer: checkpoint.answer }),
    ...(kind === 'hold' && (isSolutionShown || how === 'skipped') && { solution: checkpoint.solution.text }),
  };
}

function htmlOf({ html }: LessonState, markdown: string): string {
  return html.get(markdown) ?? '';
}
