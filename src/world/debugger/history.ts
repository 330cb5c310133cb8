/**
 * Time travel: snapshots of a run now and then, and replay from the nearest one. The same program passes through the
 * same moments, so "back" is exact: there is nothing that a snapshot and replay do not bring back.
 */

import type { Program } from '../program/program';
import { advance } from '../run/moment';
import { advancePlain, type Passing } from '../run/plain-steps';
import { startWorld } from '../run/start';
import type { Happening } from '../state/happening';
import type { World, WorldSnapshot } from '../state/world';
import type { Edit } from './debugger-types';
import { applyEdit } from './edit';

/** Moments between two snapshots at first; doubled whenever there are too many of them. */
const FIRST_INTERVAL = 256;
const MOST_SNAPSHOTS = 256;

interface Checkpoint {
  readonly moment: number;
  readonly snapshot: WorldSnapshot;
  /** What led to the moment. */
  readonly happenings: readonly Happening[];
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
    this.world = startWorld(program);
    while (this.world.flow.phase === 'boot') advance(this.world);
    this.checkpoints = [this.makeCheckpoint()];
  }

  /** Forward by one moment; by up to `most` where only steps at which nothing happens lie between: plain ones, calls and returns. */
  forward(most = 1, passing?: Passing): void {
    if (this.world.ended) return;
    const plain = most > 1 ? advancePlain(this.world, Math.min(most, this.undisturbed), passing) : 0;
    if (plain === 0) advance(this.world);
    this.moment += plain || 1;
    if (this.moment > this.furthest.moment) {
      this.furthest.moment = this.moment;
      this.furthest.step = currentStep(this.world);
      if (this.moment % this.interval === 0) this.checkpoint();
    }
    if (this.edits.length > 0) this.repeatEdits();
  }

  /** To any moment reached before. */
  goTo(moment: number): void {
    const nearest = this.checkpointBefore(moment + 1);
    if (moment < this.moment || nearest.moment > this.moment) this.restore(nearest);
    while (this.moment < moment && !this.world.ended) this.forward(moment - this.moment);
  }

  /** To the nearest snapshot before `moment`, which is not 0; returns its moment. */
  rewind(moment: number): number {
    this.restore(this.checkpointBefore(moment));
    return this.moment;
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

  /** Moments up to the next one at which there is something to do: a snapshot to take, or a change to make again. */
  private get undisturbed(): number {
    const snapshot = this.interval - (this.moment % this.interval);
    const edit = this.edits.find(({ moment }) => moment > this.moment);
    return edit ? Math.min(snapshot, edit.moment - this.moment) : snapshot;
  }

  private checkpoint(): void {
    this.checkpoints.push(this.makeCheckpoint());
    if (this.checkpoints.length <= MOST_SNAPSHOTS) return;
    this.interval *= 2;
    this.checkpoints = this.checkpoints.filter(({ moment }) => moment % this.interval === 0);
  }

  private makeCheckpoint(): Checkpoint {
    return { moment: this.moment, snapshot: this.world.snapshot(), happenings: [...this.world.happenings] };
  }

  private checkpointBefore(moment: number): Checkpoint {
    return this.checkpoints.findLast((checkpoint) => checkpoint.moment < moment) ?? this.checkpoints[0]!; // moment 0 is always kept
  }

  private restore({ moment, snapshot, happenings }: Checkpoint): void {
    this.world.restore(snapshot);
    this.world.happenings = [...happenings];
    this.moment = moment;
    this.repeatEdits();
  }
}
