/**
 * Time travel: snapshots of a run now and then, and replay from the nearest one. The same program passes through the
 * same moments, so "back" is exact: there is nothing that a snapshot and replay do not bring back.
 */

import type { Program } from '../../program/program';
import { advance, wasLong } from '../../run/moment';
import { advancePlain, type Passing } from '../../run/plain-steps';
import { startWorld } from '../../run/start';
import { currentStep, type World } from '../../state/world';
import type { DataAccess } from '../../watch/data-access';
import { DataWatch, type DataWatchRequest } from '../../watch/data-watch';
import type { Edit } from '../debugger-types';
import { applyEdit, repeatEdit } from '../edit';
import { type Checkpoint, Checkpoints, DEFAULT_BUDGET } from './checkpoints';
import { Replay } from './replay';
import type { TimedEdit } from './timed-edit';

/** Moments between two snapshots, at least. */
const SHORTEST_INTERVAL = 256;
/** The interval grows with the run: it is at least this fraction of all moments so far. */
const INTERVALS = 128;
/**
 * After a snapshot each page is copied when it is written for the first time, which takes as long as about 40 plain
 * steps. An interval of ten times as many moments for each such page keeps the copying below a tenth of the run's time.
 */
const MOMENTS_A_PAGE = 400;

/** A long moment counts as so many: some tens of milliseconds lie between two snapshots then, too. */
const MOMENTS_A_LONG_ONE = 32;

const NO_ACCESSES: readonly DataAccess[] = [];

/** Whether a step, counted from 1, is about to begin, or has: a step that comes back from a stop begins again. */
function isAtStep({ flow, kernel }: World, step: number): boolean {
  return flow.steps === step - 1 && flow.phase === 'start' && !kernel?.active;
}

export class History {
  readonly world: World;
  /** The furthest moment reached so far, and the step it was in. */
  furthest = { moment: 0, step: 1 };
  private readonly checkpoints: Checkpoints;
  /** The moment of the next snapshot. */
  private next = SHORTEST_INTERVAL;
  /** In the order in which they were made. */
  edits: readonly TimedEdit[] = [];
  private watch: DataWatch | undefined;

  /** @param budget of the snapshots, in bytes. */
  constructor(program: Program, budget = DEFAULT_BUDGET) {
    this.world = startWorld(program);
    while (this.world.flow.phase === 'boot') advance(this.world);
    this.checkpoints = new Checkpoints(this.makeCheckpoint(), budget);
  }

  /**
   * A world beside this one, at the latest snapshot before `moment`, which is not 0. It does what this one has done.
   * @param world that another replay no longer needs.
   */
  replayBefore(moment: number, world = startWorld(this.world.program)): Replay {
    const { snapshot, moment: from } = this.checkpoints.before(moment);
    world.restore(snapshot);
    world.moment = from;
    return new Replay(world, this.edits);
  }

  /** The moment of the latest snapshot before `moment`, which is not 0. */
  snapshotBefore(moment: number): number {
    return this.checkpoints.before(moment).moment;
  }

  /** Moments since the start. */
  get moment(): number {
    return this.world.moment;
  }

  private set moment(moment: number) {
    this.world.moment = moment;
  }

  /** What snapshots take beside the present, in bytes. */
  get bytes(): number {
    return this.checkpoints.bytes;
  }

  /** Forward by one moment; by up to `most` where only steps at which nothing happens lie between: plain ones, calls and returns. */
  forward(most = 1, passing?: Passing): void {
    if (this.world.ended) return;
    this.moment += this.watch?.forward(Math.min(most, this.undisturbed), passing) ?? this.move(most, passing);
    if (this.moment > this.furthest.moment) {
      this.furthest.moment = this.moment;
      this.furthest.step = currentStep(this.world);
      if (this.wasLong) this.next -= MOMENTS_A_LONG_ONE;
      if (this.moment >= this.next) this.checkpoint();
    }
    if (this.edits.length > 0) this.repeatEdits();
  }

  /** Watches data from now on, or nothing. `onDependencies`: the instructions that `watch.concerns` tells of have changed. */
  watchData(requests: readonly DataWatchRequest[], onDependencies: () => void): DataWatch | undefined {
    this.watch?.dispose();
    this.watch = requests.length > 0 ? new DataWatch(this.world, requests, onDependencies) : undefined;
    return this.watch;
  }

  /** What the latest moment has accessed of the watched data. */
  get accesses(): readonly DataAccess[] {
    return this.watch?.accesses ?? NO_ACCESSES;
  }

  /** To any moment reached before, at once: `Journey` goes in slices. */
  goTo(moment: number): void {
    this.turnTo(moment);
    this.goOnTo(moment);
  }

  private goOnTo(moment: number): void {
    for (let isThere = false; !isThere; ) isThere = this.approach(moment, Number.POSITIVE_INFINITY);
  }

  /** To the latest snapshot up to `moment`, unless the present lies between the two. */
  turnTo(moment: number): void {
    const nearest = this.checkpoints.before(moment + 1);
    if (moment < this.moment || nearest.moment > this.moment) this.restore(nearest);
  }

  /** The latest moment was a long one: a slice of work ends there. */
  get wasLong(): boolean {
    return wasLong(this.world);
  }

  /** Forward to `moment` by `most` moments at most, or to a long one; true when the run is there, or has ended. */
  approach(moment: number, most: number): boolean {
    const { world } = this;
    for (const end = Math.min(moment, this.moment + most); this.moment < end && !world.ended; ) {
      this.forward(end - this.moment);
      if (this.wasLong) break;
    }
    return this.moment >= moment || world.ended;
  }

  /** To the latest snapshot at or before the beginning of a step, unless the present lies between the two. */
  turnToStep(step: number): void {
    const nearest = this.checkpoints.beforeStep(step);
    const isBehind = isAtStep(this.world, step) ? false : this.world.flow.steps >= step - 1;
    if (isBehind || nearest.moment > this.moment) this.restore(nearest);
  }

  /** Forward to the beginning of a step by `most` moments at most, or to a long one; true when the run is there, or has ended. */
  approachStep(step: number, most: number): boolean {
    const { world } = this;
    for (const end = this.moment + most; this.moment < end && !isAtStep(world, step) && !world.ended; ) {
      this.forward(Math.max(1, Math.min(end - this.moment, step - 1 - world.flow.steps)));
      if (this.wasLong) break;
    }
    return isAtStep(world, step) || world.ended;
  }

  /** To the nearest snapshot before `moment`, which is not 0; returns its moment. */
  rewind(moment: number): number {
    this.restore(this.checkpoints.before(moment));
    return this.moment;
  }

  /** Whoever looks around here comes back soon. */
  stayNear(): void {
    if (this.edits.every(({ moment }) => moment !== this.moment)) this.checkpoints.addNear(this.makeCheckpoint());
  }

  /** A change by the user, now: what was known of later moments no longer holds. */
  edit(edit: Edit): void {
    applyEdit(this.world, edit);
    this.watch?.forget();
    const { moment: now, world } = this;
    this.edits = [...this.edits.filter(({ moment }) => moment <= now), { moment: now, step: currentStep(world), edit }];
    this.forgetFuture();
  }

  /** Goes to where a change was made, as if it had not been. Later ones are made again when the run gets there. */
  undo(edit: TimedEdit): void {
    const { moment } = edit;
    this.edits = this.edits.filter((one) => one !== edit);
    this.restore(this.checkpoints.before(moment + 1));
    this.goOnTo(moment);
    this.forgetFuture();
  }

  /** Goes to the beginning; these changes are made when the run gets there. */
  beginWith(edits: readonly TimedEdit[]): void {
    this.edits = edits;
    this.checkpoints.forgetAfter(0);
    this.restore(this.checkpoints.before(1));
    this.forgetFuture();
  }

  private forgetFuture(): void {
    this.checkpoints.forgetAfter(this.moment);
    this.furthest = { moment: this.moment, step: currentStep(this.world) };
    this.next = this.moment + SHORTEST_INTERVAL;
  }

  /** Checkpoints are taken before the edits of their moment, so these are made again on every arrival. */
  private repeatEdits(): void {
    for (const { moment, edit } of this.edits) {
      if (moment !== this.moment) continue;
      repeatEdit(this.world, edit);
      this.watch?.forget();
    }
  }

  private move(most: number, passing: Passing | undefined): number {
    const { world } = this;
    if (most > 1 && !world.kernel?.active) {
      const plain = advancePlain(world, Math.min(most, this.undisturbed), passing);
      if (plain > 0) return plain;
    }
    advance(world);
    return 1;
  }

  /** Moments up to the next one at which there is something to do: a snapshot to take, or a change to make again. */
  private get undisturbed(): number {
    const snapshot = this.next - this.moment;
    if (this.edits.length === 0) return snapshot;
    const edit = this.edits.find(({ moment }) => moment > this.moment);
    return edit ? Math.min(snapshot, edit.moment - this.moment) : snapshot;
  }

  private checkpoint(): void {
    const pages = this.checkpoints.add(this.makeCheckpoint());
    const interval = Math.max(SHORTEST_INTERVAL, Math.ceil(this.moment / INTERVALS), pages * MOMENTS_A_PAGE);
    this.next = this.moment + interval;
  }

  private makeCheckpoint(): Checkpoint {
    return { moment: this.moment, snapshot: this.world.snapshot(), happenings: [...this.world.happenings] };
  }

  private restore({ moment, snapshot, happenings }: Checkpoint): void {
    this.world.restore(snapshot);
    this.world.happenings = [...happenings];
    this.watch?.lose();
    this.moment = moment;
    this.repeatEdits();
  }
}
