/** The record of a system call, or of a kernel function that the trace calls: name, arguments, result. */
import type { KernelRecord } from '../state/kernel-record';

export interface ReportedCall {
  readonly name: string;
  readonly arguments?: readonly bigint[];
  readonly texts?: readonly string[];
}

export function syscallRecord({ name, arguments: given, texts }: ReportedCall, result: bigint): KernelRecord {
  return { kind: 'syscall', name, ...(given && { arguments: given }), ...(texts && { texts }), result };
}
