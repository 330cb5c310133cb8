/** Comparisons of floating-point numbers: MIN, MAX, CMP, COMIS (Intel SDM vol. 2). */
import { FLAG } from '../../architecture/bits';
import type { FloatBinary } from './arithmetic';
import { type FloatFormat, signOf, type Unpacked, unpackFloat } from './format';
import { STATUS } from './mxcsr-exceptions';
import type { FloatContext } from './round';

/** How two numbers can be related, as bits of a set. */
export const RELATION = { LESS: 1, EQUAL: 2, GREATER: 4, UNORDERED: 8 } as const;
const { LESS, EQUAL, GREATER, UNORDERED } = RELATION;

/** @param signals whether quiet NaNs are invalid, too. */
export function compare(x: bigint, y: bigint, signals: boolean, format: FloatFormat, context: FloatContext): number {
  const [a, b] = [unpackFloat(x, format, context.daz), unpackFloat(y, format, context.daz)];
  const kinds = [a.kind, b.kind];
  const signaling = kinds.includes('signaling');
  if (signaling || kinds.includes('quiet')) {
    if (signaling || signals) context.status |= STATUS.IE;
    return UNORDERED;
  }
  if (a.denormal || b.denormal) context.status |= STATUS.DE;
  const [left, right] = [order(a, format), order(b, format)];
  return left < right ? LESS : left > right ? GREATER : EQUAL;
}

/** Patterns as integers in the order of the numbers. */
function order({ pattern, negative }: Unpacked, format: FloatFormat): bigint {
  const magnitude = pattern & ~signOf(format);
  return negative ? -magnitude : magnitude;
}

function extreme(wanted: number): FloatBinary {
  return (x, y, format, context) => {
    const relation = compare(x, y, true, format, context);
    // The second operand where they are equal (both zero) or unordered, as it is.
    return unpackFloat(relation === wanted ? x : y, format, context.daz).pattern;
  };
}

export const minimum = extreme(LESS);
export const maximum = extreme(GREATER);

interface Predicate {
  readonly holds: number;
  readonly signals: boolean;
}

const HOLDS: readonly number[] = [
  EQUAL,
  LESS,
  LESS | EQUAL,
  UNORDERED,
  LESS | GREATER | UNORDERED,
  EQUAL | GREATER | UNORDERED,
  GREATER | UNORDERED,
  LESS | EQUAL | GREATER,
  EQUAL | UNORDERED,
  LESS | UNORDERED,
  LESS | EQUAL | UNORDERED,
  0,
  LESS | GREATER,
  EQUAL | GREATER,
  GREATER,
  LESS | EQUAL | GREATER | UNORDERED,
];
const SIGNALING: ReadonlySet<number> = new Set([1, 2, 5, 6, 9, 10, 13, 14]);

/** By the low five bits of the immediate: bit 4 turns signaling about. */
export const PREDICATES: readonly Predicate[] = Array.from({ length: 32 }, (_, number) => ({
  holds: HOLDS[number & 15]!, // sixteen
  signals: SIGNALING.has(number & 15) !== number >= 16,
}));

/** ZF, PF and CF as COMISS sets them. */
export const FLAGS_OF: Readonly<Record<number, number>> = {
  [LESS]: FLAG.CF,
  [EQUAL]: FLAG.ZF,
  [GREATER]: 0,
  [UNORDERED]: FLAG.ZF | FLAG.PF | FLAG.CF,
};
