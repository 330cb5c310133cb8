/**
 * The VEX and EVEX prefixes as fields (Intel SDM vol. 2, 2.3.5 and 2.7.1; APX 355828, 3.1.3, for the bits that EVEX gained).
 * Registers are whole numbers here: 0 to 15 with VEX, 0 to 31 with EVEX. Most of their bits are stored inverted.
 */

export interface PrefixFields {
  readonly evex: boolean;
  readonly map: number;
  /** Number of the mandatory prefix: none, 66, F3, F2. */
  readonly pp: number;
  readonly w: boolean;
  /** L, or L'L: 0 is 128 bits. */
  readonly length: number;
  /** 0 when its bits are all set, as they are where no operand is there. */
  readonly vvvv: number;
  /** What to add to ModRM.reg, to the base (or ModRM.rm of a general register) and to the index: 0, 8, 16 or 24. */
  readonly reg: number;
  readonly base: number;
  readonly index: number;
  /** z, b and aaa, of which none is used here. */
  readonly rest: number;
}

/** The last byte of EVEX as APX has it: a new destination, no flags; or in place of the latter a condition. */
export const EVEX_LAST = { ND: 1 << 4, NF: 1 << 2, SCC: 15 } as const;

const VEX3 = 0xc4;
export const EVEX = 0x62;
const VEX_BYTES = 3;
const EVEX_BYTES = 4;
/** z, b and aaa in the last byte of EVEX. */
const REST = 0b1001_0111;

/** The prefix at the start of `bytes` with its length; undefined where there is none, or not all of it. */
export function unpackPrefix(bytes: Uint8Array): { readonly fields: PrefixFields; readonly size: number } | undefined {
  const [first = 0, low = 0, middle = 0, high = 0] = bytes;
  const evex = first === EVEX;
  const size = evex ? EVEX_BYTES : VEX_BYTES;
  if ((!evex && first !== VEX3) || bytes.length < size) return undefined;
  const common = { evex, pp: middle & 3, w: bit(middle, 7) === 1 };
  const [reg, index, base] = [inverted(low, 7) << 3, inverted(low, 6) << 3, inverted(low, 5) << 3];
  const vvvv = ~(middle >> 3) & 15;
  if (!evex) {
    const fields = { ...common, map: low & 31, length: bit(middle, 2), vvvv, reg, base, index, rest: 0 };
    return { fields, size };
  }
  const fields = {
    ...common,
    map: low & 7,
    length: (high >> 5) & 3,
    vvvv: vvvv | (inverted(high, 3) << 4),
    reg: reg | (inverted(low, 4) << 4),
    base: base | (bit(low, 3) << 4),
    index: index | (inverted(middle, 2) << 4),
    rest: high & REST,
  };
  return { fields, size };
}

function bit(value: number, position: number): number {
  return (value >> position) & 1;
}

function inverted(value: number, position: number): number {
  return bit(value, position) ^ 1;
}
