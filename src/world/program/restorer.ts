/**
 * What a signal's handler returns to: the C library's `__restore_rt`, two instructions that call rt_sigreturn. It lies in
 * every process, above the program, as one step without a line: the debugger passes over it.
 */
import { RESTORER, RESTORER_CODE } from '../../kernel/state/memory-map';
import { fromLinear } from '../../machine/architecture/address';
import { GPR } from '../../machine/architecture/gpr';
import type { World } from '../state/world';
import type { Step } from './program';

const NO_RANGE = { line: -1, start: 0, end: 0 };

export const restorerStep: Step = {
  kind: 'event',
  event: { kind: 'syscall', name: { text: 'rt_sigreturn', range: NO_RANGE }, arguments: [] },
  index: -1,
  line: -1,
  address: RESTORER,
  size: RESTORER_CODE.length,
  proc: '__restore_rt',
  expected: null,
};

export const restorerSegment = { address: RESTORER, bytes: Uint8Array.from(RESTORER_CODE), writable: false };

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
