/**
 * Finds all stretches of the run so far in which a condition holds: from where it becomes true to where it no longer is.
 * One replay from the beginning to the furthest moment, in slices, and back to where it began.
 */
import { currentStep } from '../../state/world';
import type { DataTarget } from '../../watch/data-access';
import { isTrueSample } from '../../watch/sample';
import { sampleOf } from '../../watch/sample-of';
import type { History } from '../history/history';
import { GOAL_ID } from './goal';
import { Journey } from './journey';
import type { FoundStretch } from './survey-types';

/** More stretches than this are counted, not kept. */
const MOST_STRETCHES = 500;

export class Survey {
  readonly found: FoundStretch[] = [];
  /** Of all stretches, kept or not. */
  count = 0;
  private phase: 'to the beginning' | 'through' | 'back' = 'to the beginning';
  private journey: Journey;
  private readonly origin: number;
  private holds = false;

  /** The condition is the goal that is watched meanwhile. */
  constructor(
    private readonly history: History,
    private readonly condition: DataTarget,
    private readonly columns: readonly DataTarget[],
  ) {
    this.origin = history.moment;
    this.journey = new Journey(history, 0);
  }

  /** How much has been looked through, from 0 to 1. */
  get searched(): number {
    const { moment, furthest } = this.history;
    return this.phase === 'back' || furthest.moment === 0 ? 1 : moment / furthest.moment;
  }

  /** Replays at most about `slice` moments; true when all is found, or the search is given up, and time is where it was. */
  advance(slice: number, isPaused: () => boolean): boolean {
    if (this.phase !== 'through') {
      if (!this.journey.advance(slice)) return false;
      if (this.phase === 'back') return true;
      this.phase = 'through';
      this.note(isTrueSample(sampleOf(this.history.world, this.condition)));
    }
    const { history } = this;
    for (const end = Math.min(history.moment + slice, history.furthest.moment); history.moment < end; ) {
      history.forward(end - history.moment, 'calls');
      const access = history.accesses.find(({ id }) => id === GOAL_ID);
      if (access) this.note(isTrueSample(access.after));
      if (history.wasLong) break;
    }
    if (history.moment >= history.furthest.moment || isPaused()) {
      this.phase = 'back';
      this.journey = new Journey(history, this.origin);
    }
    return false;
  }

  private note(holds: boolean): void {
    if (holds === this.holds) return;
    this.holds = holds;
    const { world, moment } = this.history;
    const step = currentStep(world);
    if (!holds) return this.close(step);
    this.count++;
    if (this.count > MOST_STRETCHES) return;
    const columns = this.columns.map((column) => sampleOf(this.history.world, column));
    this.found.push({ moment, step, line: world.line, until: null, columns });
  }

  private close(step: number): void {
    const last = this.found.at(-1);
    if (last && this.count <= MOST_STRETCHES) this.found[this.found.length - 1] = { ...last, until: step };
  }
}
