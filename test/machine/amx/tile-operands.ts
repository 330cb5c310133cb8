/** Operands of products for comparisons with the processor: every shape, and numbers of every kind. */
import type { Feature } from '../../../src/machine/architecture/feature';
import { buildTilecfg, TILE_COUNT, TILE_SIZE } from '../../../src/machine/architecture/tilecfg';
import type { Generator } from '../xstate/case-generator';

type Element = 'bytes' | 'bfloat16' | 'binary16' | 'binary32' | 'integers';

export interface Product {
  readonly mnemonic: string;
  readonly feature: Feature;
  readonly element: Element;
  readonly sum: Element;
}

export const PRODUCTS: readonly Product[] = [
  ...['tdpbssd', 'tdpbsud', 'tdpbusd', 'tdpbuud'].map(
    (mnemonic): Product => ({ mnemonic, feature: 'AMX_INT8', element: 'bytes', sum: 'integers' }),
  ),
  { mnemonic: 'tdpbf16ps', feature: 'AMX_BF16', element: 'bfloat16', sum: 'binary32' },
  { mnemonic: 'tdpfp16ps', feature: 'AMX_FP16', element: 'binary16', sum: 'binary32' },
  { mnemonic: 'tcmmimfp16ps', feature: 'AMX_COMPLEX', element: 'binary16', sum: 'binary32' },
  { mnemonic: 'tcmmrlfp16ps', feature: 'AMX_COMPLEX', element: 'binary16', sum: 'binary32' },
];

/** A format by its bits of fraction and its bias; numbers near one do not end in infinities or zeros. */
interface Format {
  readonly width: 2 | 4;
  readonly fraction: number;
  readonly bias: number;
}

const FORMATS: Readonly<Partial<Record<Element, Format>>> = {
  bfloat16: { width: 2, fraction: 7, bias: 127 },
  binary16: { width: 2, fraction: 10, bias: 15 },
  binary32: { width: 4, fraction: 23, bias: 127 },
};

/** A configuration in which C += A * B has shapes that fit, the other tiles any. */
export function productShapes(generate: Generator, c: number, a: number, b: number): Uint8Array {
  const [m, n, k] = [1 + generate.below(16), 1 + generate.below(16), 1 + generate.below(16)];
  const tiles = Array.from({ length: TILE_COUNT }, (_, tile) => {
    if (tile === c) return { rows: m, colsb: 4 * n };
    if (tile === a) return { rows: m, colsb: 4 * k };
    if (tile === b) return { rows: k, colsb: 4 * n };
    return { rows: 1, colsb: 4 };
  });
  return buildTilecfg({ palette: 1, startRow: generate.pick([0, 0, 0, 3]), tiles });
}

/** A tile of one sort of numbers: near one, wild, special, extreme, or any bits. */
export function someTile(generate: Generator, element: Element): Uint8Array {
  const format = FORMATS[element];
  if (!format) return extremeBytes(generate);
  const sort = generate.below(6);
  return numbers(format, () => number(generate, format, sort));
}

/** The same for sums, in which sorts are mixed. */
export function mixedTile(generate: Generator, element: Element): Uint8Array {
  const format = FORMATS[element];
  if (!format) return extremeBytes(generate);
  return numbers(format, () => number(generate, format, generate.below(6)));
}

function extremeBytes(generate: Generator): Uint8Array {
  const bytes = generate.bytes(TILE_SIZE);
  const extremes = [0, 1, 0x7f, 0x80, 0xff];
  return generate.pick([bytes, bytes.fill(generate.pick(extremes)), bytes.map((byte) => extremes[byte % 5]!)]); // five
}

function numbers({ width }: Format, next: () => number): Uint8Array {
  const bytes = new Uint8Array(TILE_SIZE);
  const view = new DataView(bytes.buffer);
  for (let at = 0; at < TILE_SIZE; at += width) {
    if (width === 2) view.setUint16(at, next(), true);
    else view.setUint32(at, next(), true);
  }
  return bytes;
}

function number(generate: Generator, { width, fraction, bias }: Format, sort: number): number {
  const any = Number(generate.wide() & 0xffff_ffffn) >>> (32 - 8 * width);
  const sign = 2 ** (8 * width - 1);
  const unit = 2 ** fraction;
  const low = any % unit;
  const signed = (value: number) => (any % 2 === 0 ? value : value + sign);
  switch (sort) {
    case 0:
      return signed((bias - 3 + generate.below(6)) * unit + low);
    case 1: // as far apart as they can be and still meet
      return signed((bias - 14 + generate.below(28)) * unit + low);
    case 2: {
      const infinity = (2 * bias + 1) * unit;
      // zero, denormals, the least normal, the greatest, infinity, a quiet and a signalling NaN
      return signed(
        generate.pick([0, 0, 1, unit - 1, unit, infinity - 1, infinity, infinity + unit / 2 + 5, infinity + 9]),
      );
    }
    case 3: // denormals and the least normals
      return signed(generate.below(3) * unit + low);
    case 4: // few bits, so that sums cancel
      return signed((bias - 1 + generate.below(3)) * unit + (generate.below(4) * unit) / 4);
    default:
      return any;
  }
}
