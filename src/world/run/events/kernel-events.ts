/** Events that call into the kernel, or change its surroundings. */
import { ExpressionError } from '../../../language/errors/expression-error';
import { syscallRow, takesText } from '../../../language/vocabulary/syscalls';
import { evaluateIn } from '../../scope/evaluate-in';
import type { World } from '../../state/world';
import { enterKernel, requireTask } from '../kernel-work';
import { popRestorer } from '../pop-restorer';
import { complete, fail } from '../step-end';
import { after, cpuNumber, type Executors, needsKernel } from './event-executor';
import { isInGuest } from './guest-events';
import { addSeccompFilter, hotplug, suspend } from './system-events';

/** Nobody reads what it would point to. */
const NO_POINTER = 0n;

/** System calls, the FPU sections of kernel code, and the machine around the tasks. */
export const KERNEL_EVENTS: Executors<
  | 'kernel_fpu_begin'
  | 'kernel_fpu_end'
  | 'kernel_amx_begin'
  | 'kernel_amx_end'
  | 'syscall'
  | 'seccomp'
  | 'hotplug'
  | 'suspend'
  | 'reclaim'
> = {
  kernel_fpu_begin: (world, event) => {
    if (needsKernel(world, event.kind)) enterKernel(world, 'stay', (entry) => entry.kernelFpuBegin());
  },

  kernel_fpu_end: (world, event) => {
    if (needsKernel(world, event.kind)) enterKernel(world, 'stay', (entry) => entry.kernelFpuEnd());
  },

  kernel_amx_begin: (world, event) => kernelAmx(world, event.kind, 'begin'),

  kernel_amx_end: (world, event) => kernelAmx(world, event.kind, 'end'),

  syscall: (world, event, step) => {
    if (!needsKernel(world, 'syscall')) return;
    if (!requireTask(world) || isInGuest(world, 'syscall')) return;
    const policy = world.program.policy;
    const name = event.name.text;
    if (!Object.hasOwn(policy.entries.syscalls, name)) {
      return fail(world, 'not-supported', `\`kernel ${policy.name}\` has no system call ${name}.`);
    }
    const row = syscallRow(name);
    const args = event.arguments.map((argument, index) => {
      const value = evaluateIn(world, argument);
      if (typeof value === 'bigint') return BigInt.asUintN(64, value);
      if (typeof value === 'string' && row && takesText(row, index)) return NO_POINTER;
      throw new ExpressionError('bad-argument', `An argument of ${name} is not an integer.`);
    });
    if (name === 'rt_sigreturn') popRestorer(world);
    enterKernel(world, 'complete', (entry) =>
      entry.syscall({ name, arguments: args, returnAddress: after(step), ...(event.as && { as: event.as.text }) }),
    );
  },

  seccomp: (world, event, step) => {
    if (needsKernel(world, 'seccomp') && addSeccompFilter(world, event)) complete(world, after(step));
  },

  hotplug: (world, event) => {
    if (!needsKernel(world, 'hotplug')) return;
    const index = cpuNumber(world, event.index);
    if (index !== undefined) hotplug(world, index, event.online);
  },

  suspend: (world) => {
    if (needsKernel(world, 'suspend')) suspend(world);
  },

  reclaim: (world, event) => {
    if (!needsKernel(world, 'reclaim')) return;
    enterKernel(world, 'complete', (entry) => {
      if (entry.reclaim(event.task?.text)) return;
      fail(
        world,
        'cannot-reclaim',
        'This kernel never gives buffers back: `reclaim` needs `kernel linux-rfc-2020 reclaim=on`.',
      );
    });
  },
};

/** Only one policy has calls for in-kernel use of tiles. */
function kernelAmx(world: World, event: string, which: 'begin' | 'end'): void {
  if (!needsKernel(world, event)) return;
  enterKernel(world, 'stay', (entry) => {
    if (entry.kernelAmx(which)) return;
    const { name } = world.program.policy;
    fail(world, 'no-kernel-amx', `\`kernel ${name}\` has no such call: \`${event}\` needs \`kernel explicit\`.`);
  });
}
