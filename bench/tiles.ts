/** Tile instructions on full tiles: 16 rows of 64 bytes. */
import { bareMachine } from './bare-machine';
import type { Row } from './row';
import { microsecondsEach } from './timing';

const DATA = `data bytes_a = i8[16][64] random(1)
data bytes_b = i8[16][64] random(2)
data floats_a = bf16[16][32] ramp(-3, 0.125)
data floats_b = bf16[16][32] ramp(1.5, -0.0625)
data out = u8[1024] zero`;

const BYTES = `    mov       esi, 64
    tileloadd tmm1, [bytes_a + rsi*1]
    tileloadd tmm2, [bytes_b + rsi*1]`;

const FLOATS = `    mov       esi, 64
    tileloadd tmm1, [floats_a + rsi*1]
    tileloadd tmm2, [floats_b + rsi*1]`;

interface TileCase {
  readonly mnemonic: string;
  readonly aim: number;
  readonly limit: string;
  /** Everything that the instruction needs, and the instruction itself. */
  readonly code: string;
}

const CASES: readonly TileCase[] = [
  {
    mnemonic: 'tdpbssd',
    aim: 1,
    limit: '2,048 SIMD multiplications, and copies to their memory',
    code: `${BYTES}\n    tdpbssd   tmm0, tmm1, tmm2`,
  },
  {
    mnemonic: 'tdpbf16ps',
    aim: 3,
    limit: '2,048 SIMD multiply-adds, and splitting the pairs',
    code: `${FLOATS}\n    tdpbf16ps tmm0, tmm1, tmm2`,
  },
  { mnemonic: 'tileloadd', aim: 0.5, limit: 'clearing and copying 1 KiB', code: BYTES },
  {
    mnemonic: 'tilestored',
    aim: 0.5,
    limit: 'copying 1 KiB',
    code: `${BYTES}\n    tilestored [out + rsi*1], tmm1`,
  },
];

export const TILE_ROWS: readonly Row[] = CASES.map(({ mnemonic, aim, limit, code }) => ({
  what: `${mnemonic.toUpperCase()}, full tiles`,
  unit: 'µs',
  good: 'low',
  aim,
  limit,
  measure: () => {
    const { run } = bareMachine(DATA, code);
    return { samples: microsecondsEach(() => run(mnemonic)) };
  },
}));
