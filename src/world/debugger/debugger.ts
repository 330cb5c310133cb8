/**
 * The debugger's engine: commands that move a run through time, and the conditions on which it stops. Pure and
 * synchronous: a command is started, then advanced in slices, so that its caller stays responsive.
 */

import type { Program } from '../program/program';
import { evaluateText } from '../scope/evaluate-text';
import type { Evaluation } from '../scope/evaluation';
import type { Happening } from '../state/happening';
import { currentStep, type World } from '../state/world';
import type { Timeline } from '../timeline/timeline';
import { StopCheck } from './breakpoints/stop-check';
import type { Breakpoint, Command, Edit, Frame, Place, StopReason, TimePoint } from './debugger-types';
import { History } from './history/history';
import { RunAhead, type RunTotal } from './history/run-ahead';
import { TileOrigins } from './history/tile-origins';
import type { TimedEdit } from './history/timed-edit';
import { currentPlace, stackFrames } from './places/stack-frames';
import { type StepInTarget, stepInTargets } from './places/step-in-targets';
import { RunReport } from './run-report';
import { Bookmarks } from './session/bookmarks';
import { inOrder, type Told } from './told';
import { Journey } from './travel/journey';
import { jumpProblem } from './travel/jump';
import type { Work } from './travel/work';
import { workOf } from './travel/work-of';

export interface DebuggerOptions {
  /** Steps after which a run ends with an error. */
  readonly maxSteps?: number;
  /** What the snapshots may take that going back needs. */
  readonly historyBytes?: number;
  /** Only the end stops a run: not `stop`, and no breakpoint. */
  readonly neverStops?: boolean;
  /** Spans of the timeline that are kept; enough for most runs, without this. */
  readonly timelineRoom?: number;
}

/** A look at the past that has to come before a command, and ends where it began. */
interface Preparation {
  readonly origin: number;
  /** Works for about `slice` moments; true when it is done. */
  advance(slice: number): boolean;
  readonly done?: () => void;
}

/** Commands that end so have not moved, or have not looked at everything. */
const STAYING: ReadonlySet<StopReason['kind']> = new Set(['pause', 'not-reached', 'found', 'compared', 'traced']);

export class Debugger {
  readonly bookmarks = new Bookmarks();
  private readonly history: History;
  private readonly stops: StopCheck;
  private readonly report: RunReport;
  private readonly ahead: RunAhead;
  /** Where tiles came from, for whoever looks at them: nothing is looked for before somebody does. */
  readonly tileOrigins: TileOrigins;
  private readonly maxSteps: number;
  private work: Work | undefined;
  private preparations: Preparation[] = [];
  private pauseRequested = false;
  /** The latest command has come to the end of the run: what lies at its last moment has been passed. */
  private standsAtEnd = false;

  constructor(
    readonly program: Program,
    { maxSteps, historyBytes, neverStops, timelineRoom }: DebuggerOptions = {},
  ) {
    this.history = new History(program, historyBytes);
    this.stops = new StopCheck(program, this.history, neverStops ?? false);
    this.report = new RunReport(this.history, timelineRoom);
    this.maxSteps = maxSteps ?? Number.POSITIVE_INFINITY;
    this.ahead = new RunAhead(program, this.maxSteps);
    this.tileOrigins = new TileOrigins(this.history);
  }

  get world(): World {
    return this.history.world;
  }

  get place(): Place {
    return currentPlace(this.world);
  }

  get time(): TimePoint {
    const { total } = this;
    // Behind the last step of a run, before its end is noticed, there is no further step to be at.
    const last = total.kind === 'known' ? total.steps : Number.POSITIVE_INFINITY;
    return {
      step: Math.min(currentStep(this.world), last),
      furthest: Math.min(this.history.furthest.step, last),
      moment: this.history.moment,
      furthestMoment: this.history.furthest.moment,
    };
  }

  /** Who ran where, and what happened when, up to the furthest moment. */
  get timeline(): Timeline {
    return this.report.timeline;
  }

  frames(): Frame[] {
    return stackFrames(this.world);
  }

  setBreakpoints(breakpoints: readonly Breakpoint[]): void {
    this.stops.set(breakpoints);
  }

  /** Begins a command; `advance` does the work. */
  start(command: Command): void {
    this.pauseRequested = false;
    this.stops.lookFor('goal' in command ? command.goal : undefined);
    const { history, stops, report, maxSteps, standsAtEnd } = this;
    this.work = workOf(command, { history, stops, report, maxSteps, standsAtEnd });
    this.preparations = this.preparationsFor(command);
  }

  /** Stops a running command at its next moment. */
  pause(): void {
    this.pauseRequested = true;
  }

  /** How much of the past a command that goes back has looked at, from 0 to 1; undefined for other commands. */
  get searched(): number | undefined {
    return this.work?.searched;
  }

  /** Works on the command for about `slice` moments; undefined while it is not finished. */
  advance(slice: number): StopReason | undefined {
    const [preparation] = this.preparations;
    if (preparation) {
      this.prepare(preparation, slice);
      return undefined;
    }
    if (!this.work) return { kind: 'pause' };
    const reason = this.work.advance(slice, () => this.pauseRequested);
    if (!reason) return undefined;
    this.standsAtEnd = reason.kind === 'end' || (this.standsAtEnd && this.world.ended && STAYING.has(reason.kind));
    if (this.world.ended) this.ahead.know(this.world.flow.steps);
    this.work = undefined;
    this.stops.lookFor(undefined);
    return reason;
  }

  /** What has happened since the last call and had not been reported before. */
  takeHappenings(): Happening[] {
    return this.report.takeHappenings().map(({ happening }) => happening);
  }

  /** The same, with what breakpoints have written, in the order in which it came about. */
  takeTold(): readonly Told[] {
    return inOrder(this.report.takeHappenings(), this.stops.takeLogs());
  }

  /** Throws `ExpressionError`. */
  evaluate(text: string): Evaluation {
    return evaluateText(this.world, text);
  }

  /** What the step that is about to begin will enter. */
  stepInTargets(): readonly StepInTarget[] {
    return stepInTargets(this.world);
  }

  /** Why the flow cannot be set to the step at `address`; undefined when an edit can do it. */
  jumpProblem(address: number): string | undefined {
    return jumpProblem(this.world, address);
  }

  /** Throws `ExpressionError` when the target cannot hold the value. */
  edit(edit: Edit): void {
    this.history.edit(edit);
    this.standsAtEnd = false;
    this.stops.hits.forgetAfter(this.history.moment);
    this.report.edited(edit);
    this.ahead.restart(this.history.edits);
    this.tileOrigins.restart();
  }

  /** All changes that the user has made, ascending by moment, including changes that lie ahead of the present moment. */
  get edits(): readonly TimedEdit[] {
    return this.history.edits;
  }

  /** Undoes one of `edits`, and goes to where it was made. What came behind it is no longer known. */
  undo(edit: TimedEdit): void {
    this.history.undo(edit);
    this.changed();
  }

  /** Goes to the beginning of a run with these changes. */
  beginWith(edits: readonly TimedEdit[]): void {
    this.history.beginWith(edits);
    this.changed();
  }

  /** How many steps the whole run has, as far as that is known. */
  get total(): RunTotal {
    return this.ahead.total;
  }

  /** Runs ahead by about `slice` moments to learn the total; true when there is nothing more to learn. Nothing moves. */
  runAhead(slice: number): boolean {
    return this.ahead.advance(slice);
  }

  /** Whether the run has gone against the trace's word, or could not go on. */
  get failed(): boolean {
    return this.report.tally.failed;
  }

  /** What has happened up to the furthest moment reached, counted. */
  get verdict(): string {
    return this.report.tally.verdict(this.world.flow.steps);
  }

  private changed(): void {
    this.standsAtEnd = false;
    this.stops.hits.forgetAfter(this.history.moment);
    this.report.changed();
    this.ahead.restart(this.history.edits);
    this.tileOrigins.restart();
  }

  private preparationsFor({ kind }: Command): Preparation[] {
    const retelling = this.report.retelling();
    const recount = kind === 'travel' || kind === 'begin' ? undefined : this.stops.recount();
    return [
      ...(retelling
        ? [
            {
              origin: retelling.origin,
              advance: (slice: number) => retelling.advance(slice),
              done: () => this.report.retold(),
            },
          ]
        : []),
      ...(recount ? [recount] : []),
    ];
  }

  /** Whoever pauses finds the run where the command began. */
  private prepare(preparation: Preparation, slice: number): void {
    if (preparation.advance(slice)) {
      preparation.done?.();
      this.preparations.shift();
    } else if (this.pauseRequested) {
      const back = new Journey(this.history, preparation.origin);
      this.preparations = [];
      this.work = { advance: (most) => (back.advance(most) ? { kind: 'pause' } : undefined) };
    }
  }
}
