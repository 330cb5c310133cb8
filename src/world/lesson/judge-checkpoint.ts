/** Runs a trace up to a checkpoint of a lesson, and says what is so there. */
import { ExpressionError } from '../../language/errors/expression-error';
import { parseTrace } from '../../language/parser';
import { parseExpressionText } from '../../language/syntax/parse-expression';
import type { Pausable } from '../../machine/pausable';
import { Debugger } from '../debugger/debugger';
import type { Command } from '../debugger/debugger-types';
import { loadingTrace } from '../program/load-program';
import { expectationText, judgeExpectation } from '../run/events/expectation';
import type { Checkpoint } from './lesson';
import { lineOfMark } from './lesson-trace';

export type Judgement =
  /** The expression is true there; of a prediction, the answer is right. `text` has the values where it is not. */
  | { readonly kind: 'judged'; readonly holds: boolean; readonly text: string }
  /** The trace has an error, on a zero-based line. */
  | { readonly kind: 'refused'; readonly line: number; readonly message: string }
  /** The comment of the checkpoint is no longer in the trace. */
  | { readonly kind: 'gone' }
  /** The run does not come there. `why`: the error that has ended it, if one has. */
  | { readonly kind: 'missed'; readonly why: string }
  /** The expression has no value there. */
  | { readonly kind: 'valueless'; readonly message: string };

/** A lesson's run that is longer has no end. */
const MOST_STEPS = 1_000_000;
/** Moments of work between two pauses. */
const SLICE = 4096;

/** @param text the trace, as the reader has it */
export function* judgingCheckpoint(text: string, checkpoint: Checkpoint): Pausable<Judgement> {
  const mark = lineOfMark(text, checkpoint);
  if (mark < 0) return { kind: 'gone' };
  const { program, diagnostics } = yield* loadingTrace(parseTrace(text));
  if (!program) {
    const error = diagnostics.find(({ severity }) => severity === 'error');
    return { kind: 'refused', line: error?.range.line ?? 0, message: error?.message ?? '' };
  }
  const engine = new Debugger(program, { maxSteps: MOST_STEPS, neverStops: true });
  const line = program.steps.lines.find((each) => each > mark);
  const isThere = (): boolean => {
    const { place, world } = engine;
    return line === undefined ? world.ended : place.kind === 'trace' && place.line === line;
  };
  // The first step of a run is where a run begins.
  if (!isThere()) yield* moving(engine, line === undefined ? { kind: 'continue' } : { kind: 'run-to', line });
  if (!isThere() || engine.world.flow.error !== null) return { kind: 'missed', why: errorOf(engine) };
  if (checkpoint.kind === 'hold') return judged(engine, checkpoint.expression);
  yield* moving(engine, { kind: 'over' });
  return judged(engine, `(${checkpoint.expression}) == (${checkpoint.answer})`);
}

function* moving(engine: Debugger, command: Command): Pausable<void> {
  engine.start(command);
  while (!engine.advance(SLICE)) yield 0;
}

function errorOf(engine: Debugger): string {
  const error = engine.takeHappenings().findLast(({ kind }) => kind === 'error');
  return error?.kind === 'error' ? error.message : '';
}

function judged({ world }: Debugger, expression: string): Judgement {
  try {
    const condition = parseExpressionText(expression);
    const range = { line: 0, start: 0, end: expression.length };
    const record = judgeExpectation(world, { kind: 'expect', condition, text: expression, range });
    return { kind: 'judged', holds: record.ok, text: expectationText(record) };
  } catch (error) {
    if (error instanceof ExpressionError) return { kind: 'valueless', message: error.message };
    throw error;
  }
}
