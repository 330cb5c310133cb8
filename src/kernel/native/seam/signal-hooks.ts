/** Signals that the kernel's code sends: they are queued, delivered and obeyed by the modelled kernel. */
import { toLinear } from '../../../machine/architecture/linear-address';
import { ownValue } from '../../../machine/table';
import { forceSignal, signalName } from '../../model/tasks/signals';
import { SIGNAL, type SignalName } from '../../state/constants';
import type { Hook, SeamContext } from './hook';

const REASON = 'Queues of signals, their delivery and what tasks do about them are the modelled kernel’s.';

function force({ kernel }: SeamContext, number: bigint, code?: number, address?: number): bigint {
  const name = signalName(Number(BigInt.asIntN(32, number)));
  if (ownValue(SIGNAL, name) !== undefined) forceSignal(kernel, kernel.current, name as SignalName, code, address);
  return 0n;
}

export const SIGNAL_HOOKS: readonly Hook[] = [
  {
    names: ['force_sig_fault'],
    signature: 'int force_sig_fault(int sig, int code, void __user *addr)',
    meaning: 'Sends the current task a signal that it can neither block nor ignore, with a code and an address.',
    reason: REASON,
    run: (seam, argument) =>
      force(seam, argument(0), Number(BigInt.asIntN(32, argument(1))), toLinear(argument(2)) ?? 0),
  },
  {
    names: ['force_sig'],
    signature: 'void force_sig(int sig)',
    meaning: 'Sends the current task a signal that it can neither block nor ignore.',
    reason: REASON,
    run: (seam, argument) => force(seam, argument(0)),
  },
];
