/** Registers of a guest that has made a VM exit, by which its instruction takes operands and gives results. */
import { GPR } from '../../machine/architecture/gpr';
import type { KernelContext } from '../routines/kernel-context';

const WORD = 32n;

/** ECX, and EDX:EAX. */
export function guestOperands({ current }: KernelContext): { readonly rcx: number; readonly edxEax: bigint } {
  const gpr = current?.vcpu?.registers.gpr;
  const low = (register: number): bigint => BigInt.asUintN(32, gpr?.[register] ?? 0n);
  return { rcx: Number(low(GPR.RCX)), edxEax: (low(GPR.RDX) << WORD) | low(GPR.RAX) };
}

/** Puts a value into EDX:EAX. */
export function setGuestEdxEax({ current }: KernelContext, value: bigint): void {
  const gpr = current?.vcpu?.registers.gpr;
  if (!gpr) return;
  gpr[GPR.RAX] = BigInt.asUintN(32, value);
  gpr[GPR.RDX] = BigInt.asUintN(32, value >> WORD);
}
