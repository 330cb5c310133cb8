/**
 * `kallsyms_offsets`: where the symbols lie, 32 bits each. Where these numbers lie and what they count from has changed with the
 * versions (kernel/kallsyms.c of Linux): a table, of which the row is right whose addresses rise and lie in the image.
 */
import { viewOf } from '../image/image-sections';
import { alignTo, type Names } from './names';
import type { Tokens } from './tokens';

/** Which addresses an image has, linear: those of the kernel are negative, and those of per-CPU variables begin at 0. */
export interface AddressRange {
  readonly lowest: number;
  readonly highest: number;
  /** In bytes, of the per-CPU variables; 0 where they lie among the others. */
  readonly perCpu: number;
}

/** In bytes from the start of the section. */
interface Places {
  readonly offsets: number;
  /** Of `kallsyms_relative_base`. */
  readonly base: number;
}

type Where = (names: Names, tokens: Tokens) => Places;
/** @param at the linear address of the offset itself. */
type Meaning = (offset: number, base: number, at: number) => number;

const OFFSET_BYTES = 4;
const BASE_BYTES = 8;

/** Until 6.4: before the names. */
const before: Where = ({ start, texts }) => {
  const base = start - BASE_BYTES;
  return { offsets: base - alignTo(OFFSET_BYTES * texts.length, BASE_BYTES), base };
};

/** Since 6.5: behind the tokens. */
const behind: Where = ({ texts, alignment }, { end }) => {
  const offsets = alignTo(end, alignment);
  return { offsets, base: alignTo(offsets + OFFSET_BYTES * texts.length, alignment) };
};

/** CONFIG_KALLSYMS_ABSOLUTE_PERCPU, on machines with more than one CPU until 6.14: what is not negative is the address. */
const absolutePerCpu: Meaning = (offset, base) => (offset >= 0 ? offset : base - 1 - offset);
const fromBase: Meaning = (offset, base) => base + (offset >>> 0);
const fromItself: Meaning = (offset, _base, at) => at + offset;

const WAYS: readonly { readonly where: Where; readonly meaning: Meaning }[] = [
  { where: before, meaning: absolutePerCpu },
  { where: before, meaning: fromBase },
  { where: behind, meaning: absolutePerCpu },
  { where: behind, meaning: fromBase },
  { where: behind, meaning: fromItself },
];

/** Puts every kernel address behind all of per-CPU variables: the order of unsigned numbers. */
const BEHIND_PER_CPU = 2 ** 33;

/**
 * Linear, in the order of the names; undefined where no way gives addresses of the image.
 *
 * @param address of the section.
 */
export function readAddresses(
  section: Uint8Array,
  address: number,
  names: Names,
  tokens: Tokens,
  range: AddressRange,
): readonly number[] | undefined {
  const view = viewOf(section);
  for (const { where, meaning } of WAYS) {
    const { offsets, base } = where(names, tokens);
    const isInside = offsets >= 0 && base >= 0 && offsets + OFFSET_BYTES * names.texts.length <= section.length;
    if (!isInside) continue;
    const from = base + BASE_BYTES <= section.length ? Number(view.getBigInt64(base, true)) : 0;
    const found = names.texts.map((_, index) => {
      const at = offsets + OFFSET_BYTES * index;
      return meaning(view.getInt32(at, true), from, address + at);
    });
    if (areOf(found, range)) return found;
  }
  return undefined;
}

function areOf(addresses: readonly number[], { lowest, highest, perCpu }: AddressRange): boolean {
  let before = 0;
  for (const address of addresses) {
    const isKernel = address >= lowest && address <= highest;
    if (!isKernel && !(address >= 0 && address <= perCpu)) return false;
    const rank = address < 0 ? address + BEHIND_PER_CPU : address;
    if (rank < before) return false;
    before = rank;
  }
  return true;
}
