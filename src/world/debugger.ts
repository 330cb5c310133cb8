/**
 * The debugger's engine: commands that move a run through time, and the conditions on which it stops. Pure and
 * synchronous: a command is started, then advanced in slices, so that whoever drives it stays responsive.
 */

import { BreakpointIndex, type LogLine } from './breakpoints';
import type { Breakpoint, Command, Edit, Evaluation, Frame, Place, StopReason, TimePoint } from './debugger-types';
import { evaluateText } from './evaluate-text';
import { currentStep, History } from './history';
import type { Program } from './program';
import { fail } from './progress';
import type { Happening } from './record';
import { currentPlace, depth, stackFrames } from './stack';
import type { World } from './world';

export interface DebuggerOptions {
  /** Steps after which a run ends with an error. */
  readonly maxSteps?: number;
}

/** Where a command began: what "over" and "out" measure against. */
interface Origin {
  readonly depth: number;
  readonly steps: number;
  readonly place: Place;
  readonly moment: number;
  readonly inKernel: boolean;
}

export class Debugger {
  private readonly history: History;
  private breakpoints: BreakpointIndex;
  private command: Command | undefined;
  private origin: Origin;
  private pauseRequested = false;
  private happenings: Happening[] = [];
  private logs: LogLine[] = [];
  /** Moments at which a breakpoint's place and condition were met, by breakpoint id; for hit counts. */
  private hitMoments = new Map<number, number[]>();
  /** Nothing before this moment is reported again. */
  private reported = 0;

  constructor(
    readonly program: Program,
    private readonly options: DebuggerOptions = {},
  ) {
    this.history = new History(program);
    this.breakpoints = new BreakpointIndex(program, []);
    this.origin = this.here();
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
    };
  }

  frames(): Frame[] {
    return stackFrames(this.world);
  }

  setBreakpoints(breakpoints: readonly Breakpoint[]): void {
    this.breakpoints = new BreakpointIndex(this.program, breakpoints);
    const kept = new Set(breakpoints.map(({ id }) => id));
    for (const id of this.hitMoments.keys()) if (!kept.has(id)) this.hitMoments.delete(id);
  }

  /** Begins a command; `advance` does the work. */
  start(command: Command): void {
    this.command = command;
    this.origin = this.here();
    this.pauseRequested = false;
  }

  /** Stops a running command at its next moment. */
  pause(): void {
    this.pauseRequested = true;
  }

  /** Works on the command for at most `slice` moments; undefined while it is not finished. */
  advance(slice: number): StopReason | undefined {
    const { command } = this;
    if (!command) return { kind: 'pause' };
    const reason = BACKWARDS.has(command.kind) ? this.goBack(command) : this.goForward(command, slice);
    if (reason) this.command = undefined;
    return reason;
  }

  /** Goes to a moment that was reached before. */
  travel(moment: number): void {
    this.history.goTo(Math.max(0, Math.min(moment, this.history.furthest.moment)));
    this.origin = this.here();
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

  /** Throws `ExpressionError` when the target cannot hold the value. */
  edit(edit: Edit): void {
    this.history.edit(edit);
    this.reported = this.history.moment;
    for (const [id, moments] of this.hitMoments)
      this.hitMoments.set(
        id,
        moments.filter((moment) => moment <= this.history.moment),
      );
  }

  private here(): Origin {
    return {
      depth: depth(this.world),
      steps: this.world.flow.steps,
      place: this.place,
      moment: this.history.moment,
      inKernel: this.world.kernel?.active ?? false,
    };
  }

  private goForward(command: Command, slice: number): StopReason | undefined {
    const { history, world } = this;
    for (let left = slice; left > 0; left--) {
      if (world.ended) return { kind: 'end' };
      history.forward();
      const reason = this.stopHere(this.report()) ?? this.finished(command);
      if (reason) return reason;
      if (this.pauseRequested) return { kind: 'pause' };
      this.enforceLimit();
    }
    return undefined;
  }

  /** Back is exact and bounded by the distance between snapshots, so it is done in one slice. */
  private goBack(command: Command): StopReason {
    const { origin } = this;
    let reason: StopReason | undefined;
    const found = this.history.backTo((moment) => {
      const here = this.stopGoingBack(command, origin, moment);
      if (!here) return false;
      reason = here;
      return true;
    });
    if (found && reason) return reason;
    if (command.kind !== 'back-to') return { kind: 'start-of-history' };
    this.history.goTo(origin.moment);
    return { kind: 'not-reached' };
  }

  private stopGoingBack(command: Command, origin: Origin, moment: number): StopReason | undefined {
    if (command.kind === 'back') return this.isStepBackTarget(origin, moment);
    if (command.kind === 'back-to') return this.isAtLine(command.line) ? { kind: 'step' } : undefined;
    return this.stopHere(false);
  }

  private isStepBackTarget(origin: Origin, moment: number): StopReason | undefined {
    const { world } = this;
    if (moment >= origin.moment || depth(world) > origin.depth) return undefined;
    const boundary = world.kernel?.active ? origin.inKernel : world.flow.phase === 'start';
    return boundary ? { kind: 'step' } : undefined;
  }

  /** Whether a stepping command has arrived. */
  private finished(command: Command): StopReason | undefined {
    const { world, origin } = this;
    if (command.kind === 'continue') return undefined;
    if (command.kind === 'run-to') return this.isAtLine(command.line) ? { kind: 'step' } : undefined;
    if (!isBoundary(world)) return undefined;
    const now = depth(world);
    if (command.kind === 'out') return now < origin.depth ? { kind: 'step' } : undefined;
    if (command.kind === 'over' && now > origin.depth) return undefined;
    return this.hasMoved() ? { kind: 'step' } : undefined;
  }

  private hasMoved(): boolean {
    return this.world.flow.steps !== this.origin.steps || !samePlace(this.place, this.origin.place);
  }

  private isAtLine(line: number): boolean {
    const { place } = this;
    return place.kind === 'trace' && place.line === line && this.world.flow.phase === 'start';
  }

  /**
   * The reason to stop at this moment that breakpoints and filters give, if there is one. Log messages are only
   * written when the moment is reached for the first time.
   */
  private stopHere(first: boolean): StopReason | undefined {
    const { world } = this;
    if (world.happenings.length > 0) {
      const error = world.happenings.find(({ kind }) => kind === 'error');
      if (error) return { kind: 'exception', happening: error };
      if (world.happenings.some(({ kind }) => kind === 'stop')) return { kind: 'stop' };
    }
    if (this.breakpoints.isEmpty) return undefined;
    const { reason, logs } = this.breakpoints.check(world, (id) => this.countHit(id));
    if (first) this.logs.push(...logs);
    return reason;
  }

  /** How often a breakpoint has been met up to and including this moment, whichever way time ran meanwhile. */
  private countHit(id: number): number {
    const { moment } = this.history;
    let moments = this.hitMoments.get(id);
    if (!moments) {
      moments = [];
      this.hitMoments.set(id, moments);
    }
    const last = moments.at(-1);
    if (last === undefined || last < moment) {
      moments.push(moment);
      return moments.length;
    }
    return moments.filter((hit) => hit <= moment).length;
  }

  /** True when this moment had not been reached before. */
  private report(): boolean {
    if (this.history.moment <= this.reported) return false;
    this.reported = this.history.moment;
    if (this.world.happenings.length > 0) this.happenings.push(...this.world.happenings);
    return true;
  }

  private enforceLimit(): void {
    const { maxSteps } = this.options;
    const { world } = this;
    if (maxSteps === undefined || world.ended || world.flow.steps < maxSteps) return;
    fail(world, 'max-steps', `The trace did not end within ${maxSteps} steps.`);
    this.happenings.push(...world.happenings);
  }
}

const BACKWARDS: ReadonlySet<Command['kind']> = new Set(['back', 'back-to', 'reverse-continue']);

/** Moments at which a step can be said to be arrived at: a fresh step, or a line of a kernel routine. */
function isBoundary(world: World): boolean {
  return world.ended || world.kernel?.active === true || world.flow.phase === 'start';
}

function samePlace(a: Place, b: Place): boolean {
  if (a.kind === 'trace' && b.kind === 'trace') return a.line === b.line;
  if (a.kind === 'kernel' && b.kind === 'kernel') return a.routine === b.routine && a.step === b.step;
  return a.kind === b.kind;
}
