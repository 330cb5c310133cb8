/**
 * Stores that go past the caches, which are not modelled: MOVDIRI, MOVDIR64B (Intel SDM vol. 2), and CLZERO (AMD APM
 * vol. 3).
 */
import { Fault } from '../../architecture/exception';
import { GPR } from '../../architecture/gpr';
import { formatAddress } from '../../architecture/linear-address';
import { compileAddress } from '../../cpu/effective-address';
import type { Execute, Instruction, InstructionRow } from '../../cpu/instruction';
import { compileMove } from '../../integer/move';
import { addressOf, registerOf } from '../operands';
import { integerRow, MEMORY_FAULTS, MISSING, REGISTER_ADDRESS } from './row';

const LINE_BYTES = 64;
/** The line on its way. Scratch, not state. */
const LINE = new Uint8Array(LINE_BYTES);
const ZEROS = new Uint8Array(LINE_BYTES);

function compileLineMove(instruction: Instruction): Execute {
  const from = addressOf(instruction);
  const to = compileAddress({ base: registerOf(instruction, 0), scale: 1, displacement: 0, size: LINE_BYTES });
  return (cpu) => {
    cpu.memory.readInto(cpu.access, from(cpu), LINE, 0, LINE_BYTES);
    const target = to(cpu);
    if (target % LINE_BYTES !== 0) {
      const why = `the target at ${formatAddress(target)} does not begin on a ${LINE_BYTES}-byte boundary`;
      throw new Fault('#GP', { errorCode: 0, why });
    }
    cpu.memory.write(cpu.access, target, LINE);
  };
}

function compileClearLine(register: number): Execute {
  const addressIn = compileAddress({
    base: { file: 'gpr', index: register, size: 8 },
    scale: 1,
    displacement: 0,
    size: LINE_BYTES,
  });
  return (cpu) => {
    const address = addressIn(cpu);
    cpu.memory.write(cpu.access, address - (((address % LINE_BYTES) + LINE_BYTES) % LINE_BYTES), ZEROS);
  };
}

export const INTEGER_DIRECT_STORES: readonly InstructionRow[] = [
  integerRow({
    mnemonic: 'movdiri',
    summary: 'Move a doubleword or quadword as a direct store',
    operation: 'first = second, past the caches, which are not modelled. No flags change.',
    features: ['MOVDIRI'],
    forms: ['Movdiri_m32_r32', 'Movdiri_m64_r64'],
    compile: compileMove,
  }),
  integerRow({
    mnemonic: 'movdir64b',
    summary: 'Move 64 bytes as a direct store',
    operation: 'The 64 bytes at the address in first = those of second. No flags change.',
    features: ['MOVDIR64B'],
    exceptions: [MISSING, ...MEMORY_FAULTS, '#GP(0) when the address in first is not a multiple of 64'],
    forms: ['Movdir64b_r64_m512', 'Movdir64b_r32_m512'],
    compile: compileLineMove,
  }),
  integerRow({
    mnemonic: 'clzero',
    summary: 'Clear a cache line',
    operation: 'The 64 bytes of the line that RAX (EAX with an address of 32 bits) points into become 0.',
    features: ['CLZERO'],
    exceptions: [MISSING, ...REGISTER_ADDRESS],
    manual: 'APM vol. 3, CLZERO',
    forms: ['Clzeroq'],
    compile: () => compileClearLine(GPR.RAX),
  }),
];
