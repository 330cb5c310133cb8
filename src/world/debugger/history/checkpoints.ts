/**
 * Snapshots of a run at moments of its past, within a budget of bytes. Snapshots share the pages that were not written
 * between them: a snapshot costs the pages that the next one does not have. When there are too many snapshots, or they
 * cost too much, one is given up: the one that leaves the shortest gap, relative to how long ago it was taken. So they
 * lie densest near the present.
 */
import { PAGE_SIZE } from '../../../machine/cpu/page';
import { PageTable, type ReadonlyPageTable } from '../../../machine/cpu/page-table';
import type { Happening } from '../../state/happening';
import type { WorldSnapshot } from '../../state/world';

export interface Checkpoint {
  readonly moment: number;
  readonly snapshot: WorldSnapshot;
  /** What led to the moment. */
  readonly happenings: readonly Happening[];
}

interface Kept extends Checkpoint {
  /** Bytes that giving it up would free. Of the last snapshot that is an estimate, since nothing has been written behind it yet. */
  own: number;
}

export const DEFAULT_BUDGET = 256 * 1024 * 1024;
const MOST = 256;
/** Snapshots besides, around a place in the past at which somebody steps. */
const MOST_NEAR = 6;
/** What a snapshot takes beside its pages: registers, the kernel's state, and the upper level of the page tables. */
const FIXED_BYTES = 32 * 1024;
/** What a page takes that another snapshot does not have: with an entry of a page table. */
const PAGE_BYTES = PAGE_SIZE + 64;

export class Checkpoints {
  /** Ascending by moment. The first is never given up. */
  private readonly kept: Kept[];
  /** Of each of them, side by side: they are looked through at every snapshot, when nothing else of them is in a cache. */
  private readonly moments: number[];
  /** What they take. */
  private keptBytes = 0;
  /** Ascending by moment. */
  private near: Kept[] = [];

  /** @param budget of bytes, for all of them but the first. */
  constructor(
    first: Checkpoint,
    private readonly budget: number,
  ) {
    this.kept = [{ ...first, own: 0 }];
    this.moments = [first.moment];
  }

  get count(): number {
    return this.kept.length + this.near.length;
  }

  /** What the snapshots take, without the pages that the present has, too. */
  get bytes(): number {
    let bytes = this.keptBytes;
    for (const { own } of this.near) bytes += own;
    return bytes;
  }

  /** The latest snapshot before `moment`, which is not 0. */
  before(moment: number): Checkpoint {
    const kept = this.kept.findLast((one) => one.moment < moment) ?? this.kept[0]!; // moment 0 is always kept
    const near = this.near.findLast((one) => one.moment < moment);
    return near && near.moment > kept.moment ? near : kept;
  }

  /** The latest snapshot of a moment at which fewer than `step` - 1 steps were done, or the first. */
  beforeStep(step: number): Checkpoint {
    return this.kept.findLast(({ snapshot }) => snapshot.flow.steps < step - 1) ?? this.kept[0]!; // moment 0 is always kept
  }

  /** Adds a snapshot that is later than all others. Returns how many pages were written since the last one. */
  add(checkpoint: Checkpoint): number {
    const last = this.kept.at(-1)!; // never empty
    const pages = pagesOnlyIn(last.snapshot, checkpoint.snapshot);
    this.owns(last, pages);
    // The estimate: as much will be written behind this snapshot as was written before it.
    this.kept.push({ ...checkpoint, own: last.own });
    this.moments.push(checkpoint.moment);
    this.keptBytes += last.own;
    while (this.kept.length > MOST || (this.bytes > this.budget && this.count > 2)) this.giveUpOne();
    return pages;
  }

  /**
   * Adds a snapshot at a place where somebody steps. When there is no room, a later one of this kind makes room, since
   * stepping back never needs it again; without a later one, the earliest does.
   */
  addNear(checkpoint: Checkpoint): void {
    const pages = pagesOnlyIn(checkpoint.snapshot, this.before(checkpoint.moment).snapshot);
    this.near.push({ ...checkpoint, own: bytesOf(pages) });
    this.near.sort((a, b) => a.moment - b.moment);
    while (this.near.length > MOST_NEAR || (this.bytes > this.budget && this.near.length > 0)) {
      const isLast = (this.near.at(-1)?.moment ?? 0) <= checkpoint.moment;
      if (isLast) this.near.shift();
      else this.near.pop();
    }
  }

  /** Forgets the moments behind `moment`, which a change has made untrue. */
  forgetAfter(moment: number): void {
    this.near = this.near.filter((one) => one.moment <= moment);
    while (this.kept.length > 1 && this.kept.at(-1)!.moment > moment) this.drop(this.kept.length - 1); // not empty
  }

  private giveUpOne(): void {
    if (this.near.length > 0) return void this.near.shift();
    const index = this.leastMissed();
    const [before, after] = [this.kept[index - 1]!, this.kept[index + 1]!]; // neither the first nor the last is given up
    this.drop(index);
    this.owns(before, pagesOnlyIn(before.snapshot, after.snapshot));
  }

  private drop(index: number): void {
    const [dropped] = this.kept.splice(index, 1);
    this.moments.splice(index, 1);
    this.keptBytes -= dropped?.own ?? 0;
  }

  /** The snapshot has so many pages that the one behind it does not have. */
  private owns(kept: Kept, pages: number): void {
    const own = bytesOf(pages);
    this.keptBytes += own - kept.own;
    kept.own = own;
  }

  /** The index of the snapshot that leaves the shortest gap, relative to how long ago it was taken. */
  private leastMissed(): number {
    const { moments } = this;
    const now = moments.at(-1)!; // more than two are left
    let best = 1;
    let least = Number.POSITIVE_INFINITY;
    for (let index = 1; index < moments.length - 1; index++) {
      const gap = moments[index + 1]! - moments[index - 1]!; // both there
      const loss = gap / (now - moments[index]! + now / 8);
      if (loss < least) [best, least] = [index, loss];
    }
    return best;
  }
}

/** Of a snapshot with so many pages of its own. */
function bytesOf(pages: number): number {
  return FIXED_BYTES + pages * PAGE_BYTES;
}

function pagesOnlyIn(some: WorldSnapshot, others: WorldSnapshot): number {
  const tables = new Map(tablesOf(others));
  return tablesOf(some).reduce((count, [space, table]) => count + table.countMissingIn(tables.get(space) ?? NONE), 0);
}

const NONE = new PageTable();

/** The kernel's pages have no space of their own. */
function tablesOf({ memory }: WorldSnapshot): (readonly [number | 'kernel', ReadonlyPageTable])[] {
  return [['kernel', memory.kernel], ...memory.spaces];
}
