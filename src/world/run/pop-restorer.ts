/** The way from a handler of the trace to rt_sigreturn, where the trace writes the system call itself. */
import { RESTORER } from '../../kernel/state/memory-map';
import { GPR } from '../../machine/architecture/gpr';
import { fromLinear } from '../../machine/architecture/linear-address';
import type { World } from '../state/world';

/**
 * `syscall rt_sigreturn()` at the end of a handler stands for the C library's way there: if RSP points at the address of
 * the restorer, as it does where a handler could return, that is popped first.
 */
export function popRestorer({ cpu, memory }: World): void {
  const rsp = cpu.gpr[GPR.RSP] ?? 0n;
  const bytes = memory.peek(cpu.addressSpace, cpu.linear(rsp, true), 8);
  if (bytes?.length !== 8) return;
  const top = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true);
  if (top === fromLinear(RESTORER)) cpu.gpr[GPR.RSP] = rsp + 8n;
}
