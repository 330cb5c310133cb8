/**
 * The debugger's engine: commands that move a run through time, and the conditions on which it stops. Pure and
 * synchronous: a command is started, then advanced in slices, so that whoever drives it stays responsive.
 */

import type { Program } from '../program/program';
import { fail } from '../run/step-end';
import { type Evaluation, evaluateText } from '../scope/evaluate-text';
import type { Happening } from '../state/happening';
import type { World } from '../state/world';
import { Timeline } from '../timeline/timeline';
import { TimelineWatch } from '../timeline/watch';
import { BackwardSearch, type Candidates } from './backward-search';
import { BreakpointIndex, type LogLine } from './breakpoints';
import type { Breakpoint, Command, Edit, Frame, Place, StopReason, TimePoint } from './debugger-types';
import { editText } from './edit';
import { currentStep, History } from './history';
import { HitCounts } from './hit-counts';
import { HitRecount } from './hit-recount';
import { jumpProblem } from './jump';
import { RunTally } from './run-tally';
import { currentPlace, stackFrames } from './stack-frames';
import { type StepInTarget, stepInTargets } from './step-in-targets';
import { goesOn, hasArrived, isBackTarget, isBeforeFrame, type Origin, originAt, passesPlainSteps } from './stepping';

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

export class Debugger {
  private readonly history: History;
  private breakpoints: BreakpointIndex;
  /** Those with a hit condition. */
  private counting: BreakpointIndex;
  private command: Command | undefined;
  private origin: Origin;
  private pauseRequested = false;
  private happenings: Happening[] = [];
  private logs: LogLine[] = [];
  private readonly hits = new HitCounts();
  private readonly tally = new RunTally();
  readonly timeline: Timeline;
  private readonly timelineWatch: TimelineWatch;
  /** While breakpoints that were set late catch up with the present. */
  private recount: HitRecount | undefined;
  /** A command that has yet to look at where it begins. */
  private looksHere = false;
  /** Of a command that goes back. */
  private search: BackwardSearch | undefined;
  private backReason: StopReason | undefined;
  /** Nothing before this moment is reported again. */
  private reported = 0;

  constructor(
    readonly program: Program,
    private readonly options: DebuggerOptions = {},
  ) {
    this.history = new History(program, options.historyBytes);
    this.breakpoints = new BreakpointIndex(program, []);
    this.counting = this.breakpoints;
    this.origin = originAt(this.world, this.history.moment);
    this.timeline = new Timeline(this.world.cpus.length, options.timelineRoom);
    this.timelineWatch = new TimelineWatch(this.world, this.timeline);
    this.timelineWatch.begin(0);
  }

  get world(): World {
    return this.history.world;
  }

  get place(): Place {
    return currentPlace(this.world);
  }

  get time(): TimePoint {
    return {
      step: currentStep(this.world),
      furthest: this.history.furthest.step,
      moment: this.history.moment,
      furthestMoment: this.history.furthest.moment,
    };
  }

  frames(): Frame[] {
    return stackFrames(this.world);
  }

  setBreakpoints(given: readonly Breakpoint[]): void {
    const breakpoints = this.options.neverStops ? [] : given;
    const counting = breakpoints.filter(({ hitCondition }) => hitCondition !== undefined);
    this.breakpoints = new BreakpointIndex(this.program, breakpoints);
    this.counting = new BreakpointIndex(this.program, counting);
    this.world.code.watch(this.breakpoints.watches);
    this.hits.keep(new Set(counting.map(({ id }) => id)));
  }

  /** Begins a command; `advance` does the work. */
  start(command: Command): void {
    this.command = command;
    this.origin = originAt(this.world, this.history.moment);
    this.pauseRequested = false;
    this.looksHere = command.kind === 'begin';
    this.recount = this.makeRecount();
    this.search = BACKWARDS.has(command.kind) ? this.makeSearch(command) : undefined;
  }

  /** Stops a running command at its next moment. */
  pause(): void {
    this.pauseRequested = true;
  }

  /** How much of the past a command that goes back has looked at, from 0 to 1; undefined for other commands. */
  get searched(): number | undefined {
    return this.search?.searched;
  }

  /** Works on the command for at most `slice` moments; undefined while it is not finished. */
  advance(slice: number): StopReason | undefined {
    const { command } = this;
    if (!command) return { kind: 'pause' };
    if (this.recount && !this.advanceRecount(this.recount, slice))
      return this.pauseRequested ? { kind: 'pause' } : undefined;
    const reason = this.search ? this.goBack(command, this.search, slice) : this.goForward(command, slice);
    if (reason) this.command = undefined;
    return reason;
  }

  /** Goes to a moment that was reached before. */
  travel(moment: number): void {
    this.history.goTo(Math.max(0, Math.min(moment, this.history.furthest.moment)));
    this.origin = originAt(this.world, this.history.moment);
  }

  /** What has happened since the last call and had not been reported before. */
  takeHappenings(): Happening[] {
    return this.happenings.splice(0);
  }

  takeLogs(): LogLine[] {
    return this.logs.splice(0);
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
    this.reported = this.history.moment;
    this.hits.forgetAfter(this.history.moment);
    this.tally.forgetAfter(this.history.moment);
    this.retellTimeline(this.history.moment);
    this.timelineWatch.edited(this.history.moment, editText(edit));
  }

  /** Whether the run has gone against the trace's word, or could not go on. */
  get failed(): boolean {
    return this.tally.failed;
  }

  /** What has happened up to the furthest moment reached, counted. */
  get verdict(): string {
    return this.tally.verdict(this.world.flow.steps);
  }

  private makeRecount(): HitRecount | undefined {
    const { history, hits, counting } = this;
    return hits.until < history.moment && !this.looksHere ? new HitRecount(history, counting, hits) : undefined;
  }

  /** True when all hits up to the present are counted. */
  private advanceRecount(recount: HitRecount, slice: number): boolean {
    const isDone = recount.advance(slice);
    if (!isDone && !this.pauseRequested) return false;
    if (!isDone) recount.abandon();
    this.recount = undefined;
    if (!isDone) this.command = undefined;
    return isDone;
  }

  private goForward(command: Command, slice: number): StopReason | undefined {
    const { history, world } = this;
    if (this.looksHere) {
      this.looksHere = false;
      const reason = this.stopHere(true);
      this.hits.passed(-1, history.moment);
      if (reason) return reason;
    }
    for (const end = history.moment + slice; history.moment < end; ) {
      if (world.ended) return { kind: 'end' };
      const from = history.moment;
      const passes = passesPlainSteps(command, this.origin, world);
      const most = passes ? Math.min(end - history.moment, this.stepsLeft) : 1;
      history.forward(most, goesOn(command) ? 'calls' : 'plain');
      const reason = this.stopHere(this.report());
      this.hits.passed(from, history.moment);
      if (reason) return reason;
      if (hasArrived(command, this.origin, world)) return { kind: 'step' };
      if (command.kind === 'until' && history.moment >= command.moment) return { kind: 'step' };
      if (this.pauseRequested) return { kind: 'pause' };
      this.enforceLimit();
    }
    return undefined;
  }

  private goBack(command: Command, search: BackwardSearch, slice: number): StopReason | undefined {
    const found = search.advance(slice);
    if (found === undefined) {
      if (!this.pauseRequested) return undefined;
      search.abandon();
      return { kind: 'pause' };
    }
    if (command.kind === 'restart-frame') {
      // From the latest moment without the frame to the one that enters it; the outermost one has always been there.
      if (found) this.history.forward();
      return { kind: 'restart' };
    }
    if (found) return this.backReason;
    if (command.kind !== 'back-to') return { kind: 'start-of-history' };
    this.history.goTo(this.origin.moment);
    return { kind: 'not-reached' };
  }

  private makeSearch(command: Command): BackwardSearch {
    const reason = BACK_REASON[command.kind] ?? (() => this.stopHere(false));
    const accept = () => {
      const here = reason(command, this.origin, this.world);
      if (here) this.backReason = here;
      return here !== undefined;
    };
    return new BackwardSearch(this.history, accept, CANDIDATES[command.kind] ?? 'every moment');
  }

  /**
   * The reason to stop at this moment that breakpoints and filters give, if there is one. Log messages are only
   * written when the moment is reached for the first time.
   */
  private stopHere(first: boolean): StopReason | undefined {
    const { world } = this;
    if (this.options.neverStops) return undefined;
    if (world.happenings.length > 0) {
      const error = world.happenings.find(({ kind }) => kind === 'error');
      if (error) return { kind: 'exception', happening: error };
      if (world.happenings.some(({ kind }) => kind === 'stop')) return { kind: 'stop' };
    }
    if (this.breakpoints.isEmpty) return undefined;
    const { reason, logs } = this.breakpoints.check(world, (id) => this.hits.count(id, this.history.moment));
    if (first) this.logs.push(...logs);
    return reason;
  }

  /** True when this moment had not been reached before. */
  private report(): boolean {
    if (this.history.moment <= this.reported) return false;
    this.reported = this.history.moment;
    this.timelineWatch.look(this.history.moment);
    if (this.world.happenings.length > 0) this.noteHappenings();
    return true;
  }

  /** Behind `moment` nothing has been; what the timeline forgets before it is told anew. */
  private retellTimeline(moment: number): void {
    const { history, timeline, timelineWatch } = this;
    const from = Math.max(0, timeline.forgetAfter(moment) - 1);
    if (from >= moment) return timelineWatch.begin(moment, timeline.lastCpus());
    history.goTo(from);
    timelineWatch.begin(from, timeline.lastCpus());
    while (history.moment < moment) {
      history.forward();
      timelineWatch.look(history.moment);
    }
  }

  /** Until there are too many of them. */
  private get stepsLeft(): number {
    return (this.options.maxSteps ?? Number.POSITIVE_INFINITY) - this.world.flow.steps;
  }

  private enforceLimit(): void {
    const { maxSteps } = this.options;
    const { world } = this;
    if (world.ended || this.stepsLeft > 0) return;
    fail(world, 'max-steps', `The trace did not end within ${maxSteps} steps.`);
    this.noteHappenings();
  }

  private noteHappenings(): void {
    const { happenings } = this.world;
    this.happenings.push(...happenings);
    this.tally.note(happenings, this.history.moment);
  }
}

const BACKWARDS: ReadonlySet<Command['kind']> = new Set([
  'back',
  'back-to',
  'back-to-runner',
  'reverse-continue',
  'restart-frame',
]);

function arrival(command: Command, origin: Origin, world: World): StopReason | undefined {
  return hasArrived(command, origin, world) ? { kind: 'step' } : undefined;
}

/** Where commands that go back find what they look for, if not at any step: breakpoints end runs of plain steps. */
const CANDIDATES: Partial<Record<Command['kind'], Candidates>> = {
  'reverse-continue': 'calls',
  'restart-frame': 'plain',
  'back-to-runner': 'plain',
};

/** Why a command that goes back on its own account would stop at a moment; the others stop as when going forward. */
const BACK_REASON: Partial<
  Record<Command['kind'], (command: Command, origin: Origin, world: World) => StopReason | undefined>
> = {
  back: (command, origin, world) =>
    isBackTarget(origin, world, command.kind === 'back' ? command.by : undefined) ? { kind: 'step' } : undefined,
  'restart-frame': (command, _origin, world) =>
    command.kind === 'restart-frame' && isBeforeFrame(command, world) ? { kind: 'restart' } : undefined,
  'back-to': arrival,
  'back-to-runner': arrival,
};
