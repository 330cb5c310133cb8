/** The events that begin and end a guest. */

import type { Task } from '../../kernel/state/state';
import type { Event } from '../../language/syntax/syntax';
import { evaluateIn } from '../scope/evaluate-in';
import type { World } from '../state/world';
import { enterKernel, requireTask } from './kernel-work';
import { fail } from './step-end';

/** The current task, if it may run a guest under this policy; else undefined, after ending the run with a message. */
function requireMonitor(world: World, event: string): Task | undefined {
  const { policy } = world.program;
  if (!policy.entries.guest) {
    const message = `\`kernel ${policy.name}\` has no guests in this version: \`${event}\` needs \`kernel linux version=5.17\` or later.`;
    fail(world, 'not-supported', message);
    return undefined;
  }
  return requireTask(world) ? world.currentTask : undefined;
}

export function setGuestCpuid(world: World, { xcr0 }: Event & { kind: 'kvm_set_cpuid2' }): void {
  const task = requireMonitor(world, 'kvm_set_cpuid2');
  if (!task || isInGuest(world, 'kvm_set_cpuid2')) return;
  const value = xcr0 && evaluateIn(world, xcr0);
  if (value !== undefined && typeof value !== 'bigint') {
    return fail(world, 'bad-argument', 'What `kvm_set_cpuid2` takes is a mask of components.');
  }
  enterKernel(world, 'complete', (entry) =>
    entry.setGuestCpuid(value === undefined ? null : BigInt.asUintN(64, value)),
  );
}

export function enterGuest(world: World): void {
  const task = requireMonitor(world, 'vmenter');
  if (!task || isInGuest(world, 'vmenter')) return;
  if (!task.vcpu) {
    const message = `${task.name} has no virtual CPU yet: write \`kvm_set_cpuid2\` before \`vmenter\`.`;
    return fail(world, 'no-vcpu', message);
  }
  enterKernel(world, 'complete', (entry) => entry.runGuest());
}

export function leaveGuest(world: World): void {
  const task = requireMonitor(world, 'vmexit');
  if (!task) return;
  if (!task.vcpu?.parked) return fail(world, 'not-in-guest', `${task.name} is in no guest: \`vmenter\` comes first.`);
  enterKernel(world, 'complete', (entry) => entry.putGuest());
}

/** True after ending the run with a message: the current task executes its guest, and cannot do `what` meanwhile. */
export function isInGuest(world: World, what: string): boolean {
  const task = world.currentTask;
  if (!task?.vcpu?.parked) return false;
  fail(world, 'in-guest', `${task.name} is inside its guest: \`${what}\` is for after \`vmexit\`.`);
  return true;
}
