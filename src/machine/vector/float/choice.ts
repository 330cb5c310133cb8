/** Numbers chosen, told apart and replaced by what they are (Intel SDM vol. 2, VRANGE, VFPCLASS, VFIXUPIMM). */
import type { FloatBinary } from './arithmetic';
import {
  type FloatFormat,
  indefiniteOf,
  infinityOf,
  isNaNKind,
  quietOf,
  signOf,
  type Unpacked,
  unpackFloat,
} from './format';
import { STATUS } from './mxcsr-exceptions';
import { type FloatContext, ROUND, roundFloat } from './round';

/**
 * Bits 1:0 of VRANGE's immediate choose the smaller or larger number or magnitude, bits 3:2 where the sign is from. A
 * signaling NaN becomes quiet and keeps its sign.
 */
export function range(immediate: number): FloatBinary {
  return (x, y, format, context) => {
    const [a, b] = [unpackFloat(x, format, context.daz), unpackFloat(y, format, context.daz)];
    const signaling = [a, b].find(({ kind }) => kind === 'signaling');
    if (signaling) {
      context.status |= STATUS.IE;
      return signaling.pattern | quietOf(format);
    }
    const chosen = beyondNaN(a, b) ?? chosenNumber(a, b, immediate & 3, format, context);
    const sign = signOf(format);
    switch ((immediate >> 2) & 3) {
      case 0:
        return (chosen & ~sign) | (a.negative ? sign : 0n);
      case 1:
        return chosen;
      case 2:
        return chosen & ~sign;
      default:
        return chosen | sign;
    }
  };
}

/** Of a NaN and a number the number, of two NaNs the first. */
function beyondNaN(a: Unpacked, b: Unpacked): bigint | undefined {
  if (!isNaNKind(a)) return isNaNKind(b) ? a.pattern : undefined;
  return isNaNKind(b) ? a.pattern : b.pattern;
}

/** Of equal magnitudes the negative number is the smaller one. */
function chosenNumber(a: Unpacked, b: Unpacked, which: number, format: FloatFormat, context: FloatContext): bigint {
  if (a.denormal || b.denormal) context.status |= STATUS.DE;
  const bySign = Number(b.negative) - Number(a.negative);
  const [x, y] = [a, b].map(({ pattern }) => pattern & (signOf(format) - 1n)) as [bigint, bigint]; // two
  const byMagnitude = x < y ? -1 : x > y ? 1 : 0;
  const byValue = bySign || (a.negative ? -byMagnitude : byMagnitude);
  const order = which < 2 ? byValue : byMagnitude || bySign;
  const isFirst = which & 1 ? order > 0 : order <= 0;
  return isFirst ? a.pattern : b.pattern;
}

/** Bits of VFPCLASS's immediate, in order. */
const CLASSES: readonly ((a: Unpacked) => boolean)[] = [
  ({ kind }) => kind === 'quiet',
  ({ kind, negative }) => kind === 'zero' && !negative,
  ({ kind, negative }) => kind === 'zero' && negative,
  ({ kind, negative }) => kind === 'infinity' && !negative,
  ({ kind, negative }) => kind === 'infinity' && negative,
  ({ denormal }) => denormal,
  ({ kind, negative }) => kind === 'finite' && negative,
  ({ kind }) => kind === 'signaling',
];

/** Whether a number is of one of the classes that the immediate names. */
export function isOfClass(x: bigint, format: FloatFormat, daz: boolean, immediate: number): boolean {
  const a = unpackFloat(x, format, daz);
  return CLASSES.some((holds, bit) => ((immediate >> bit) & 1) === 1 && holds(a));
}

/** What VFIXUPIMM tells apart, by the place of its answer in the table. */
const KINDS: readonly ((a: Unpacked, one: bigint) => boolean)[] = [
  ({ kind }) => kind === 'quiet',
  ({ kind }) => kind === 'signaling',
  ({ kind }) => kind === 'zero',
  ({ pattern }, one) => pattern === one,
  ({ kind, negative }) => kind === 'infinity' && negative,
  ({ kind, negative }) => kind === 'infinity' && !negative,
  ({ negative }) => negative,
  () => true,
];

/** By the kind: bits of the immediate, and what each of them raises. */
const RAISED: readonly (readonly (readonly [bit: number, flag: number])[])[] = [
  [],
  [[4, STATUS.IE]],
  [
    [0, STATUS.ZE],
    [1, STATUS.IE],
  ],
  [
    [2, STATUS.ZE],
    [3, STATUS.IE],
  ],
  [[5, STATUS.IE]],
  [[7, STATUS.IE]],
  [[6, STATUS.IE]],
  [],
];

interface Fixup {
  /** What the destination held. */
  readonly before: bigint;
  readonly source: bigint;
  /** Four bits for each kind of number. */
  readonly table: bigint;
  readonly immediate: number;
}

/** An answer of the table for the source, which the source is replaced by. */
export function fixedUp(
  { before, source, table, immediate }: Fixup,
  format: FloatFormat,
  context: FloatContext,
): bigint {
  const a = unpackFloat(source, format, context.daz);
  const one = BigInt(format.bias) << BigInt(format.fractionBits);
  const kind = KINDS.findIndex((holds) => holds(a, one));
  for (const [bit, flag] of RAISED[kind] ?? []) if ((immediate >> bit) & 1) context.status |= flag;
  const answer = Number((table >> BigInt(4 * kind)) & 15n);
  if (answer === 0) return before;
  if (answer === 1) return a.pattern;
  if (answer === 2) return a.pattern | quietOf(format) | infinityOf(format);
  if (answer === 6) return (a.pattern & signOf(format)) | infinityOf(format);
  return constantsOf(format)[answer] ?? 0n;
}

const constants = new Map<FloatFormat, readonly bigint[]>();

/** By the number of the answer; 0, 1, 2 and 6 depend on operands. */
function constantsOf(format: FloatFormat): readonly bigint[] {
  const known = constants.get(format);
  if (known) return known;
  const [sign, infinity] = [signOf(format), infinityOf(format)];
  const one = BigInt(format.bias) << BigInt(format.fractionBits);
  const made: readonly bigint[] = [
    ...[0n, 0n, 0n, indefiniteOf(format), sign | infinity, infinity, 0n, sign, 0n, sign | one, one],
    ...[rounded(1n, -1, format), rounded(90n, 0, format), rounded(HALF_PI, -HALF_PI_BITS, format)],
    ...[infinity - 1n, sign | (infinity - 1n)],
  ];
  constants.set(format, made);
  return made;
}

/** Pi / 2 in units of 2^-62. */
const HALF_PI = 0x6487_ed51_10b4_611an;
const HALF_PI_BITS = 62;

function rounded(significand: bigint, exponent: number, format: FloatFormat): bigint {
  const context = {
    mode: ROUND.NEAREST,
    daz: false,
    ftz: false,
    overflowMasked: true,
    underflowMasked: true,
    status: 0,
  };
  return roundFloat(format, context, false, significand, exponent);
}
