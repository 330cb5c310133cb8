/** Transcendental x87 instructions (Intel SDM vol. 1, 8.3.7 to 8.3.10). */
import type { InstructionRow } from '../../cpu/instruction';
import type { Unary } from '../../x87/arithmetic';
import { onTop, pushingSecond, twoRegisters } from '../../x87/calculate';
import type { Operate } from '../../x87/complete';
import { powerMinusOne, timesLog, timesLogOfMore } from '../../x87/logarithm';
import { extendedOf, numberOf, numberOfInteger } from '../../x87/number';
import { readX87 } from '../../x87/stack';
import { FSW } from '../../x87/status';
import { arcTangent, FUNCTIONS, isInRange } from '../../x87/trigonometry';
import { operating, x87Operation } from './operation';

const ONE = extendedOf(numberOfInteger(1n));
const RANGE = 'An angle of 2^63 or more stays, and C2 = 1; else C2 = 0.';
const PRECISION = 'The result is within one unit of its last place.';

/** C2 = 1, and nothing else, for an angle that is too large. @param pushes whether it needs a free register first. */
function ofAngle(work: Operate, pushes = false): Operate {
  return (cpu, address) => {
    const angle = readX87(cpu, 0);
    cpu.fsw &= ~FSW.C2;
    const isFull = pushes && readX87(cpu, 7) !== undefined;
    if (!angle || isFull || isInRange(numberOf(angle))) return work(cpu, address);
    cpu.fsw = (cpu.fsw & ~FSW.C1) | FSW.C2;
    return true;
  };
}

function trigonometric(mnemonic: string, summary: string, compute: Unary): InstructionRow {
  return x87Operation({
    mnemonic,
    summary,
    operation: `ST(0) = the ${summary.toLowerCase()} of ST(0) in radians. ${RANGE} ${PRECISION}`,
    forms: [`F${mnemonic.slice(1)}`],
    operate: operating(ofAngle(onTop(compute))),
  });
}

export const X87_TRANSCENDENTAL: readonly InstructionRow[] = [
  trigonometric('fsin', 'Sine', FUNCTIONS.sin),
  trigonometric('fcos', 'Cosine', FUNCTIONS.cos),
  x87Operation({
    mnemonic: 'fsincos',
    summary: 'Sine and cosine',
    operation: `ST(0) = the sine of ST(0) in radians; then its cosine is pushed. ${RANGE} ${PRECISION}`,
    forms: ['Fsincos'],
    operate: operating(
      ofAngle(
        (cpu) => pushingSecond(cpu, (context, a) => [FUNCTIONS.sin(context, a), FUNCTIONS.cos(context, a)]),
        true,
      ),
    ),
  }),
  x87Operation({
    mnemonic: 'fptan',
    summary: 'Tangent, and 1',
    operation: `ST(0) = the tangent of ST(0) in radians; then 1.0 is pushed. ${RANGE} ${PRECISION}`,
    forms: ['Fptan'],
    operate: operating(
      ofAngle(
        (cpu) =>
          pushingSecond(cpu, (context, a) => {
            const tangent = FUNCTIONS.tan(context, a);
            return [tangent, a.kind === 'finite' || a.kind === 'zero' ? ONE : tangent];
          }),
        true,
      ),
    ),
  }),
  x87Operation({
    mnemonic: 'fpatan',
    summary: 'Angle of a point',
    operation: `ST(1) = the angle of the point x = ST(0), y = ST(1), from -pi to pi. Then ST(0) is popped. ${PRECISION}`,
    forms: ['Fpatan'],
    operate: operating(twoRegisters(arcTangent, 1, 0, { pops: 1 })),
  }),
  x87Operation({
    mnemonic: 'f2xm1',
    summary: 'Power of two, minus 1',
    operation: `ST(0) = 2^ST(0) - 1, for ST(0) from -1 to 1. ${PRECISION}`,
    forms: ['F2xm1'],
    operate: operating(onTop(powerMinusOne)),
  }),
  x87Operation({
    mnemonic: 'fyl2x',
    summary: 'Binary logarithm, times a number',
    operation: `ST(1) = ST(1) * log2(ST(0)). Then ST(0) is popped. ${PRECISION}`,
    forms: ['Fyl2x'],
    operate: operating(twoRegisters(timesLog, 1, 0, { pops: 1 })),
  }),
  x87Operation({
    mnemonic: 'fyl2xp1',
    summary: 'Binary logarithm of a number and 1, times a number',
    operation: `ST(1) = ST(1) * log2(ST(0) + 1), exact also near 0. Then ST(0) is popped. ${PRECISION}`,
    forms: ['Fyl2xp1'],
    operate: operating(twoRegisters(timesLogOfMore, 1, 0, { pops: 1 })),
  }),
];
