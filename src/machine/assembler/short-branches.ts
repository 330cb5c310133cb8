/**
 * Which branches of a layout stay short. All of them begin short, and one that does not reach grows, which may push others
 * out of reach: the least fixpoint, as assemblers have it. A branch that grows looks only at those that may lie across it,
 * so the work is in proportion to the number of branches.
 */
import type { LinearAddress } from '../architecture/linear-address';
import { type Pausable, PIECE } from '../pausable';
import { canHold } from './operand-fields';

/** The number of a short branch, in the order of their items. */
type Branch = number;

export interface BranchTarget {
  /** The item whose address counts; -1 where the target is a number. */
  readonly label: number;
  /** What is added to that address. */
  readonly value: number;
}

/** The values of a displacement of one byte: less than this, and at least its negative. */
const LIMIT = 128;
/** Bytes from the beginning of a branch that reaches to the other end of what it spans, with its own. */
const MOST_SPAN = LIMIT + 15;
/** For each branch: looks at those whose label does not say where they lead. After so many all of these grow, which is correct. */
const MOST_FAR_LOOKS = 64;

export class ShortBranches {
  /** Work that is done, counted. */
  looks = 0;
  private readonly items: number[] = [];
  private readonly labels: number[] = [];
  private readonly values: number[] = [];
  /** Where each begins while all are short. */
  private readonly starts: number[] = [];
  private readonly distances: number[] = [];
  private readonly isOut: boolean[] = [];
  /** With a target that is a number, or beside its label: what lies between may be anywhere. */
  private far: Branch[] = [];
  private readonly isFar: boolean[] = [];
  private farLooks = 0;
  private readonly waiting: Branch[] = [];

  get length(): number {
    return this.items.length;
  }

  /** In the order of the items. */
  add(item: number, { label, value }: BranchTarget): void {
    const isFar = label < 0 || value !== 0;
    if (isFar) this.far.push(this.length);
    this.items.push(item);
    this.labels.push(label);
    this.values.push(value);
    this.isOut.push(false);
    this.isFar.push(isFar);
  }

  /** `addresses` is where items lie while all are short; `grow` makes a branch longer and says by how many bytes. */
  *growing(addresses: Float64Array, grow: (branch: Branch) => number): Pausable<void> {
    this.place(addresses);
    for (let count = 1; this.waiting.length > 0; count++) {
      if (count % PIECE === 0) yield 0.9;
      const branch = this.waiting.pop()!; // it has one
      const by = grow(branch);
      if (by > 0) this.push(branch, by);
    }
  }

  private place(addresses: Float64Array): void {
    for (let branch = 0; branch < this.length; branch++) {
      const item = this.items[branch]!; // within the list
      const label = this.labels[branch]!; // so too
      const place: LinearAddress = label < 0 ? 0 : addresses[label]!; // an item, or the end
      this.starts.push(addresses[item]!); // of an item
      this.distances.push(this.values[branch]! + place - addresses[item + 1]!); // an item, or the end
      this.leaveOut(branch);
    }
  }

  /** Tells the branches around one that it has grown. */
  private push(grown: Branch, by: number): void {
    const start = this.starts[grown]!; // within the list
    for (let near = grown + 1; near < this.length && this.starts[near]! - start <= MOST_SPAN; near++) {
      if (!this.isFar[near]) this.shift(near, grown, by);
    }
    // The loop stays within the list.
    for (let near = grown - 1; near >= 0 && start - this.starts[near]! <= MOST_SPAN; near--) {
      if (!this.isFar[near]) this.shift(near, grown, by);
    }
    this.farLooks += this.far.length;
    if (this.farLooks > MOST_FAR_LOOKS * this.length) this.growFar();
    for (const far of this.far) this.shift(far, grown, by);
  }

  private shift(branch: Branch, grown: Branch, by: number): void {
    this.looks++;
    const item = this.items[grown]!; // within the list
    const isBehind = branch > grown;
    const leadsBehind = this.labels[branch]! > item; // so too
    if (isBehind === leadsBehind) return;
    this.distances[branch]! += leadsBehind ? by : -by; // so too
    this.leaveOut(branch);
  }

  /** Notes a branch that does not reach, once. */
  private leaveOut(branch: Branch): void {
    if (this.isOut[branch] || canHold(this.distances[branch]!, LIMIT)) return; // within the list
    this.isOut[branch] = true;
    this.waiting.push(branch);
  }

  private growFar(): void {
    for (const branch of this.far) {
      this.distances[branch] = Number.POSITIVE_INFINITY;
      this.leaveOut(branch);
    }
    this.far = [];
  }
}
