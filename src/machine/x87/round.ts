/** Rounding under FCW (Intel SDM vol. 1, 4.8.4, 8.1.5 and 8.5): exact results become 80-bit numbers, and raise what they must. */
import type { Cpu } from '../cpu/cpu';
import { bitLength, ROUND, roundShift } from '../vector/float/round';
import { BIAS, type Extended, infinity, pack, zero } from './number';
import { FSW, x87Rounding } from './status';

/** What an operation rounds by, and what it has raised so far. */
export interface X87Context {
  readonly mode: number;
  /** Bits of the significand. */
  readonly precision: number;
  /** Exceptions that FCW does not mask. */
  readonly unmasked: number;
  flags: number;
  /** The magnitude has become greater: C1. */
  roundedUp: boolean;
}

const FULL_PRECISION = 64;
const PRECISION_SHIFT = 8;
/** By the precision control; the second one is reserved, and counts as full. */
const PRECISIONS: readonly number[] = [24, 64, 53, 64];
const EXCEPTIONS = 0x3f;

/** @param isControlled whether the precision control counts. */
export function x87Context(cpu: Cpu, isControlled: boolean): X87Context {
  return {
    mode: x87Rounding(cpu),
    precision: isControlled ? PRECISIONS[(cpu.fcw >> PRECISION_SHIFT) & 3]! : FULL_PRECISION, // four of them
    unmasked: ~cpu.fcw & EXCEPTIONS,
    flags: 0,
    roundedUp: false,
  };
}

const SMALLEST = 1 - BIAS;
const GREATEST = BIAS;
/** What the exponent of a result is changed by where overflow or underflow is not masked. */
const WRAP = 24_576;

/** (-1)^`negative` * `significand` * 2^`exponent`, which is not 0, rounded. `sticky`: there is a little more. */
export function roundExtended(
  context: X87Context,
  negative: boolean,
  significand: bigint,
  exponent: number,
  sticky = false,
): Extended {
  const { mode, precision, unmasked } = context;
  const exact = { negative, significand, sticky };
  const length = bitLength(significand);
  const unbounded = rounded(exact, length - precision, mode);
  const top = exponent + length - precision + bitLength(unbounded.value) - 1;
  if (top > GREATEST) return overflow(context, exact, exponent, unbounded);
  if (top < SMALLEST) {
    if (!(unmasked & FSW.UE)) return denormal(context, exact, exponent);
    context.flags |= FSW.UE;
    if (top + WRAP < SMALLEST) return vanished(context, exact);
  }
  const wrapped = exponent + (top < SMALLEST ? WRAP : 0);
  noteRounding(context, unbounded);
  return pack(negative, unbounded.value, wrapped + length - precision);
}

interface Exact {
  readonly negative: boolean;
  readonly significand: bigint;
  readonly sticky: boolean;
}

interface Rounded {
  readonly value: bigint;
  readonly exact: boolean;
  readonly up: boolean;
}

/** `significand` / 2^`shift` as an integer. */
function rounded({ significand, negative, sticky }: Exact, shift: number, mode: number): Rounded {
  const { value, exact } = roundShift(significand, shift, negative, mode, sticky);
  const floor = shift > 0 ? significand >> BigInt(shift) : significand << BigInt(-shift);
  return { value, exact, up: value > floor };
}

function noteRounding(context: X87Context, { exact, up }: Rounded): void {
  if (!exact) context.flags |= FSW.PE;
  context.roundedUp = up;
}

/** With fewer bits; the precision control counts from the top of a number that is not denormal. */
function denormal(context: X87Context, exact: Exact, exponent: number): Extended {
  const unit = SMALLEST - (context.precision - 1);
  const result = rounded(exact, unit - exponent, context.mode);
  noteRounding(context, result);
  if (!result.exact) context.flags |= FSW.UE;
  return result.value === 0n ? zero(exact.negative) : pack(exact.negative, result.value, unit);
}

/** Of a scaled number that not even the greater exponent brings back. */
function vanished(context: X87Context, { negative }: Exact): Extended {
  context.flags |= FSW.PE;
  return zero(negative);
}

function overflow(context: X87Context, exact: Exact, exponent: number, unbounded: Rounded): Extended {
  const { mode, precision, unmasked } = context;
  const { negative, significand } = exact;
  context.flags |= FSW.OE;
  const top = exponent + bitLength(significand) - 1 - WRAP;
  if (unmasked & FSW.OE && top < GREATEST) {
    noteRounding(context, unbounded);
    return pack(negative, unbounded.value, exponent + bitLength(significand) - precision - WRAP);
  }
  context.flags |= FSW.PE;
  if (unmasked & FSW.OE) {
    context.roundedUp = true;
    return infinity(negative);
  }
  context.roundedUp = mode === ROUND.NEAREST || mode === (negative ? ROUND.DOWN : ROUND.UP);
  if (context.roundedUp) return infinity(negative);
  return pack(negative, (1n << BigInt(precision)) - 1n, GREATEST - precision + 1);
}
