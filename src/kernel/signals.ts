/** Sending a task a signal that it cannot ignore (kernel/signal.c: `force_sig`, `force_sig_fault`). */
import type { LinearAddress } from '../machine/address';
import { SI_KERNEL, SIGNAL, type SignalName } from './constants';
import type { LinuxKernel } from './linux-kernel';
import type { Task } from './state';

/**
 * Queues the signal and reports it; it takes effect on the way back to user mode.
 *
 * @param address `si_addr`; null where the signal carries none.
 */
export function forceSignal(
  kernel: LinuxKernel,
  task: Task | undefined,
  name: SignalName,
  code: number = SI_KERNEL,
  address: LinearAddress | null = null,
): void {
  if (!task) return;
  task.pendingSignal = { name, number: SIGNAL[name], code, address };
  kernel.emit({ kind: 'signal', task: task.name, signal: name, code, address });
}
