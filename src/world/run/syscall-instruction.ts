/** The instruction SYSCALL: the kernel's entry by number, with arguments in registers (System V ABI, appendix A.2). */
import { GPR } from '../../machine/architecture/gpr';
import type { Step } from '../program/step';
import type { World } from '../state/world';
import { enterKernel } from './kernel-work';
import { fail } from './step-end';

/** RDI, RSI, RDX, R10, R8, R9: RCX has the return address. */
const ARGUMENTS: readonly number[] = [GPR.RDI, GPR.RSI, GPR.RDX, 10, 8, 9];

/** The processor has done its part; what the call returns comes into RAX. */
export function enterBySyscall(world: World, step: Step): void {
  const { cpu, entry } = world;
  if (!entry || entry.inGuest || entry.inKernelSection) {
    return fail(world, 'no-kernel', 'SYSCALL enters a kernel, and there is none to enter here.');
  }
  const number = cpu.gpr[GPR.RAX] ?? 0n;
  const values = ARGUMENTS.map((register) => cpu.gpr[register] ?? 0n);
  enterKernel(world, 'complete', () => entry.syscallInstruction(number, values, step.address + step.size));
}
