/** VP2INTERSECTD and VP2INTERSECTQ: which elements of two vectors occur in the other one (Intel SDM vol. 2). */
import type { Execute, Instruction, Operand } from '../cpu/instruction';
import { requireAvx512Enabled, vectorLength } from './enabling';
import type { Meaning } from './meaning';
import { compileLoad } from './source';
import { FRAME } from './vector-frame';

const MEANING: Omit<Meaning, 'lane'> = { operate: () => {} };

/** The even one of the pair of opmask registers: bit 0 of the number that is encoded means nothing. */
function evenOpmask(operand: Operand | undefined): number {
  return operand?.kind === 'register' ? operand.register.index & ~1 : 0;
}

export function compileIntersect({ form, mnemonic, operands }: Instruction, lane: 'u32' | 'u64'): Execute {
  const name = mnemonic.toUpperCase();
  const bytes = lane === 'u32' ? 4 : 8;
  const lanes = vectorLength(form) / bytes;
  const context = { encoding: 'evex', lanes, masked: false } as const;
  const loads = operands
    .slice(1)
    .map((operand, at) => compileLoad(operand, FRAME.sources[at]!, { ...MEANING, lane: bytes }, context)); // three sources
  const even = evenOpmask(operands[0]);
  return (cpu) => {
    requireAvx512Enabled(cpu, name);
    for (const load of loads) load(cpu);
    const first = [...FRAME.sources[0][lane].subarray(0, lanes)];
    const second = [...FRAME.sources[1][lane].subarray(0, lanes)];
    cpu.opmask[even] = membership<number | bigint>(first, second);
    cpu.opmask[even + 1] = membership<number | bigint>(second, first);
  };
}

/** A bit an element, set where `others` has the same one. */
function membership<Element>(elements: readonly Element[], others: readonly Element[]): bigint {
  return elements.reduce((bits, element, at) => (others.includes(element) ? bits | (1n << BigInt(at)) : bits), 0n);
}
