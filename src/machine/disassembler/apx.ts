/**
 * Instructions that APX encodes by EVEX with map 4 (APX 355828, 3.1.2): none of them is modelled, but each is known by name
 * and length. Both follow from the older encoding of the same instruction, which only lacks the higher registers.
 */
import { EVEX } from '../encoding/prefix';

export type ApxTranslation =
  | {
      readonly kind: 'older';
      /** The same instruction without APX, with other registers. */
      readonly bytes: Uint8Array;
      /** The number of bytes by which this encoding is shorter than APX's. */
      readonly shorter: number;
      /** The mnemonic, given that of the older instruction. */
      readonly rename: (mnemonic: string) => string;
    }
  | { readonly kind: 'invalid'; readonly why: string };

const REX = 0x40;
const TWO_BYTE = 0x0f;
/** What may stand before it: sizes, segments, LOCK and REP. */
const LEGACY_PREFIXES = [0x26, 0x2e, 0x36, 0x3e, 0x64, 0x65, 0x66, 0x67, 0xf0, 0xf2, 0xf3];
const MANDATORY = [[], [0x66], [0xf3], [0xf2]] as const;

/** The instruction at the start of `bytes` in older terms; undefined when it does not have the prefix. */
export function translateApx(bytes: Uint8Array): ApxTranslation | undefined {
  let start = 0;
  while (LEGACY_PREFIXES.includes(bytes[start] ?? 0)) start++;
  const rex = (bytes[start] ?? 0) >> 4 === REX >> 4 ? 1 : 0;
  const head = bytes.subarray(0, start);
  const rest = bytes.subarray(start + rex);
  const [first = 0, second = 0] = rest;
  if (first === EVEX && (second & 7) === APX_MAP)
    return rex ? refused('REX stands before EVEX') : translateEvex(head, rest);
  return undefined;
}

function refused(why: string): ApxTranslation {
  return { kind: 'invalid', why: `the bytes are no instruction: ${why}` };
}

const APX_MAP = 4;
const EVEX_BYTES = 4;
/** In the last byte of EVEX: a new destination, no flags; for conditional compares the four lowest are the condition. */
const ND = 1 << 4;
const NF = 1 << 2;

interface Older {
  readonly prefix?: number;
  readonly opcode: readonly number[];
}

/**
 * Opcodes of map 4 that stand elsewhere in older encodings, with their prefixes there. For MOVBE, which takes no register
 * there, it is MOV, which is as long.
 */
const ELSEWHERE: ReadonlyMap<number, Older> = new Map<number, Older>([
  [0x24, { opcode: [0x0f, 0xa4] }],
  [0x2c, { opcode: [0x0f, 0xac] }],
  [0x60, { opcode: [0x8b] }],
  [0x61, { opcode: [0x89] }],
  [0x65, { opcode: [0x0f, 0x38, 0xf5] }],
  [0x66, { opcode: [0x0f, 0x38, 0xf6] }],
  [0x88, { prefix: 0xf3, opcode: [0x0f, 0xb8] }],
  [0xa5, { opcode: [0x0f, 0xa5] }],
  [0xad, { opcode: [0x0f, 0xad] }],
  [0xaf, { opcode: [0x0f, 0xaf] }],
  [0xf0, { prefix: 0xf2, opcode: [0x0f, 0x38, 0xf0] }],
  [0xf1, { prefix: 0xf2, opcode: [0x0f, 0x38, 0xf1] }],
  [0xf4, { prefix: 0xf3, opcode: [0x0f, 0xbc] }],
  [0xf5, { prefix: 0xf3, opcode: [0x0f, 0xbd] }],
  [0xf8, { opcode: [0x0f, 0x38, 0xf8] }],
  [0xf9, { opcode: [0x0f, 0x38, 0xf9] }],
]);
const MOVBE = [0x60, 0x61];
/** CMOVcc and SETcc have these rows in map 0F. */
const CMOV = 0x40;
const SET = 0x90;
const F2 = 3;

const CONDITIONS = ['o', 'no', 'b', 'ae', 'e', 'ne', 'be', 'a', 's', 'ns', 't', 'f', 'l', 'ge', 'le', 'g'] as const;

function translateEvex(head: Uint8Array, bytes: Uint8Array): ApxTranslation {
  const [, low = 0, middle = 0, high = 0, opcode = 0] = bytes;
  const pp = middle & 3;
  const isConditional = opcode >> 4 === CMOV >> 4;
  const sets = isConditional && pp === F2;
  const older: Older = isConditional
    ? { opcode: [TWO_BYTE, sets ? SET | (opcode & 15) : opcode] }
    : (ELSEWHERE.get(opcode) ?? { opcode: [opcode] });
  const prefixes = [...(MANDATORY[sets ? 0 : pp] ?? []), ...(older.prefix === undefined ? [] : [older.prefix])];
  const wide = middle >> 7;
  const rex = REX | (wide << 3) | ((~low >> 5) & 7);
  return {
    kind: 'older',
    bytes: Uint8Array.of(...head, ...prefixes, rex, ...older.opcode, ...bytes.subarray(EVEX_BYTES + 1)),
    shorter: EVEX_BYTES + 1 - (prefixes.length + 1 + older.opcode.length),
    rename: (mnemonic) => (MOVBE.includes(opcode) ? 'movbe' : nameInMap4(mnemonic, high, wide === 1)),
  };
}

/** The instructions that are more than an older instruction with more registers. */
function nameInMap4(mnemonic: string, high: number, wide: boolean): string {
  const condition = CONDITIONS[high & 15];
  if (mnemonic === 'cmp' || mnemonic === 'test') return `c${mnemonic}${condition}`;
  if (mnemonic === 'push' || mnemonic === 'pop') return `${mnemonic}2${wide ? 'p' : ''}`;
  if (mnemonic.startsWith('cmov') && (high & (ND | NF)) !== ND) return `cf${mnemonic}`;
  if (mnemonic.startsWith('set') && high & ND) return mnemonic.replace('set', 'setzu');
  return mnemonic;
}
