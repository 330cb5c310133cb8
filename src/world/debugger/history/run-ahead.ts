/**
 * Counts the steps of the whole run, while the debugger's own world stands still: another world of the same program runs
 * ahead to the end, with the changes that the user has made so far. A further change makes it begin anew.
 */
import type { Program } from '../../program/program';
import { advance, wasLong } from '../../run/moment';
import { startWorld } from '../../run/start';
import type { World } from '../../state/world';
import { Replay } from './replay';
import type { TimedEdit } from './timed-edit';

/** A run that is not over then may never be: nobody waits for its end. */
const MOST_MOMENTS = 20_000_000;

/** What is known of the whole run. */
export type RunTotal =
  /** Steps. */
  | { readonly kind: 'known'; readonly steps: number }
  | { readonly kind: 'running-ahead' }
  /** Given up: the run has more steps than the limit. */
  | { readonly kind: 'more-than'; readonly steps: number };

export class RunAhead {
  private replay: Replay | undefined;
  private edits: readonly TimedEdit[] = [];
  total: RunTotal = { kind: 'running-ahead' };

  /** @param maxSteps after which a run ends with an error. */
  constructor(
    private readonly program: Program,
    private readonly maxSteps: number,
  ) {}

  /** The run has other changes by the user from now on. */
  restart(edits: readonly TimedEdit[]): void {
    this.replay = undefined;
    this.edits = edits;
    this.total = { kind: 'running-ahead' };
  }

  /** The run itself has come to its end. */
  know(steps: number): void {
    this.replay = undefined;
    this.total = { kind: 'known', steps };
  }

  /** Runs ahead by about `slice` moments, or to a long one; true when there is nothing more to do. */
  advance(slice: number): boolean {
    if (this.total.kind !== 'running-ahead') return true;
    this.replay ??= this.begin();
    const { world } = this.replay;
    for (const end = world.moment + slice; world.moment < end && !this.isOver(world); ) {
      this.replay.move(Math.min(end, world.moment + this.maxSteps - world.flow.steps));
      if (wasLong(world)) break;
    }
    if (!this.isOver(world)) return false;
    const isKnown = world.ended || world.flow.steps >= this.maxSteps;
    this.total = { kind: isKnown ? 'known' : 'more-than', steps: world.flow.steps };
    this.replay = undefined;
    return true;
  }

  private begin(): Replay {
    const world = startWorld(this.program);
    while (world.flow.phase === 'boot') advance(world);
    return new Replay(world, this.edits);
  }

  private isOver({ ended, flow, moment }: World): boolean {
    return ended || flow.steps >= this.maxSteps || moment >= MOST_MOMENTS;
  }
}
