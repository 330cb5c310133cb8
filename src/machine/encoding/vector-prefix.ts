/** The VEX and EVEX prefixes of an instruction that is being written (Intel SDM vol. 2, 2.3.5 and 2.7.1; APX 355828, 3.1.3). */
import type { Rounding } from '../cpu/instruction';
import type { VectorPrefix } from './code-row';
import type { Fields } from './fields';

const VEX2 = 0xc5;
const VEX3 = 0xc4;
const EVEX = 0x62;
/** The only map that the short form of VEX has. */
const MAP_0F = 1;
/** In the last byte of EVEX. */
const BROADCAST = 1 << 4;

/** Roundings, in the place of the length. With `sae` alone the processor takes any. */
const ROUNDINGS: Readonly<Record<Rounding, number>> = {
  sae: 0,
  'rn-sae': 0,
  'rd-sae': 1,
  'ru-sae': 2,
  'rz-sae': 3,
};

/** Writes it at `at` of `bytes`, and returns where it ends. Most bits of registers' numbers are stored inverted. */
export function writeVectorPrefix(bytes: Uint8Array, at: number, row: VectorPrefix, fields: Fields): number {
  return row.isEvex ? writeEvex(bytes, at, row, fields) : writeVex(bytes, at, row, fields);
}

function writeVex(bytes: Uint8Array, at: number, { map, pp, w, length }: VectorPrefix, fields: Fields): number {
  const low = lowRegister(fields);
  const r = inverted(fields.reg, 3) << 7;
  const rest = ((~fields.vvvv & 15) << 3) | (length << 2) | pp;
  const [x, b] = [inverted(Math.max(fields.index, 0), 3), inverted(low, 3)];
  if (map === MAP_0F && !w && x && b) {
    bytes[at] = VEX2;
    bytes[at + 1] = r | rest;
    return at + 2;
  }
  bytes[at] = VEX3;
  bytes[at + 1] = r | (x << 6) | (b << 5) | map;
  bytes[at + 2] = (Number(w) << 7) | rest;
  return at + 3;
}

function writeEvex(bytes: Uint8Array, at: number, row: VectorPrefix, fields: Fields): number {
  const { map, pp, w, length, fixed } = row;
  const { reg, rm, vvvv, rounding, masking } = fields;
  const index = Math.max(fields.index, 0);
  const low = lowRegister(fields);
  const isMemory = rm < 0;
  // A vector in ModRM.rm has its fifth bit where an index has its fourth.
  const x = isMemory ? inverted(index, 3) : fields.isGeneral ? 1 : inverted(rm, 4);
  const v = fields.hasVectorIndex ? inverted(index, 4) : inverted(vvvv, 4);
  // The fifth bits of general registers, of APX.
  const b4 = isMemory || fields.isGeneral ? bit(low, 4) : 0;
  const u = isMemory && !fields.hasVectorIndex ? inverted(index, 4) : 1;
  const hasB = fields.isBroadcast || rounding !== 'none';
  const lengthOrRounding = rounding === 'none' ? length : ROUNDINGS[rounding];
  bytes[at] = EVEX;
  bytes[at + 1] =
    (inverted(reg, 3) << 7) | (x << 6) | (inverted(low, 3) << 5) | (inverted(reg, 4) << 4) | (b4 << 3) | map;
  bytes[at + 2] = (Number(w) << 7) | ((~vvvv & 15) << 3) | (u << 2) | pp;
  bytes[at + 3] = masking | (lengthOrRounding << 5) | (hasB ? BROADCAST : 0) | (v << 3) | fixed;
  return at + 4;
}

/** The register in ModRM.rm, or the base of an address. */
function lowRegister({ rm, base }: Fields): number {
  return rm >= 0 ? rm : Math.max(base, 0);
}

function bit(value: number, position: number): number {
  return (value >> position) & 1;
}

function inverted(value: number, position: number): number {
  return bit(value, position) ^ 1;
}
