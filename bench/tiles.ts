/** Tile instructions on full tiles: 16 rows of 64 bytes. */
import { bareMachine } from './bare-machine';
import type { Row } from './row';
import { microsecondsEach } from './timing';

const DATA = `data bytes_a = i8[16][64] random(1)
data bytes_b = i8[16][64] random(2)
data floats_a = bf16[16][32] ramp(-3, 0.125)
data floats_b = bf16[16][32] ramp(1.5, -0.0625)
data tiny     = bf16[16][32] ramp(1e-30, 1e-32)
data nans     = u16[16][32] ramp(0x7f81, 0)
data halves_a = f16[16][32] ramp(-3, 0.125)
data halves_b = f16[16][32] ramp(1.5, -0.0625)
data out = u8[1024] zero`;

const BYTES = loads('bytes_a', 'bytes_b');

const FLOATS = loads('floats_a', 'floats_b');

function loads(a: string, b: string): string {
  return `    mov       esi, 64
    tileloadd tmm1, [${a} + rsi*1]
    tileloadd tmm2, [${b} + rsi*1]`;
}

interface TileCase {
  readonly mnemonic: string;
  /** What is special about the operands. */
  readonly operands?: string;
  readonly aim: number;
  readonly limit: string;
  /** Everything that the instruction needs, and the instruction itself. */
  readonly code: string;
}

const CASES: readonly TileCase[] = [
  {
    mnemonic: 'tdpbssd',
    aim: 0.6,
    limit: '2,048 SIMD multiplications, and copies to their memory',
    code: `${BYTES}\n    tdpbssd   tmm0, tmm1, tmm2`,
  },
  {
    mnemonic: 'tdpbf16ps',
    aim: 1,
    limit: '2,048 SIMD multiply-adds, and splitting the pairs',
    code: `${FLOATS}\n    tdpbf16ps tmm0, tmm1, tmm2`,
  },
  {
    mnemonic: 'tdpbf16ps',
    operands: 'with products below the range of binary32',
    aim: 4,
    limit: 'the same, scaled, each sum compared with the least normal number',
    code: `${loads('tiny', 'tiny')}\n    tdpbf16ps tmm0, tmm1, tmm2`,
  },
  {
    mnemonic: 'tdpbf16ps',
    operands: 'all elements of them NaNs',
    aim: 4,
    limit: 'looking for the last NaN of each row and column, and copies',
    code: `${loads('nans', 'floats_b')}\n    tdpbf16ps tmm0, tmm1, tmm2`,
  },
  {
    mnemonic: 'tdpbf16ps',
    operands: 'of random bits',
    aim: 4,
    limit: '2,048 SIMD multiply-adds that find the signs of overflows; groups without go by binary64',
    code: `${BYTES}\n    tdpbf16ps tmm0, tmm1, tmm2`,
  },
  {
    mnemonic: 'tdpfp16ps',
    aim: 4,
    limit: '2,048 SIMD multiply-adds, and splitting the pairs',
    code: `${loads('halves_a', 'halves_b')}\n    tdpfp16ps tmm0, tmm1, tmm2`,
  },
  {
    mnemonic: 'tdphf8ps',
    aim: 4,
    limit: '8,192 SIMD multiply-adds of two binary64 numbers, less those of rows with a NaN',
    code: `${BYTES}\n    tdphf8ps tmm0, tmm1, tmm2`,
  },
  {
    mnemonic: 'tdpbf8ps',
    operands: 'with all exponents',
    aim: 4,
    limit: 'the same, with integers and fractions summed apart',
    code: `${BYTES}\n    tdpbf8ps tmm0, tmm1, tmm2`,
  },
  { mnemonic: 'tileloadd', aim: 0.1, limit: 'clearing and copying 1 KiB', code: BYTES },
  {
    mnemonic: 'tilestored',
    aim: 0.1,
    limit: 'copying 1 KiB',
    code: `${BYTES}\n    tilestored [out + rsi*1], tmm1`,
  },
];

export const TILE_ROWS: readonly Row[] = CASES.map(({ mnemonic, operands, aim, limit, code }) => ({
  what: `${mnemonic.toUpperCase()}, full tiles${operands ? `, ${operands}` : ''}`,
  unit: 'µs',
  good: 'low',
  aim,
  limit,
  measure: () => {
    const { run } = bareMachine(DATA, code);
    return { samples: microsecondsEach(() => run(mnemonic)) };
  },
}));
