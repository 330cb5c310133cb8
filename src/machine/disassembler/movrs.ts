/** MOVRS, which the library does not know (ISE 319433, revision 062): an older move by another opcode. */
import { EVEX } from '../encoding/prefix';

interface OlderMove {
  readonly bytes: Uint8Array;
  /** By how many bytes it is shorter. */
  readonly shorter: number;
}

const SIZES_AND_SEGMENTS = [0x26, 0x2e, 0x36, 0x3e, 0x64, 0x65, 0x66, 0x67];
const REX = 0x40;
/** 0F 38 8A and 8B are 8A and 8B. */
const ESCAPE = [0x0f, 0x38] as const;
const SCALAR = [0x8a, 0x8b];
const VECTOR = 0x6f;
const MAP_BITS = 7;
const MAP5 = 5;
const MAP_0F = 1;
/** F3 and F2 in the field `pp`. */
const HAS_F3_OR_F2 = 2;

/** The older move of the same operands; undefined where the bytes begin no MOVRS. */
export function olderMove(bytes: Uint8Array): OlderMove | undefined {
  let start = 0;
  while (SIZES_AND_SEGMENTS.includes(bytes[start] ?? 0)) start++;
  return vectorMove(bytes, start) ?? scalarMove(bytes, start);
}

function scalarMove(bytes: Uint8Array, start: number): OlderMove | undefined {
  const at = (bytes[start] ?? 0) >> 4 === REX >> 4 ? start + 1 : start;
  const isThere = ESCAPE.every((byte, index) => bytes[at + index] === byte) && SCALAR.includes(bytes[at + 2] ?? 0);
  if (!isThere) return undefined;
  const older = Uint8Array.of(...bytes.subarray(0, at), ...bytes.subarray(at + ESCAPE.length));
  return { bytes: older, shorter: ESCAPE.length };
}

function vectorMove(bytes: Uint8Array, start: number): OlderMove | undefined {
  const [first = 0, low = 0, middle = 0, , opcode = 0] = bytes.subarray(start);
  if (first !== EVEX || (low & MAP_BITS) !== MAP5 || opcode !== VECTOR || (middle & HAS_F3_OR_F2) === 0)
    return undefined;
  const older = Uint8Array.from(bytes);
  older[start + 1] = (low & ~MAP_BITS) | MAP_0F;
  return { bytes: older, shorter: 0 };
}
