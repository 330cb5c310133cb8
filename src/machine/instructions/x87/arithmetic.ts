/** x87 arithmetic (Intel SDM vol. 2, FADD to FSQRT): rows by what the operands are. */
import type { InstructionRow } from '../../cpu/instruction';
import { BINARY, squareRoot } from '../../x87/arithmetic';
import { extractTop, onSign, onTop, remainderOf, twoRegisters, withMemory } from '../../x87/calculate';
import { absolute, negated } from '../../x87/number';
import { roundToInteger, scale } from '../../x87/scale';
import { formatOf, OF_MEMORY, operating, registerIndex, x87Operation } from './operation';

type Name = keyof typeof BINARY;

const MEANINGS: Readonly<Record<Name, readonly [summary: string, operation: string]>> = {
  add: ['Add', 'a + b'],
  mul: ['Multiply', 'a * b'],
  sub: ['Subtract', 'a - b'],
  subr: ['Subtract the other way round', 'b - a'],
  div: ['Divide', 'a / b'],
  divr: ['Divide the other way round', 'b / a'],
};

const NAMES = Object.keys(BINARY) as readonly Name[];

function formsOf(head: string, words: readonly string[]): readonly string[] {
  return words.map((word) => `${head}_${word}`);
}

/** FADD, FADDP and FIADD, and those like them. */
function family(name: Name): readonly InstructionRow[] {
  const [summary, operation] = MEANINGS[name];
  const manual = `F${name.toUpperCase()}/F${name.toUpperCase()}P/FI${name.toUpperCase()}`;
  const rounded = `rounded as FCW says, where a is the first operand, or ST(0) with memory, and b the other`;
  const compute = BINARY[name];
  return [
    x87Operation({
      mnemonic: `f${name}`,
      summary: `${summary} x87 numbers`,
      operation: `a = ${operation}, ${rounded}.`,
      manual,
      faults: OF_MEMORY,
      forms: formsOf(`F${name}`, ['m32fp', 'm64fp', 'st0_sti', 'sti_st0']),
      operate: (instruction) => {
        const format = formatOf(instruction);
        if (format) return withMemory(compute, format);
        const [target, source] = [registerIndex(instruction, 0), registerIndex(instruction, 1)];
        return twoRegisters(compute, target, source, { isControlled: true });
      },
    }),
    x87Operation({
      mnemonic: `f${name}p`,
      summary: `${summary} x87 numbers, and pop`,
      operation: `a = ${operation}, ${rounded}. Then ST(0) is popped.`,
      manual,
      forms: [`F${name}p_sti_st0`],
      operate: (instruction) =>
        twoRegisters(compute, registerIndex(instruction, 0), 0, { pops: 1, isControlled: true }),
    }),
    x87Operation({
      mnemonic: `fi${name}`,
      summary: `${summary} an x87 number and an integer`,
      operation: `a = ${operation}, ${rounded}: an integer.`,
      manual,
      faults: OF_MEMORY,
      forms: formsOf(`Fi${name}`, ['m16int', 'm32int']),
      operate: (instruction) => withMemory(compute, formatOf(instruction)!), // both forms have memory
    }),
  ];
}

export const X87_ARITHMETIC: readonly InstructionRow[] = [
  ...NAMES.flatMap(family),
  x87Operation({
    mnemonic: 'fsqrt',
    summary: 'Square root of an x87 number',
    operation: 'ST(0) = the square root of ST(0), rounded as FCW says. A negative number is an invalid operation.',
    forms: ['Fsqrt'],
    operate: operating(onTop(squareRoot, true)),
  }),
  x87Operation({
    mnemonic: 'fabs',
    summary: 'Absolute value of an x87 number',
    operation: 'The sign of ST(0) = 0.',
    forms: ['Fabs'],
    operate: operating(onSign(absolute)),
  }),
  x87Operation({
    mnemonic: 'fchs',
    summary: 'Change the sign of an x87 number',
    operation: 'The sign of ST(0) is complemented.',
    forms: ['Fchs'],
    operate: operating(onSign(negated)),
  }),
  x87Operation({
    mnemonic: 'frndint',
    summary: 'Round an x87 number to an integer',
    operation: 'ST(0) = ST(0) rounded to an integer as FCW says.',
    forms: ['Frndint'],
    operate: operating(onTop(roundToInteger)),
  }),
  x87Operation({
    mnemonic: 'fscale',
    summary: 'Scale an x87 number by a power of two',
    operation: 'ST(0) = ST(0) * 2^ST(1), the power rounded towards zero.',
    forms: ['Fscale'],
    operate: operating(twoRegisters(scale, 0, 1)),
  }),
  x87Operation({
    mnemonic: 'fxtract',
    summary: 'Take an x87 number apart',
    operation: 'ST(0) = the exponent of ST(0); then its significand, from 1 to 2, is pushed.',
    forms: ['Fxtract'],
    operate: operating(extractTop),
  }),
  ...[false, true].map((toNearest) =>
    x87Operation({
      mnemonic: toNearest ? 'fprem1' : 'fprem',
      summary: `Remainder of x87 numbers, the quotient ${toNearest ? 'to nearest' : 'truncated'}`,
      operation:
        'ST(0) = ST(0) - ST(1) * the quotient as an integer; its low bits go to C0, C3 and C1. Numbers that are 64 or more exponents apart come nearer by at most 63, and C2 = 1.',
      forms: [toNearest ? 'Fprem1' : 'Fprem'],
      operate: operating(remainderOf(toNearest)),
    }),
  ),
];
