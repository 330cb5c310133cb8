/** SYSCALL (Intel SDM vol. 2, SYSCALL): the processor's part; where it leads is for the kernel to say. */

import { EFER } from '../architecture/bits';
import { Fault } from '../architecture/exception';
import { GPR } from '../architecture/gpr';
import { fromLinear } from '../architecture/linear-address';
import type { InstructionRow } from '../cpu/instruction';

const R11 = 11;

export const SYSTEM_CALL: InstructionRow = {
  mnemonic: 'syscall',
  summary: 'Fast call to the kernel',
  operation: [
    'RCX = the address of the next instruction, R11 = RFLAGS; then the kernel is entered with the number of the call in RAX.',
    'Its result comes into RAX. The registers STAR, LSTAR and FMASK are not modelled.',
  ].join('\n'),
  features: ['SYSCALL'],
  exceptions: ['#UD when EFER.SCE is 0'],
  manual: 'SDM vol. 2, SYSCALL',
  forms: ['Syscall'],
  compile: () => (cpu) => {
    if ((cpu.efer & EFER.SCE) === 0n) throw new Fault('#UD', { why: 'EFER.SCE is 0: SYSCALL is not enabled' });
    cpu.gpr[GPR.RCX] = fromLinear(cpu.rip);
    cpu.gpr[R11] = BigInt(cpu.rflags);
  },
};
