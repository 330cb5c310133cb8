/** Memory operands read from ModRM, SIB and displacement (Intel SDM vol. 2, 2.1.5 and tables 2-2, 2-3), for 64-bit mode. */
import type { RegisterRef } from '../cpu/instruction';
import { registerAt } from '../cpu/register-names';

/** A memory operand without what encodings do not hold: sizes, masks, labels. */
interface EncodedAddress {
  readonly base?: RegisterRef;
  readonly index?: RegisterRef;
  readonly scale: 1 | 2 | 4 | 8;
  /** With base `rip`: from the next instruction. */
  readonly displacement: number;
}

/** In ModRM.rm: a SIB byte follows. In SIB.index: there is none. */
const SIB_FOLLOWS = 4;
const NO_INDEX = 4;
/** In ModRM.rm or SIB.base with mod = 0: a displacement without a base. */
const NO_BASE = 5;
const SCALES = [1, 2, 4, 8] as const;

export interface UnpackedAddress {
  readonly address: EncodedAddress;
  readonly sib: boolean;
  /** Bytes of ModRM, SIB and displacement. */
  readonly size: number;
}

/**
 * The memory operand whose ModRM byte is the first of `bytes`; undefined when they are too few. `base` and `index` are
 * the prefix's part of these registers' numbers.
 *
 * @param width bytes of the address registers.
 */
export function unpackAddress(
  bytes: Uint8Array,
  { base, index, width }: { readonly base: number; readonly index: number; readonly width: 4 | 8 },
): UnpackedAddress | undefined {
  const [modrm = 0, sibByte = 0] = bytes;
  const mod = modrm >> 6;
  const sib = (modrm & 7) === SIB_FOLLOWS;
  const low = (sib ? sibByte : modrm) & 7;
  const hasBase = mod !== 0 || low !== NO_BASE;
  const size = mod === 1 ? 1 : mod === 2 || !hasBase ? 4 : 0;
  const start = sib ? 2 : 1;
  if (bytes.length < start + size) return undefined;
  const indexNumber = ((sibByte >> 3) & 7) | index;
  const baseRegister = hasBase ? registerAt('gpr', low | base, width) : sib ? undefined : registerAt('rip', 0, 8);
  const indexRegister = sib && indexNumber !== NO_INDEX ? registerAt('gpr', indexNumber, width) : undefined;
  return {
    address: {
      ...(baseRegister && { base: baseRegister }),
      ...(indexRegister && { index: indexRegister }),
      scale: indexRegister ? SCALES[(sibByte >> 6) & 3]! : 1, // two bits
      displacement: signed(bytes.subarray(start, start + size)),
    },
    sib,
    size: start + size,
  };
}

function signed(bytes: Uint8Array): number {
  let value = 0;
  for (let at = bytes.length - 1; at >= 0; at--) value = (value << 8) | bytes[at]!; // within the bytes
  return bytes.length === 1 ? (value << 24) >> 24 : value;
}
