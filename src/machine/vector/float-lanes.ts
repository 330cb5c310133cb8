/** Floating-point operations lane by lane: patterns out of the sources, results and flags into the frame. */
import type { FloatBinary, FloatUnary } from './float/arithmetic';
import { compare, FLAGS_OF, PREDICATES, RELATION } from './float/compare';
import { type FloatFormat, HALF } from './float/format';
import { STATUS } from './float/mxcsr-exceptions';
import { isQuickPair, QUICK, quickBinary, quickUnary } from './float/quick';
import { contextOf, type FloatContext, ROUND } from './float/round';
import { UNSIGNED } from './integer';
import type { Lanes } from './lanes';
import type { Frame, Operate } from './vector-frame';

export function readPattern(lanes: Lanes, bytes: 2 | 4 | 8, index: number): bigint {
  return BigInt(lanes[UNSIGNED[bytes]][index]!); // within the vector
}

export function writePattern(lanes: Lanes, bytes: 2 | 4 | 8, index: number, pattern: bigint): void {
  if (bytes === 8) lanes.u64[index] = pattern;
  else lanes[UNSIGNED[bytes]][index] = Number(pattern);
}

/**
 * Runs `step` for the lanes of the mask, `count` of them, under MXCSR as it is; its flags go into the frame. DAZ and FTZ
 * mean nothing to half precision.
 */
export function eachLane(
  frame: Frame,
  count: number,
  step: (lane: number, context: FloatContext) => void,
  format?: FloatFormat,
): void {
  const context = contextOf(frame.mxcsr, format !== HALF);
  QUICK.inexact = false;
  for (let lane = 0; lane < count; lane++) if (frame.live[lane]) step(lane, context);
  frame.status |= context.status | (QUICK.inexact ? STATUS.PE : 0);
}

/** Lanes of an operation on `format`: one for a scalar. */
export function laneCount(frame: Frame, format: FloatFormat, scalar: boolean): number {
  return scalar ? 1 : frame.length / format.bytes;
}

export function floatBinary(compute: FloatBinary, format: FloatFormat, scalar: boolean): Operate {
  const quick = quickBinary(compute, format);
  const type = format.bytes === 4 ? 'f32' : 'f64';
  return (frame) => {
    const { result, sources } = frame;
    eachLane(
      frame,
      laneCount(frame, format, scalar),
      (lane, context) => {
        if (quick && context.mode === ROUND.NEAREST) {
          const value = quick(sources[0][type][lane]!, sources[1][type][lane]!); // within the vectors
          if (!Number.isNaN(value)) {
            result[type][lane] = value;
            return;
          }
        }
        const [a, b] = [readPattern(sources[0], format.bytes, lane), readPattern(sources[1], format.bytes, lane)];
        writePattern(result, format.bytes, lane, compute(a, b, format, context));
      },
      format,
    );
  };
}

/** The source of a scalar is the second, as the first one gives the upper bits. */
export function floatUnary(compute: FloatUnary, format: FloatFormat, scalar: boolean): Operate {
  const quick = quickUnary(compute, format);
  const type = format.bytes === 4 ? 'f32' : 'f64';
  return (frame) => {
    const source = frame.sources[scalar ? 1 : 0];
    eachLane(
      frame,
      laneCount(frame, format, scalar),
      (lane, context) => {
        if (quick && context.mode === ROUND.NEAREST) {
          const value = quick(source[type][lane]!); // within the vector
          if (!Number.isNaN(value)) {
            frame.result[type][lane] = value;
            return;
          }
        }
        const pattern = compute(readPattern(source, format.bytes, lane), format, context);
        writePattern(frame.result, format.bytes, lane, pattern);
      },
      format,
    );
  };
}

/** @param predicates how many the immediate can name: 8 without VEX, else 32. */
export function floatCompare(
  format: FloatFormat,
  scalar: boolean,
  predicates: 8 | 32,
  into: 'lanes' | 'opmask',
): Operate {
  const { bytes } = format;
  return (frame) => {
    const { result, bits, immediate } = frame;
    const { holds, signals } = PREDICATES[immediate & (predicates - 1)]!; // there are 32
    eachLane(
      frame,
      laneCount(frame, format, scalar),
      (lane, context) => {
        const isTrue = (relation(frame, lane, signals, format, context) & holds) !== 0;
        if (into === 'opmask') bits[lane] = isTrue ? 1 : 0;
        else result.u8.fill(isTrue ? 0xff : 0, lane * bytes, (lane + 1) * bytes);
      },
      format,
    );
  };
}

/** How lane `lane` of the first source is related to that of the second. */
function relation(
  { sources }: Frame,
  lane: number,
  signals: boolean,
  format: FloatFormat,
  context: FloatContext,
): number {
  const { bytes } = format;
  if (bytes !== 2) {
    const type = bytes === 4 ? 'f32' : 'f64';
    const [x, y] = [sources[0][type][lane]!, sources[1][type][lane]!]; // within the vectors
    if (isQuickPair(x, y, format)) return x < y ? RELATION.LESS : x > y ? RELATION.GREATER : RELATION.EQUAL;
  }
  return compare(readPattern(sources[0], bytes, lane), readPattern(sources[1], bytes, lane), signals, format, context);
}

/** COMISS and its like: the relation of the lowest lanes in ZF, PF and CF; the other status flags become 0. */
export function floatFlags(format: FloatFormat, signals: boolean): Operate {
  return (frame) => {
    const { sources } = frame;
    eachLane(
      frame,
      1,
      (lane, context) => {
        const [a, b] = [readPattern(sources[0], format.bytes, lane), readPattern(sources[1], format.bytes, lane)];
        const flags = FLAGS_OF[compare(a, b, signals, format, context)] ?? 0;
        frame.rflags = (frame.rflags & ~STATUS_FLAGS) | flags;
      },
      format,
    );
  };
}

/** CF, PF, AF, ZF, SF and OF. */
const STATUS_FLAGS = 0x8d5;
