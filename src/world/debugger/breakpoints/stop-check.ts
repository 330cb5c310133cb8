/** Whether breakpoints, filters and the trace's own `stop` end a command at a moment, and the log messages that are due there. */
import type { Program } from '../../program/program';
import type { InstructionStep } from '../../program/step';
import type { World } from '../../state/world';
import type { DataWatch } from '../../watch/data-watch';
import type { Breakpoint, Goal, StopReason } from '../debugger-types';
import type { History } from '../history/history';
import type { ToldLog } from '../told';
import { accessFor, GOAL_ID, reasonOf, watchedBy } from '../travel/goal';
import { BreakpointIndex } from './breakpoints';
import { HitCounts } from './hit-counts';
import { HitRecount } from './hit-recount';
import { NewFiles } from './new-files';

export class StopCheck {
  readonly hits = new HitCounts();
  private all: BreakpointIndex;
  /** Breakpoints with a hit condition. */
  private counting: BreakpointIndex;
  private logs: ToldLog[] = [];
  private watch: DataWatch | undefined;
  private goal: Goal | undefined;
  private given: readonly Breakpoint[] = [];
  private readonly files = new NewFiles();

  /** @param neverStops only the end stops a run: not `stop`, and no breakpoint. */
  constructor(
    private readonly program: Program,
    private readonly history: History,
    private readonly neverStops: boolean,
  ) {
    this.all = new BreakpointIndex(program, []);
    this.counting = this.all;
  }

  set(given: readonly Breakpoint[]): void {
    this.given = this.neverStops ? [] : given;
    this.place();
    this.hits.keep(new Set(this.given.filter(isCounting).map(({ id }) => id)));
    this.watchData();
  }

  /** Breakpoints at their places in all that is known by now. */
  private place(): void {
    this.all = new BreakpointIndex(this.program, this.given);
    this.counting = new BreakpointIndex(this.program, this.given.filter(isCounting));
  }

  /** A command looks for a goal from now on, or none does. */
  lookFor(goal: Goal | undefined): void {
    if (goal === this.goal) return;
    this.goal = goal;
    this.watchData();
  }

  /** Why a command that looks for a goal stops at the present moment. */
  get goalHere(): StopReason | undefined {
    return this.goal && reasonOf(this.goal, this.history.accesses, this.world.happenings);
  }

  /** What has to be counted before hit conditions can be judged at the present moment; undefined when all is counted. */
  recount(): HitRecount | undefined {
    const { history, hits, counting } = this;
    return hits.until < history.moment ? new HitRecount(history, counting, hits) : undefined;
  }

  /** Why to stop at the present moment; undefined to go on. `isNew`: the moment is reached for the first time, so it may log. */
  reasonHere(isNew: boolean): StopReason | undefined {
    const { world } = this;
    if (this.neverStops) return undefined;
    if (world.happenings.length > 0) {
      const error = world.happenings.find(({ kind }) => kind === 'error');
      if (error) return { kind: 'exception', happening: error };
      if (world.happenings.some(({ kind }) => kind === 'stop')) return { kind: 'stop' };
    }
    if (this.all.isEmpty) return undefined;
    // Code that has just been loaded, and is executed for the first time, may have some of the breakpoints.
    if (this.seeksFiles && this.files.look(world)) {
      this.place();
      this.watchCode();
    }
    const { reason, logs } = this.all.check(world, this.history.accesses, (id) =>
      this.hits.count(id, this.history.moment),
    );
    const { moment } = this.history;
    if (isNew) this.logs.push(...logs.map((log) => ({ moment, log })));
    return reason;
  }

  /** Whether there are breakpoints that a file which is loaded later may have, too. */
  private get seeksFiles(): boolean {
    return this.given.some(({ on }) => on === 'source' || on === 'function');
  }

  /** Since the last call, each with its moment. */
  takeLogs(): ToldLog[] {
    return this.logs.splice(0);
  }

  private watchData(): void {
    const { all, goal } = this;
    const target = goal && watchedBy(goal);
    const looked = goal && target ? [{ id: GOAL_ID, target, access: accessFor(goal) }] : [];
    this.watch = this.history.watchData([...all.watched, ...looked], () => this.watchCode());
    this.watchCode();
  }

  /** The tight loop has links between instructions that hold under one condition only: another one is another function. */
  private watchCode(): void {
    const { all, watch, world, files, seeksFiles } = this;
    const isNew = (step: InstructionStep) => seeksFiles && files.isNew(step, world);
    const isPassed = all.hasTests
      ? (step: InstructionStep) => watch?.concerns(step) !== true && !isNew(step) && all.passes(step, world)
      : undefined;
    const concerns = (step: InstructionStep) => watch?.concerns(step) === true || isNew(step);
    world.code.watch(watch || seeksFiles ? (step) => all.watches(step) || concerns(step) : all.watches, isPassed);
  }

  private get world(): World {
    return this.history.world;
  }
}

function isCounting({ hitCondition }: Breakpoint): boolean {
  return hitCondition !== undefined;
}
