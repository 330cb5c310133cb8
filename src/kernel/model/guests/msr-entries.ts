/** The list of registers that `msr_io` works on, in kernel memory: `struct kvm_msr_entry` (arch/x86/include/uapi/asm/kvm.h). */
import type { LinearAddress } from '../../../machine/architecture/linear-address';
import type { KernelContext } from '../../routines/kernel-context';
import { KERNEL_SPACE, REGSET_BUFFER } from '../../state/memory-map';
import { writeRegset } from '../xstate/regset';

/** Bytes of an entry: `index` and `reserved` of 32 bits, `data` of 64. */
export const ENTRY_SIZE = 16;
const DATA_OFFSET = 8;

/** A register of a guest with a value. */
export interface MsrEntry {
  readonly index: number;
  readonly data: bigint;
}

/** Stores the list of a statement, which is not in the monitor's memory. */
export function placeEntries(kernel: KernelContext, entries: readonly MsrEntry[]): void {
  const bytes = new Uint8Array(ENTRY_SIZE * entries.length);
  const view = new DataView(bytes.buffer);
  for (const [number, { index, data }] of entries.entries()) {
    view.setUint32(ENTRY_SIZE * number, index, true);
    view.setBigUint64(ENTRY_SIZE * number + DATA_OFFSET, data, true);
  }
  placeEntryBytes(kernel, bytes);
}

export function placeEntryBytes(kernel: KernelContext, bytes: Uint8Array): void {
  if (bytes.length > 0) writeRegset(kernel, REGSET_BUFFER, bytes);
}

/** The bytes of the list; zeros if there is no list. */
export function entryBytes({ memory }: KernelContext, count: number): Uint8Array {
  return memory.peek(KERNEL_SPACE, REGSET_BUFFER, ENTRY_SIZE * count) ?? new Uint8Array(ENTRY_SIZE * count);
}

/** Entry `number` of the list; zeros where there is none. */
export function entryAt({ memory }: KernelContext, number: number): MsrEntry {
  const bytes =
    memory.peek(KERNEL_SPACE, REGSET_BUFFER + ENTRY_SIZE * number, ENTRY_SIZE) ?? new Uint8Array(ENTRY_SIZE);
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  return { index: view.getUint32(0, true), data: view.getBigUint64(DATA_OFFSET, true) };
}

/** `&entries[number].data`. */
export function dataAddress(number: number): LinearAddress {
  return REGSET_BUFFER + ENTRY_SIZE * number + DATA_OFFSET;
}
