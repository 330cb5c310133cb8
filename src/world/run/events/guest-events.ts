/** The events of guests: what a monitor asks of its virtual CPU, and where the guest runs. */

import type { KernelEntry } from '../../../kernel/entry/kernel';
import type { VcpuIoctl } from '../../../kernel/routines/entries';
import type { Task } from '../../../kernel/state/task';
import { ExpressionError } from '../../../language/errors/expression-error';
import type { Event } from '../../../language/tree/event';
import type { Expression } from '../../../language/tree/expression';
import { type LinearAddress, toLinear } from '../../../machine/architecture/linear-address';
import { evaluateIn } from '../../scope/evaluate-in';
import type { World } from '../../state/world';
import { enterKernel, requireTask } from '../kernel-work';
import { fail } from '../step-end';
import { type Executors, needsKernel } from './event-executor';

/** The current task, if it may run a guest under this policy; else undefined, after ending the run with a message. */
function requireMonitor(world: World, event: Event['kind']): Task | undefined {
  if (!needsKernel(world, event)) return undefined;
  const { policy } = world.program;
  if (!policy.entries.guest) {
    const message = `\`kernel ${policy.name}\` has no guests in this version: \`${event}\` needs \`kernel linux version=5.17\` or later.`;
    fail(world, 'not-supported', message);
    return undefined;
  }
  return requireTask(world) ? world.currentTask : undefined;
}

export const GUEST_EVENTS: Executors<VcpuIoctl | 'vmenter' | 'vmexit'> = {
  kvm_set_cpuid2: (world, { kind, xcr0 }) => {
    if (!requireMonitor(world, kind) || isInGuest(world, kind)) return;
    const value = xcr0 && evaluateIn(world, xcr0);
    if (value !== undefined && typeof value !== 'bigint') {
      return fail(world, 'bad-argument', 'What `kvm_set_cpuid2` takes is a mask of components.');
    }
    ioctl(world, kind, { xcr0: value === undefined ? null : BigInt.asUintN(64, value) });
  },
  kvm_get_xsave2: (world, { kind, value }) => {
    if (atVcpu(world, kind)) ioctl(world, kind, { argp: addressOf(world, value) });
  },
  kvm_set_xsave: (world, { kind, value }) => {
    if (atVcpu(world, kind)) ioctl(world, kind, { argp: addressOf(world, value) });
  },
  kvm_get_xcrs: (world, { kind, value }) => {
    if (atVcpu(world, kind)) ioctl(world, kind, { argp: addressOf(world, value) });
  },
  kvm_set_xcrs: (world, { kind, value }) => {
    if (atVcpu(world, kind)) ioctl(world, kind, { xcr0: integerOf(world, value) });
  },
  kvm_get_msrs: (world, { kind, value }) => {
    if (atVcpu(world, kind)) ioctl(world, kind, { user_msrs: addressOf(world, value), writeback: true });
  },
  kvm_set_msrs: (world, { kind, list }) => {
    if (!atVcpu(world, kind)) return;
    if ('address' in list) return ioctl(world, kind, { user_msrs: addressOf(world, list.address), writeback: false });
    const entries = list.entries.map(({ msr, value }) => ({
      index: Number(BigInt.asUintN(32, integerOf(world, msr))),
      data: integerOf(world, value),
    }));
    enterKernel(world, 'complete', (entry) => entry.setGuestMsrs(entries));
  },
  vmenter: (world, { kind }) => {
    if (atVcpu(world, kind)) enterKernel(world, 'complete', (entry) => entry.runGuest());
  },
  vmexit: (world, { kind }) => {
    const task = requireMonitor(world, kind);
    if (!task) return;
    if (!task.vcpu?.parked) return fail(world, 'not-in-guest', `${task.name} is in no guest: \`vmenter\` comes first.`);
    enterKernel(world, 'complete', (entry) => entry.putGuest());
  },
};

function ioctl(world: World, name: VcpuIoctl, locals: Parameters<KernelEntry['vcpuIoctl']>[1]): void {
  enterKernel(world, 'complete', (entry) => entry.vcpuIoctl(name, locals));
}

/** Whether the current task has a virtual CPU and is outside of KVM_RUN; false after ending the run with a message. */
function atVcpu(world: World, event: Event['kind']): boolean {
  const task = requireMonitor(world, event);
  if (!task || isInGuest(world, event)) return false;
  if (!task.vcpu) {
    fail(world, 'no-vcpu', `${task.name} has no virtual CPU yet: write \`kvm_set_cpuid2\` before \`${event}\`.`);
  }
  return task.vcpu !== null;
}

/** @throws ExpressionError for what is no integer. */
function integerOf(world: World, expression: Expression): bigint {
  const value = evaluateIn(world, expression);
  if (typeof value === 'bigint') return BigInt.asUintN(64, value);
  throw new ExpressionError('bad-argument', `${value} is not an integer.`);
}

/** @throws ExpressionError for what is no address. */
function addressOf(world: World, expression: Expression): LinearAddress {
  const value = integerOf(world, expression);
  const address = toLinear(value);
  if (address !== undefined) return address;
  throw new ExpressionError('bad-address', `0x${value.toString(16)} is not an address.`);
}

/** True after ending the run with a message: the current task executes its guest, and cannot do `what` meanwhile. */
export function isInGuest(world: World, what: string): boolean {
  const task = world.currentTask;
  if (!task?.vcpu?.parked) return false;
  fail(world, 'in-guest', `${task.name} is inside its guest: \`${what}\` is for after \`vmexit\`.`);
  return true;
}
