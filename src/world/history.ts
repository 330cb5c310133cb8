/**
 * Time travel: snapshots of a run now and then, and replay from the nearest one. The same program passes through the
 * same moments, so "back" is exact: there is nothing that a snapshot and replay do not bring back.
 */

import type { Edit } from './debugger-types';
import { applyEdit } from './edit';
import { advance } from './moment';
import type { Program } from './program';
import { World, type WorldSnapshot } from './world';

/** Moments between two snapshots at first; doubled whenever there are too many of them. */
const FIRST_INTERVAL = 256;
const MOST_SNAPSHOTS = 256;

interface Checkpoint {
  readonly moment: number;
  readonly snapshot: WorldSnapshot;
}

interface TimedEdit {
  readonly moment: number;
  readonly edit: Edit;
}

/** The number of the step that a run is at, counted from 1; that of the last one when it has ended. */
export function currentStep(world: World): number {
  return world.flow.steps + (world.ended ? 0 : 1);
}

export class History {
  readonly world: World;
  /** Moments since the start. */
  moment = 0;
  /** The furthest moment reached so far, and the step it was in. */
  furthest = { moment: 0, step: 1 };
  private interval = FIRST_INTERVAL;
  private checkpoints: Checkpoint[];
  private edits: TimedEdit[] = [];

  constructor(program: Program) {
    this.world = new World(program);
    while (this.world.flow.phase === 'boot') advance(this.world);
    this.checkpoints = [{ moment: 0, snapshot: this.world.snapshot() }];
  }

  /** One moment forward. */
  forward(): void {
    if (this.world.ended) return;
    advance(this.world);
    this.moment++;
    if (this.moment > this.furthest.moment) {
      this.furthest.moment = this.moment;
      this.furthest.step = currentStep(this.world);
      if (this.moment % this.interval === 0) this.checkpoint();
    }
    this.repeatEdits();
  }

  /** To any moment reached before. */
  goTo(moment: number): void {
    const nearest = this.checkpointBefore(moment + 1);
    if (moment < this.moment || nearest.moment > this.moment) this.restore(nearest);
    while (this.moment < moment && !this.world.ended) this.forward();
  }

  /**
   * The latest moment before the present one at which `accept` holds, and goes there; false, and back at the start of
   * history, when there is none. `accept` sees the world at that moment, with the happenings that led to it.
   */
  backTo(accept: (moment: number) => boolean): boolean {
    let end = this.moment;
    while (end > 0) {
      const from = this.checkpointBefore(end);
      this.restore(from);
      let found = accept(this.moment) ? this.moment : -1;
      while (this.moment < end - 1) {
        this.forward();
        if (accept(this.moment)) found = this.moment;
      }
      if (found >= 0) {
        this.goTo(found);
        return true;
      }
      end = from.moment;
    }
    this.goTo(0);
    return false;
  }

  /** A change by the user, now: what was known of later moments no longer holds. */
  edit(edit: Edit): void {
    applyEdit(this.world, edit);
    this.edits = this.edits.filter(({ moment }) => moment <= this.moment);
    this.edits.push({ moment: this.moment, edit });
    this.checkpoints = this.checkpoints.filter(({ moment }) => moment <= this.moment);
    this.furthest = { moment: this.moment, step: currentStep(this.world) };
  }

  /** Checkpoints are taken before the edits of their moment, so these are made again on every arrival. */
  private repeatEdits(): void {
    for (const { moment, edit } of this.edits) if (moment === this.moment) applyEdit(this.world, edit);
  }

  private checkpoint(): void {
    this.checkpoints.push({ moment: this.moment, snapshot: this.world.snapshot() });
    if (this.checkpoints.length <= MOST_SNAPSHOTS) return;
    this.interval *= 2;
    this.checkpoints = this.checkpoints.filter(({ moment }) => moment % this.interval === 0);
  }

  private checkpointBefore(moment: number): Checkpoint {
    return this.checkpoints.findLast((checkpoint) => checkpoint.moment < moment) ?? this.checkpoints[0]!; // moment 0 is always kept
  }

  private restore({ moment, snapshot }: Checkpoint): void {
    this.world.restore(snapshot);
    this.moment = moment;
    this.repeatEdits();
  }
}
