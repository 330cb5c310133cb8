/**
 * Laying out a list of instructions and data: every label gets its address, every branch the shortest form that reaches.
 * Branches start short and only ever grow, so the sizes settle (the least fixpoint, as assemblers have it).
 */
import type { LinearAddress } from '../architecture/linear-address';
import type { Instruction } from '../cpu/instruction';
import { type AssemblerOperand, type AssemblyError, isAssemblyError } from '../encoding/operand';
import { finish, mapping, type Pausable, part } from '../pausable';
import { nearForm } from './assemble';
import { encode } from './encode';
import type { Match } from './match';
import { toInstruction } from './to-instruction';

/** An operand's `label` is the index of an item of the list, or the length of the list for its end. */
export type LayoutItem =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'space'; readonly size: number }
  | { readonly kind: 'instruction'; readonly match: Match };

export interface LaidOut {
  readonly address: LinearAddress;
  /** Bytes; an item that could not be encoded takes none. */
  readonly size: number;
  /** Of instructions only. */
  readonly instruction?: Instruction;
  /** Of an instruction whose target is out of reach. */
  readonly error?: AssemblyError;
}

export interface Layout {
  /** One for each item, in the same order. */
  readonly items: readonly LaidOut[];
  readonly end: LinearAddress;
}

/** Passes over all branches; after so many, all that are still short grow, which is correct, only longer. */
const MAX_PASSES = 100;

/** The reach of a signed byte from the end of a short branch. */
const SHORT_REACH = { back: -128, forward: 127 };

/** An item on its way: `bytes` are final unless `moves`, then only their length is. */
interface Draft {
  readonly match: Match;
  readonly bytes: Uint8Array;
  readonly moves: boolean;
}

/** Places `list` from `base` on. */
export function layOut(list: readonly LayoutItem[], base: LinearAddress): Layout {
  return finish(layingOut(list, base));
}

/** The same, in pieces. */
export function* layingOut(list: readonly LayoutItem[], base: LinearAddress): Pausable<Layout> {
  const draft = drafter(base);
  const drafting = mapping(list, (item) => (item.kind === 'instruction' ? draft(item.match) : undefined));
  const drafts = yield* part(drafting, 0, 0.5);
  const sizes = list.map((item, i) => drafts[i]?.bytes.length ?? (item.kind === 'space' ? item.size : bytesOf(item)));
  yield 0.5;
  const addresses = growBranches(drafts, sizes, base, draft);
  yield 0.5;
  const placing = mapping(list, (_, i): LaidOut => {
    const address = addresses[i]!; // one for each item, and one for the end
    const made = drafts[i];
    if (!made) return { address, size: sizes[i]! }; // one for each item
    const match = made.moves ? resolve(made.match, addresses) : made.match;
    const bytes = made.moves ? encode(match, address) : made.bytes;
    if (isAssemblyError(bytes)) return { address, size: made.bytes.length, error: bytes };
    return { address, size: bytes.length, instruction: toInstruction(match, address, bytes) };
  });
  const items = yield* part(placing, 0.5, 1);
  return { items, end: addresses[list.length]! }; // one for each item
}

function bytesOf(item: LayoutItem): number {
  return item.kind === 'bytes' ? item.bytes.length : 0;
}

type MakeDraft = (match: Match) => Draft;

/** Makes drafts; those of a branch without prefixes are alike but for where they lead, and are encoded once a form. */
function drafter(base: LinearAddress): MakeDraft {
  const branches = new Map<string, Uint8Array>();
  return (match) => {
    const { form, prefixes, operands } = match;
    if (prefixes.length > 0 || operands.length !== 1 || operands[0]?.kind !== 'branch') return draftOf(match, base);
    const known = branches.get(form.name);
    if (known) return { match, bytes: known, moves: true };
    const made = draftOf(match, base);
    branches.set(form.name, made.bytes);
    return made;
  };
}

/** Encodes with every target within reach: the length is that of the form, wherever it will lie. */
function draftOf(match: Match, base: LinearAddress): Draft {
  let moves = false;
  const operands = match.operands.map((operand): AssemblerOperand => {
    const relative = operand.kind === 'memory' && operand.base?.file === 'rip' && !operand.fromNext;
    if (!relative && operand.kind !== 'branch' && (operand.kind === 'register' || operand.label === undefined)) {
      return operand;
    }
    moves = true;
    if (operand.kind === 'branch') return { kind: 'branch', target: base };
    return relative ? { ...operand, displacement: base } : operand;
  });
  const bytes = encode(moves ? { ...match, operands } : match, base);
  // With its target at hand everything that matched encodes.
  return { match, bytes: isAssemblyError(bytes) ? new Uint8Array() : bytes, moves };
}

/** The match with its labels replaced by their addresses. */
function resolve(match: Match, addresses: Float64Array): Match {
  const operands = match.operands.map((operand): AssemblerOperand => {
    if (operand.kind === 'register' || operand.label === undefined) return operand;
    const offset = addresses[operand.label] ?? 0;
    if (operand.kind === 'immediate') return { ...operand, value: operand.value + BigInt(offset) };
    if (operand.kind === 'branch') return { kind: 'branch', target: operand.target + offset };
    return { ...operand, displacement: Number(operand.displacement) + offset };
  });
  return { ...match, operands };
}

/** Replaces in `drafts` the short branches that do not reach, until all do; returns the addresses, and the end's. */
function growBranches(
  drafts: (Draft | undefined)[],
  sizes: number[],
  base: LinearAddress,
  draft: MakeDraft,
): Float64Array {
  let short = [...drafts.keys()].filter((i) => drafts[i]?.match.form.name.includes('_rel8'));
  for (let pass = 1; ; pass++) {
    const addresses = place(sizes, base);
    const stuck = short.filter((i) => pass > MAX_PASSES || !reaches(drafts[i]!, addresses, i)); // `short` has drafts only
    const grown = new Set(stuck.filter((i) => grow(drafts, sizes, i, draft)));
    if (grown.size === 0) return addresses;
    short = short.filter((i) => !grown.has(i));
  }
}

function place(sizes: readonly number[], base: LinearAddress): Float64Array {
  const addresses = new Float64Array(sizes.length + 1);
  let address = base;
  for (let i = 0; i < sizes.length; i++) {
    addresses[i] = address;
    address += sizes[i]!; // in range
  }
  addresses[sizes.length] = address;
  return addresses;
}

function reaches({ match, bytes }: Draft, addresses: Float64Array, index: number): boolean {
  const operand = match.operands.find(({ kind }) => kind === 'branch');
  if (operand?.kind !== 'branch') return true;
  const target = operand.target + (operand.label === undefined ? 0 : (addresses[operand.label] ?? 0));
  const distance = target - (addresses[index]! + bytes.length); // an item has an address
  return distance >= SHORT_REACH.back && distance <= SHORT_REACH.forward;
}

function grow(drafts: (Draft | undefined)[], sizes: number[], index: number, draft: MakeDraft): boolean {
  const made = drafts[index];
  const near = made && nearForm(made.match);
  if (!near) return false;
  const grown = draft(near);
  drafts[index] = grown;
  sizes[index] = grown.bytes.length;
  return true;
}
