/**
 * Laying out a list of instructions and data: every label gets its address, every branch the shortest form that reaches.
 * Branches start short and only ever grow, so the sizes settle (the least fixpoint, as assemblers have it). What is laid
 * out is kept as columns and bytes; what an item means is read again when somebody asks.
 */
import type { LinearAddress } from '../architecture/linear-address';
import type { Instruction } from '../cpu/instruction';
import type { AssemblerOperand, AssemblyError } from '../encoding/operand';
import { finish, type Pausable, PIECE, part } from '../pausable';
import { Drafts } from './drafts';
import { OUT_OF_REACH } from './encode';
import type { Form } from './form';
import type { Match } from './match';
import { isShortBranch, nearForm } from './near-form';
import { type OpenField, OpenFields } from './open-fields';
import { ShortBranches } from './short-branches';
import { toInstruction } from './to-instruction';

/** An operand's `label` is the index of an item of the list, or the length of the list for its end. */
export type LayoutItem =
  /** `size` of the bytes, from `at` on; without these, all of them. */
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array; readonly at?: number; readonly size?: number }
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

/** A branch that is written short at first. */
interface ShortBranch {
  readonly field: OpenField;
  readonly form: Form;
}

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
  yield 0.9;
  yield* part(layout.growing(), 0.9, 1);
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
  private readonly short: ShortBranch[] = [];
  private readonly shortBranches = new ShortBranches();

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

  /** How often a branch was looked at because another had grown. */
  get looks(): number {
    return this.shortBranches.looks;
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

  /** Puts the bytes of the items from `from` on, before `end`, into `to`, which begins at `base`; room has none. */
  write(from: number, end: number, to: Uint8Array): void {
    for (let index = from; index < end; ) {
      index = this.drafts.copyRun(index, end, to, this.addressOf(index) - this.base);
    }
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
    else if (item.kind === 'bytes') this.drafts.put(index, item.bytes, item.at ?? 0, item.size ?? item.bytes.length);
    else this.draft(index, item.match);
  }

  /** For `layingOut`: replaces the short branches that do not reach, and gives everything its place. */
  *growing(): Pausable<void> {
    this.place();
    if (this.short.length === 0) return;
    yield* this.shortBranches.growing(this.addresses, (branch) => this.grow(this.short[branch]!)); // they have one number
    this.place();
  }

  /** For `layingOut`: fills in what depends on where things lie. */
  settle(): void {
    for (const field of this.open.fields()) {
      if (!this.open.fill(field, this.addresses, this.drafts)) this.errors.set(this.open.itemOf(field), OUT_OF_REACH);
    }
  }

  private draft(index: number, match: Match): void {
    const field = this.open.encode(index, match, this.drafts);
    if (field < 0 || !isShortBranch(match.form)) return;
    this.short.push({ field, form: match.form });
    this.shortBranches.add(index, this.open.targetOf(field));
  }

  /** By how many bytes; 0 for a branch that is always short. */
  private grow({ field, form }: ShortBranch): number {
    const near = nearForm(form);
    if (!near) return 0;
    const item = this.open.itemOf(field);
    const before = this.drafts.sizeOf(item);
    this.grown.add(item);
    this.open.lengthen(field, near, this.drafts);
    return this.drafts.sizeOf(item) - before;
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
    if (operand.kind === 'immediate') return { kind: 'immediate', value: operand.value + BigInt(offset) };
    if (operand.kind === 'branch') return { kind: 'branch', target: operand.target + offset };
    return { ...operand, displacement: Number(operand.displacement) + offset };
  });
  return { ...match, operands };
}
