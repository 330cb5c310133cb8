/**
 * Snapshots of a run at moments of its past, within a budget of bytes. Snapshots share the pages that were not written
 * between them, so what one costs is the pages that the next one does not have. When there are too many of them, or they
 * cost too much, the one goes whose loss is felt least: they lie densest near the present.
 */
import { PAGE_SIZE, type Page } from '../../machine/cpu/page';
import type { Happening } from '../state/happening';
import type { WorldSnapshot } from '../state/world';

export interface Checkpoint {
  readonly moment: number;
  readonly snapshot: WorldSnapshot;
  /** What led to the moment. */
  readonly happenings: readonly Happening[];
}

interface Kept extends Checkpoint {
  /** Bytes that would be free without it; of the last one, as far as they are known. */
  own: number;
}

export const DEFAULT_BUDGET = 256 * 1024 * 1024;
const MOST = 256;
/** Those that are kept for who looks around in the past, beside the others. */
const MOST_NEAR = 6;
/** What a snapshot takes beside its pages: registers, the kernel's state, and an entry of a table for each page. */
const FIXED_BYTES = 32 * 1024;
const ENTRY_BYTES = 64;

export class Checkpoints {
  /** Ascending by moment. The first is never given up. */
  private readonly kept: Kept[];
  private near: Kept[] = [];

  /** @param budget of bytes, for all of them but the first. */
  constructor(
    first: Checkpoint,
    private readonly budget: number,
  ) {
    this.kept = [{ ...first, own: 0 }];
  }

  get count(): number {
    return this.kept.length + this.near.length;
  }

  /** What they take beside what the present takes anyway. */
  get bytes(): number {
    return [...this.kept, ...this.near].reduce((sum, { own }) => sum + own, 0);
  }

  /** The latest before `moment`, which is not 0. */
  before(moment: number): Checkpoint {
    const kept = this.kept.findLast((one) => one.moment < moment) ?? this.kept[0]!; // moment 0 is always kept
    const near = this.near.findLast((one) => one.moment < moment);
    return near && near.moment > kept.moment ? near : kept;
  }

  /** One later than all others. Tells how many pages were written since the last. */
  add(checkpoint: Checkpoint): number {
    const last = this.kept.at(-1)!; // never empty
    const pages = pagesOnlyIn(last.snapshot, checkpoint.snapshot);
    last.own = pages * PAGE_SIZE + overhead(last);
    // What is written from now on is as much as it was before, for all that one knows.
    this.kept.push({ ...checkpoint, own: last.own });
    while (this.kept.length > MOST || (this.bytes > this.budget && this.count > 2)) this.giveUpOne();
    return pages;
  }

  /** One among the others, for who will be back there soon. */
  addNear(checkpoint: Checkpoint): void {
    const pages = pagesOnlyIn(checkpoint.snapshot, this.before(checkpoint.moment).snapshot);
    this.near.push({ ...checkpoint, own: pages * PAGE_SIZE + overhead(checkpoint) });
    while (this.near.length > MOST_NEAR || (this.bytes > this.budget && this.near.length > 0)) this.near.shift();
    this.near.sort((a, b) => a.moment - b.moment);
  }

  /** Later moments will be otherwise than they were. */
  forgetAfter(moment: number): void {
    this.near = this.near.filter((one) => one.moment <= moment);
    while (this.kept.length > 1 && this.kept.at(-1)!.moment > moment) this.kept.pop(); // not empty
  }

  private giveUpOne(): void {
    if (this.near.length > 0) return void this.near.shift();
    const index = this.leastMissed();
    const [before, after] = [this.kept[index - 1]!, this.kept[index + 1]!]; // neither the first nor the last is given up
    this.kept.splice(index, 1);
    before.own = pagesOnlyIn(before.snapshot, after.snapshot) * PAGE_SIZE + overhead(before);
  }

  /** The one whose loss leaves the smallest gap, for its age. */
  private leastMissed(): number {
    const { kept } = this;
    const now = kept.at(-1)!.moment; // more than two are left
    let best = 1;
    let least = Number.POSITIVE_INFINITY;
    for (let index = 1; index < kept.length - 1; index++) {
      const gap = kept[index + 1]!.moment - kept[index - 1]!.moment; // both there
      const felt = gap / (now - kept[index]!.moment + now / 8);
      if (felt < least) [best, least] = [index, felt];
    }
    return best;
  }
}

function overhead({ snapshot }: Checkpoint): number {
  return FIXED_BYTES + tablesOf(snapshot).reduce((sum, [, table]) => sum + table.size * ENTRY_BYTES, 0);
}

function pagesOnlyIn(some: WorldSnapshot, others: WorldSnapshot): number {
  const tables = new Map(tablesOf(others));
  let count = 0;
  for (const [space, table] of tablesOf(some)) {
    const other = tables.get(space);
    for (const [number, page] of table) if (other?.get(number) !== page) count++;
  }
  return count;
}

/** The kernel's pages have no space of their own. */
function tablesOf({ memory }: WorldSnapshot): (readonly [number | 'kernel', ReadonlyMap<number, Page>])[] {
  return [['kernel', memory.kernel], ...memory.spaces];
}
