/** A run of a trace from its start to its end, without history: the fastest way to what happens. */
import { truth } from '../language/expressions/evaluate';
import { parseExpressionText } from '../language/syntax/parse-expression';
import type { Expression } from '../language/tree/expression';
import { type Retired, RetiredCounts } from '../world/account/retired';
import { noteCall, sourcedHappenings } from '../world/compiled/happening-source';
import { advance } from '../world/run/moment';
import { advancePlain } from '../world/run/plain-steps';
import { startWorld } from '../world/run/start';
import { fail } from '../world/run/step-end';
import { evaluateIn } from '../world/scope/evaluate-in';
import { evaluateText } from '../world/scope/evaluate-text';
import type { Evaluation } from '../world/scope/evaluation';
import type { Happening } from '../world/state/happening';
import type { World } from '../world/state/world';
import type { TimelineSink } from '../world/timeline/sink';
import { TimelineWatch } from '../world/timeline/watch';
import { keepWorld, programOf } from './program-of';
import type { Trace } from './trace';

export interface RunOptions {
  /** The run stops where a step is about to begin and this expression holds. */
  readonly until?: string;
  /** A run that has not ended after so many steps ends with an error. */
  readonly maxSteps?: number;
  /** Is told who runs where, and what happens when. */
  readonly timeline?: TimelineSink;
  /** Instructions of programs are counted: see `retired`. */
  readonly countsInstructions?: boolean;
}

/** Moments that an iteration executes before it looks for happenings. */
const SLICE = 20_000;

/** Iterate over it, or advance it in slices. */
export class Run implements Iterable<Happening> {
  private readonly world: World;
  private readonly until: Expression | undefined;
  private readonly maxSteps: number | undefined;
  private readonly watch: TimelineWatch | undefined;
  private readonly counts: RetiredCounts | undefined;
  private readonly failed: Happening[] = [];
  private happened: Happening[] = [];
  private momentsDone = 0;
  private stopped = false;

  /** Stands before the first step. @throws ExpressionError when `until` cannot be read. */
  constructor(trace: Trace, { until, maxSteps, timeline, countsInstructions = false }: RunOptions = {}) {
    this.until = until === undefined ? undefined : parseExpressionText(until);
    this.maxSteps = maxSteps;
    const world = startWorld(programOf(trace));
    this.world = world;
    keepWorld(this, world);
    if (countsInstructions) this.counts = new RetiredCounts(world);
    this.watch = timeline && new TimelineWatch(world, timeline);
    while (world.flow.phase === 'boot') advance(world);
    this.watch?.begin(0);
  }

  /** Completed steps: instructions and events. */
  get steps(): number {
    return this.world.flow.steps;
  }

  /** A finer count, which moves with every line of a kernel routine too. */
  get moments(): number {
    return this.momentsDone;
  }

  /** Failed expectations, divergences and errors so far, in order. */
  get failures(): readonly Happening[] {
    return this.failed;
  }

  /** The instructions of programs that have completed, in the order in which they did so first; none unless they are counted. */
  get retired(): readonly Retired[] {
    return this.counts?.all() ?? [];
  }

  /** Whether `until` held. */
  get stoppedEarly(): boolean {
    return this.stopped;
  }

  /** Whether there is nothing more to execute. */
  get ended(): boolean {
    return this.stopped || this.world.ended;
  }

  /** The value of an expression now. @throws ExpressionError when it has none. */
  evaluate(expression: string): Evaluation {
    return evaluateText(this.world, expression);
  }

  /**
   * Executes about `moments` moments and tells what happened in them, in order.
   *
   * @throws ExpressionError when `until` cannot be evaluated.
   */
  advance(moments: number): readonly Happening[] {
    this.happened = [];
    const end = this.momentsDone + moments;
    while (!this.ended && this.momentsDone < end) this.advanceOnce(Math.min(SLICE, end - this.momentsDone));
    return this.happened;
  }

  /** What has happened within the call of `advance` that is going on, and will not be told by it. */
  takeHappened(): readonly Happening[] {
    const { happened } = this;
    this.happened = [];
    return happened;
  }

  /** Ends the run with an error of the trace. Tells that error. */
  giveUp(code: string, message: string): readonly Happening[] {
    this.happened = [];
    this.failWith(code, message);
    return this.happened;
  }

  /** What happens, up to the end. */
  *[Symbol.iterator](): Generator<Happening, void, undefined> {
    while (!this.ended) {
      this.happened = [];
      this.advanceOnce(SLICE);
      yield* this.happened;
    }
  }

  private advanceOnce(most: number): void {
    const { world, until, maxSteps } = this;
    if (until && world.flow.phase === 'start' && !world.kernel?.active && holds(world, until)) {
      this.stopped = true;
      return;
    }
    const stepsLeft = (maxSteps ?? Number.POSITIVE_INFINITY) - world.flow.steps;
    const plain = until ? 0 : advancePlain(world, Math.min(most, stepsLeft));
    if (plain === 0) advance(world);
    this.momentsDone += plain || 1;
    this.tell();
    if (!world.ended && maxSteps !== undefined && world.flow.steps >= maxSteps) {
      this.failWith('max-steps', `The trace did not end within ${maxSteps} steps.`);
    }
  }

  private failWith(code: string, message: string): void {
    this.world.happenings = [];
    fail(this.world, code, message);
    this.tell();
  }

  private tell(): void {
    this.watch?.look(this.momentsDone);
    noteCall(this.world);
    if (this.world.happenings.length === 0) return;
    for (const happening of sourcedHappenings(this.world)) {
      if (isFailure(happening)) this.failed.push(happening);
      this.happened.push(happening);
    }
  }
}

function isFailure(happening: Happening): boolean {
  return (
    happening.kind === 'divergence' || happening.kind === 'error' || (happening.kind === 'expect' && !happening.ok)
  );
}

function holds(world: World, until: Expression): boolean {
  return truth(evaluateIn(world, until));
}
