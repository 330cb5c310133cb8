/** IRETQ in 64-bit mode (Intel SDM vol. 2, IRET; vol. 3, 6.14.3): back from an exception, to the same level or an outer one. */

import { FLAG } from '../architecture/bits';
import { Fault } from '../architecture/exception';
import { GPR } from '../architecture/gpr';
import type { Cpu } from '../cpu/cpu';
import { branchTarget, readStack } from './stack';
import { loadFlags } from './status';

/** RIP, CS, RFLAGS, RSP, SS: five pairs of words. */
const FRAME = new Uint32Array(10);
const WORD = { rip: 0, cs: 2, rflags: 4, rsp: 6 } as const;

const RPL = 3;
export function returnFromInterrupt(cpu: Cpu): void {
  if (cpu.rflags & FLAG.NT)
    throw new Fault('#GP', { errorCode: 0, why: 'RFLAGS.NT is set: there are no tasks to return to in 64-bit mode' });
  for (let offset = 0; offset < 40; offset += 8) readStack(cpu, FRAME, offset / 4, offset);
  const cpl = FRAME[WORD.cs]! & RPL; // the frame has ten words
  if (cpl < cpu.cpl) {
    const errorCode = FRAME[WORD.cs]! & 0xfffc; // the scratch has as many words
    throw new Fault('#GP', { errorCode, why: `IRETQ cannot return from level ${cpu.cpl} to the inner level ${cpl}` });
  }
  const target = branchTarget(FRAME[WORD.rip]!, FRAME[WORD.rip + 1]!, 'the return address on the stack'); // the scratch has as many words
  loadFlags(cpu, FRAME[WORD.rflags]!);
  cpu.gpr32[2 * GPR.RSP] = FRAME[WORD.rsp]!; // the scratch has as many words
  cpu.gpr32[2 * GPR.RSP + 1] = FRAME[WORD.rsp + 1]!;
  cpu.cpl = cpl;
  cpu.rip = target;
}
