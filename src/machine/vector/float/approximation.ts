/**
 * Approximations of 1 / x and 1 / sqrt(x) (Intel SDM vol. 2, RCPPS, RSQRTPS, VRCP14PS, VRSQRT14PS, VRCPPH, VRSQRTPH). The
 * manual bounds the error of RCPPS and RSQRTPS and fixes the bits of the 14-bit ones; both are here as a processor of Intel
 * gives them (Ice Lake), found from its answers to all significands.
 */
import { divide } from './arithmetic';
import {
  type FloatFormat,
  HALF,
  indefiniteOf,
  infinityOf,
  isNaNKind,
  quietOf,
  signOf,
  type Unpacked,
  unpackFloat,
} from './format';
import { bitLength, type FloatContext, ROUND, roundFloat } from './round';

/** Of a significand in [1, 2), or in [1, 4) for a root: the significand of the result in [1/2, 1], in units of 2^-17. */
type Significand = (fraction: bigint, fractionBits: number, isOdd: boolean) => number;

const RESULT_BITS = 17;

/** The middle of the step that the highest bits of the fraction name: 1 in units of 2^(bits + 1). */
function middle(fraction: bigint, fractionBits: number, bits: number): number {
  const step = Number(fraction >> BigInt(fractionBits - bits));
  return (2 ** bits + step + 0.5) / 2 ** bits;
}

/** Bits of the fraction that RCPPS and RSQRTPS look at, and those of the result. */
const SHORT_BITS = 11;
const SHORT_ROOT_BITS = 10;
const SHORT_RESULT = 2 ** 13;

const shortReciprocal: Significand = (fraction, bits) =>
  (Math.round(SHORT_RESULT / middle(fraction, bits, SHORT_BITS)) * 2 ** RESULT_BITS) / SHORT_RESULT;

const shortRoot: Significand = (fraction, bits, isOdd) => {
  const x = middle(fraction, bits, SHORT_ROOT_BITS) * (isOdd ? 2 : 1);
  return (Math.round(SHORT_RESULT / Math.sqrt(x)) * 2 ** RESULT_BITS) / SHORT_RESULT;
};

/** Lines, one for each part of [1, 2): the value at its beginning, and by how much each step is lower, in units of 2^-26. */
type Lines = readonly (readonly [start: number, slope: number])[];

const STEPS = 1024;
const LINE_SHIFT = 9;

// biome-ignore format: a table
const RECIPROCALS: Lines = [
  [67107072, 1009], [66074112, 977], [65073664, 949], [64102400, 921], [63159040, 893], [62244608, 869],
  [61354752, 843], [60491264, 821], [59650560, 797], [58833920, 777], [58038272, 755], [57264640, 735],
  [56511488, 717], [55778048, 699], [55062784, 681], [54365184, 663], [53686016, 647], [53022976, 631],
  [52377088, 617], [51745536, 601], [51129600, 587], [50528000, 573], [49940992, 561], [49366272, 547],
  [48805376, 535], [48257024, 523], [47721728, 513], [47196672, 501], [46683904, 491], [46181632, 479],
  [45690368, 469], [45209344, 459], [44739072, 451], [44277504, 441], [43826176, 433], [43382784, 423],
  [42949120, 415], [42523904, 407], [42106880, 399], [41698048, 391], [41297920, 385], [40903936, 377],
  [40517888, 369], [40139520, 363], [39768320, 357], [39402752, 349], [39044608, 343], [38692864, 337],
  [38347520, 331], [38008064, 325], [37674496, 319], [37347840, 315], [37025280, 309], [36708608, 303],
  [36398080, 299], [36091648, 293], [35791360, 289], [35495680, 285], [35204352, 279], [34919168, 275],
  [34638080, 271], [34361088, 267], [34088192, 263], [33819392, 259],
];
// biome-ignore format: a table
const ROOTS: Lines = [
  [67105920, 1001], [66080896, 955], [65102464, 915], [64166144, 877], [63268608, 841], [62407552, 807],
  [61580928, 775], [60786816, 747], [60022016, 719], [59285632, 693], [58575744, 669], [57891328, 647],
  [57229568, 625], [56589568, 603], [55971712, 585], [55373184, 567], [54793088, 549], [54231424, 533],
  [53686144, 517], [53156864, 501], [52643456, 487], [52144512, 473], [51659776, 461], [51188096, 449],
  [50728832, 437], [50281856, 425], [49847040, 415], [49422080, 403], [49008512, 393], [48605952, 385],
  [48211840, 375], [47828224, 367],
];
// biome-ignore format: a table
const ODD_ROOTS: Lines = [
  [47450752, 707], [46726272, 675], [46034432, 647], [45371904, 619], [44738048, 595], [44129152, 571],
  [43544704, 549], [42982528, 527], [42442368, 509], [41921920, 491], [41419392, 473], [40935040, 457],
  [40467072, 441], [40015104, 427], [39577728, 413], [39155072, 401], [38744960, 389], [38347136, 377],
  [37961600, 365], [37588096, 355], [37224832, 345], [36871936, 335], [36528640, 325], [36195328, 317],
  [35870976, 309], [35554944, 301], [35246976, 293], [34946816, 285], [34654848, 279], [34369152, 271],
  [34091008, 265], [33819392, 259],
];

/** @param bits of the fraction that count. */
function onLine(lines: Lines, fraction: bigint, fractionBits: number, bits: number): number {
  const step = Number(fraction >> BigInt(fractionBits - bits));
  const [start = 0, slope = 0] = lines[step >> 10] ?? [];
  return (start - slope * (step % STEPS)) >> LINE_SHIFT;
}

const longReciprocal: Significand = (fraction, bits) =>
  fraction === 0n ? 2 ** RESULT_BITS : onLine(RECIPROCALS, fraction, bits, 16);

const longRoot: Significand = (fraction, bits, isOdd) =>
  fraction === 0n && !isOdd ? 2 ** RESULT_BITS : onLine(isOdd ? ODD_ROOTS : ROOTS, fraction, bits, 15);

/** The fraction of a number that is not 0, and its exponent, as if it were not denormal. */
function normalized(
  a: Unpacked,
  { fractionBits }: FloatFormat,
): { readonly fraction: bigint; readonly exponent: number } {
  const length = bitLength(a.significand);
  return {
    fraction: BigInt.asUintN(fractionBits, a.significand << BigInt(fractionBits + 1 - length)),
    exponent: a.exponent + length - 1,
  };
}

/** The pattern of `significand` * 2^(`exponent` - 17), cut off where it is denormal. */
function assemblePattern(significand: number, exponent: number, format: FloatFormat, flushes: boolean): bigint {
  const { fractionBits, bias } = format;
  const top = exponent - (significand < 2 ** RESULT_BITS ? 1 : 0);
  const whole = BigInt(significand) << BigInt(fractionBits + exponent - top - RESULT_BITS);
  const biased = top + bias;
  if (biased >= 2 ** format.exponentBits - 1) return infinityOf(format);
  if (biased > 0) return (BigInt(biased) << BigInt(fractionBits)) | BigInt.asUintN(fractionBits, whole);
  return flushes ? 0n : whole >> BigInt(1 - biased);
}

/** How an approximation treats denormals: as zeros always, or as MXCSR says. */
export type Denormals = 'zeros' | 'by MXCSR';
/** A function of a pattern, its format, and what MXCSR says of denormals. */
export type Approximation = (x: bigint, format: FloatFormat, context: FloatContext) => bigint;

/** The end of the road for what has no significand: NaN, infinity, zero. */
function specialReciprocal(a: Unpacked, format: FloatFormat): bigint | undefined {
  const sign = a.negative ? signOf(format) : 0n;
  if (isNaNKind(a)) return a.pattern | quietOf(format);
  if (a.kind === 'infinity') return sign;
  return a.kind === 'zero' ? sign | infinityOf(format) : undefined;
}

export function reciprocal(denormals: Denormals): Approximation {
  const zeros = denormals === 'zeros';
  const significandOf = zeros ? shortReciprocal : longReciprocal;
  return (x, format, { daz, ftz }) => {
    const a = unpackFloat(x, format, zeros || daz);
    const special = specialReciprocal(a, format);
    if (special !== undefined) return special;
    const { fraction, exponent } = normalized(a, format);
    const significand = significandOf(fraction, format.fractionBits, false);
    return (a.negative ? signOf(format) : 0n) | assemblePattern(significand, -exponent, format, zeros || ftz);
  };
}

export function reciprocalRoot(denormals: Denormals): Approximation {
  const zeros = denormals === 'zeros';
  const significandOf = zeros ? shortRoot : longRoot;
  return (x, format, { daz }) => {
    const a = unpackFloat(x, format, zeros || daz);
    if (a.negative && a.kind !== 'zero' && !isNaNKind(a)) return indefiniteOf(format);
    const special = specialReciprocal(a, format);
    if (special !== undefined) return special;
    const { fraction, exponent } = normalized(a, format);
    const isOdd = (exponent & 1) !== 0;
    const significand = significandOf(fraction, format.fractionBits, isOdd);
    return assemblePattern(significand, -(exponent - (isOdd ? 1 : 0)) / 2, format, false);
  };
}

/** No flags, to nearest, and denormals as they are: what half precision has. */
const EXACT: Omit<FloatContext, 'status'> = {
  ...{ mode: ROUND.NEAREST, daz: false, ftz: false, overflowMasked: true, underflowMasked: true },
};
const HALF_ONE = 0x3c00n;

/** Of half precision: rounded to the nearest, which is within the manual's bound. */
export const halfReciprocal: Approximation = (x) => divide(HALF_ONE, x, HALF, { ...EXACT, status: 0 });

/** Of what doubles make of the root: never half-way between two numbers. */
const ROOT_BITS = 40;

export const halfReciprocalRoot: Approximation = (x, format) => {
  const a = unpackFloat(x, format, false);
  if (a.negative && a.kind !== 'zero' && !isNaNKind(a)) return indefiniteOf(format);
  const special = specialReciprocal(a, format);
  if (special !== undefined) return special;
  const root = 1 / Math.sqrt(Number(a.significand) * 2 ** a.exponent);
  return roundFloat(format, { ...EXACT, status: 0 }, false, BigInt(Math.round(root * 2 ** ROOT_BITS)), -ROOT_BITS);
};
