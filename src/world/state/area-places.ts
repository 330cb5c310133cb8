/** Where the XSAVE areas of a task are: the buffer in the kernel, its virtual CPU's, and the images in the signal frames on its stacks. */
import { signalName } from '../../kernel/model/tasks/signals';
import { MAGIC2_SIZE } from '../../kernel/signal/rt-sigframe';
import type { Fpstate } from '../../kernel/state/fpstate';
import type { Task } from '../../kernel/state/task';
import { formatAddress, type LinearAddress } from '../../machine/architecture/linear-address';
import type { MachineState } from './machine-state';
import { signalFrames } from './signal-frames';

/** Where an area is, before its bytes are looked at. */
export interface AreaPlace {
  /** The same thing has the same one at every moment: `kernel`, `guest`, `frame.0x7ffe...`. */
  readonly key: string;
  readonly title: string;
  readonly space: number;
  readonly address: LinearAddress;
  readonly size: number;
  /** Of an area in the standard format: the components that the area has room for. */
  readonly xfeatures: bigint;
  /** What is wrong with it, as a sentence. */
  readonly fault?: string;
  /** Bytes behind it that belong to it. */
  readonly tail?: { readonly id: string; readonly title: string; readonly size: number };
}

export function areaPlaces(state: MachineState, task: Task): readonly AreaPlace[] {
  const own = task.vcpu?.parked ?? task.fpstate;
  const guest = task.vcpu && (task.vcpu.parked ? task.fpstate : task.vcpu.fpstate);
  const kernel = (key: string, title: string, fpstate: Fpstate): AreaPlace => ({ ...fpstate, key, title, space: 0 });
  const space = state.kernel?.processes[task.process]?.space ?? 0;
  return [
    ...(own.size > 0 ? [kernel('kernel', `Buffer of ${task.name} in the kernel`, own)] : []),
    ...(guest ? [kernel('guest', `Buffer of the virtual CPU of ${task.name}`, guest)] : []),
    ...signalFrames(state, task).map(
      ({ image, size, xfeatures, signal, overwritten }): AreaPlace => ({
        key: `frame.${formatAddress(image)}`,
        title: `Signal frame of ${task.name}${signal === 0 ? '' : `, ${signalName(signal)}`}`,
        space,
        address: image,
        size,
        xfeatures,
        ...(overwritten ? { fault: faultText(overwritten) } : {}),
        tail: { id: 'MAGIC2', title: 'FP_XSTATE_MAGIC2, "FPXE"', size: MAGIC2_SIZE },
      }),
    ),
  ];
}

function faultText(magic: 'MAGIC1' | 'MAGIC2'): string {
  return `FP_XSTATE_${magic} is overwritten: rt_sigreturn takes the legacy region only, and the rest becomes initial.`;
}
