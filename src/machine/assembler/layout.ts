/**
 * Laying out a list of instructions and data: every label gets its address, every branch the shortest form that reaches.
 * Branches start short and only ever grow, so the sizes settle (the least fixpoint, as assemblers have it). What is laid
 * out is kept as columns and bytes; what an item means is read again when somebody asks.
 */
import type { LinearAddress } from '../architecture/linear-address';
import type { Instruction } from '../cpu/instruction';
import type { AssemblerOperand, AssemblyError } from '../encoding/operand';
import { finish, type Pausable, PIECE } from '../pausable';
import { Drafts } from './drafts';
import { OUT_OF_REACH } from './encode';
import type { Form } from './form';
import type { Match } from './match';
import { isShortBranch, nearForm } from './near-form';
import { type OpenField, OpenFields } from './open-fields';
import { toInstruction } from './to-instruction';

/** An operand's `label` is the index of an item of the list, or the length of the list for its end. */
export type LayoutItem =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'space'; readonly size: number }
  | { readonly kind: 'instruction'; readonly match: Match };

/** A finished layout. The meaning of an instruction is computed again when it is asked for. */
export interface LayoutSource {
  readonly length: number;
  /** In order, once each. */
  readonly take: (index: number) => LayoutItem;
  /** The match that `take` has given for an instruction. */
  readonly matchOf: (index: number) => Match | undefined;
}

/** A branch that is written short as yet. */
interface ShortBranch {
  readonly field: OpenField;
  readonly form: Form;
}

/** Passes over all branches; after so many, all that are still short grow, which is correct, only longer. */
const MAX_PASSES = 100;

/** Places `list` from `base` on. */
export function layOut(list: readonly LayoutItem[], base: LinearAddress): Layout {
  const itemAt = (index: number) => list[index]!; // asked for within its length
  const matchOf = (index: number) => {
    const item = itemAt(index);
    return item.kind === 'instruction' ? item.match : undefined;
  };
  return finish(layingOut({ length: list.length, take: itemAt, matchOf }, base));
}

/** The same, in pieces. */
export function* layingOut(source: LayoutSource, base: LinearAddress): Pausable<Layout> {
  const layout = new Layout(source, base);
  for (let index = 0; index < source.length; index++) {
    if (index % PIECE === PIECE - 1) yield (0.9 * index) / source.length;
    layout.add(index);
  }
  while (yield* layout.growing()) yield 0.9;
  yield 0.9;
  layout.settle();
  yield 1;
  return layout;
}

export class Layout {
  /** Of items whose target is out of reach, in their order. They have their place, but no instruction. */
  readonly errors = new Map<number, AssemblyError>();
  private readonly drafts: Drafts;
  private readonly open = new OpenFields();
  private readonly grown = new Set<number>();
  private readonly addresses: Float64Array;
  private short: ShortBranch[] = [];
  private passes = 0;

  constructor(
    private readonly source: LayoutSource,
    readonly base: LinearAddress,
  ) {
    this.drafts = new Drafts(source.length);
    this.addresses = new Float64Array(source.length + 1);
  }

  get length(): number {
    return this.source.length;
  }

  get end(): LinearAddress {
    return this.addresses[this.length]!; // one for each item, and one for the end
  }

  /** Of an item; behind the last one, the end. */
  addressOf(index: number): LinearAddress {
    return this.addresses[index] ?? this.end;
  }

  /** Bytes of an item. */
  sizeOf(index: number): number {
    return this.drafts.sizeOf(index);
  }

  /** Puts the bytes of an item into `to`, from `at` on; of room there are none. */
  write(index: number, to: Uint8Array, at: number): void {
    this.drafts.copy(index, to, at);
  }

  /** The instruction of an item; undefined for data and for an item with an error. */
  instructionAt(index: number): Instruction | undefined {
    if (this.errors.has(index)) return undefined;
    const match = this.finalMatch(index);
    return match && toInstruction(match, this.addressOf(index), this.drafts.bytesOf(index));
  }

  /** For `layingOut`: takes an item from the source. */
  add(index: number): void {
    const item = this.source.take(index);
    if (item.kind === 'space') this.drafts.reserve(index, item.size);
    else if (item.kind === 'bytes') this.drafts.put(index, item.bytes, item.bytes.length);
    else this.draft(index, item.match);
  }

  /** For `layingOut`: replaces the short branches that do not reach; whether there were any. */
  *growing(): Pausable<boolean> {
    this.passes++;
    this.place();
    const { short } = this;
    const left: ShortBranch[] = [];
    for (let from = 0; from < short.length; from += PIECE) {
      if (from > 0) yield 0.9;
      this.growPiece(short, from, left);
    }
    this.short = left;
    return left.length < short.length;
  }

  /** Apart, since it may look at each branch a hundred times. */
  private growPiece(short: readonly ShortBranch[], from: number, left: ShortBranch[]): void {
    const end = Math.min(from + PIECE, short.length);
    for (let at = from; at < end; at++) {
      const branch = short[at]!; // within the list
      const isStuck = this.passes > MAX_PASSES || !this.open.reaches(branch.field, this.addresses, this.drafts);
      if (!isStuck || !this.grow(branch)) left.push(branch);
    }
  }

  /** For `layingOut`: fills in what depends on where things lie. */
  settle(): void {
    for (const field of this.open.fields()) {
      if (!this.open.fill(field, this.addresses, this.drafts)) this.errors.set(this.open.itemOf(field), OUT_OF_REACH);
    }
  }

  private draft(index: number, match: Match): void {
    const field = this.open.encode(index, match, this.drafts);
    if (field >= 0 && isShortBranch(match.form)) this.short.push({ field, form: match.form });
  }

  private grow({ field, form }: ShortBranch): boolean {
    const near = nearForm(form);
    if (!near) return false;
    this.grown.add(this.open.itemOf(field));
    this.open.lengthen(field, near, this.drafts);
    return true;
  }

  private place(): void {
    let address = this.base;
    for (let index = 0; index < this.length; index++) {
      this.addresses[index] = address;
      address += this.drafts.sizeOf(index);
    }
    this.addresses[this.length] = address;
  }

  /** The match in the form that reaches, with its labels replaced by their addresses. */
  private finalMatch(index: number): Match | undefined {
    const taken = this.source.matchOf(index);
    const near = taken && this.grown.has(index) ? nearForm(taken.form) : undefined;
    const match = taken && near ? { ...taken, form: near } : taken;
    return match && resolve(match, (label) => this.addresses[label] ?? 0);
  }
}

function resolve(match: Match, addressOf: (label: number) => LinearAddress): Match {
  if (match.operands.every((operand) => operand.kind === 'register' || operand.label === undefined)) return match;
  const operands = match.operands.map((operand): AssemblerOperand => {
    if (operand.kind === 'register' || operand.label === undefined) return operand;
    const offset = addressOf(operand.label);
    if (operand.kind === 'immediate') return { ...operand, value: operand.value + BigInt(offset) };
    if (operand.kind === 'branch') return { kind: 'branch', target: operand.target + offset };
    return { ...operand, displacement: Number(operand.displacement) + offset };
  });
  return { ...match, operands };
}
