/**
 * RDRAND and RDSEED (Intel SDM vol. 2). The numbers follow from the time-stamp counter, which goes on with each of them:
 * they look random, and are the same in every run.
 */
import { FLAG } from '../../architecture/bits';
import type { Cpu } from '../../cpu/cpu';
import type { Execute, Instruction, InstructionRow } from '../../cpu/instruction';
import { STATUS_FLAGS } from '../../integer/flags';
import { wideWriter } from '../../integer/move';
import { isNarrow, operandAt, writer } from '../../integer/places';
import { integerRow, MISSING, sizedForms } from './row';

const WORD = 64;
/** The constants of SplitMix64 (Steele, Lea and Flood, 2014), whose state is the counter. */
const GAMMA = 0x9e37_79b9_7f4a_7c15n;
const FIRST_FACTOR = 0xbf58_476d_1ce4_e5b9n;
const SECOND_FACTOR = 0x94d0_49bb_1331_11ebn;

function nextNumber(cpu: Cpu): bigint {
  cpu.tsc = BigInt.asUintN(WORD, cpu.tsc + 1n);
  let mixed = BigInt.asUintN(WORD, (cpu.tsc + BigInt(cpu.index + 1)) * GAMMA);
  mixed = BigInt.asUintN(WORD, (mixed ^ (mixed >> 30n)) * FIRST_FACTOR);
  mixed = BigInt.asUintN(WORD, (mixed ^ (mixed >> 27n)) * SECOND_FACTOR);
  return mixed ^ (mixed >> 31n);
}

/** There is always a number at hand: CF is 1. */
function compileRandom(instruction: Instruction): Execute {
  const target = operandAt(instruction, 0);
  const size = instruction.operandSize;
  const store = isNarrow(size) ? narrowStore(writer(target, size), size) : wideStore(wideWriter(target));
  return (cpu) => {
    store(cpu, nextNumber(cpu));
    cpu.rflags = (cpu.rflags & ~STATUS_FLAGS) | FLAG.CF;
  };
}

type Store = (cpu: Cpu, value: bigint) => void;

function narrowStore(write: (cpu: Cpu, value: number) => void, size: number): Store {
  return (cpu, value) => write(cpu, Number(BigInt.asUintN(8 * size, value)));
}

function wideStore(write: (cpu: Cpu, low: number, high: number) => void): Store {
  return (cpu, value) => write(cpu, Number(value & 0xffff_ffffn), Number(value >> 32n));
}

export const INTEGER_RANDOM: readonly InstructionRow[] = (['Rdrand', 'Rdseed'] as const).map((head) =>
  integerRow({
    mnemonic: head.toLowerCase(),
    summary: 'Read a random number',
    operation:
      'first = a number that follows from the time-stamp counter, which goes on by 1: the same trace reads the same numbers. CF = 1; OF, SF, ZF, AF and PF become 0.',
    features: [head === 'Rdrand' ? 'RDRAND' : 'RDSEED'],
    exceptions: [MISSING],
    forms: sizedForms(head, ['r'], [16, 32, 64]),
    compile: compileRandom,
  }),
);
