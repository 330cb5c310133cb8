/** The events that begin and end a guest. */

import type { Task } from '../../kernel/state/state';
import { ExpressionError } from '../../language/errors/expression-error';
import type { Event, Expression } from '../../language/syntax/syntax';
import { type LinearAddress, toLinear } from '../../machine/architecture/linear-address';
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

export function getGuestXsave(world: World, { kind, value }: Event & { kind: 'kvm_get_xsave2' }): void {
  const address = atVcpu(world, kind) ? addressOf(world, value) : undefined;
  if (address !== undefined) enterKernel(world, 'complete', (entry) => entry.getGuestXsave(address));
}

export function setGuestXsave(world: World, { kind, value }: Event & { kind: 'kvm_set_xsave' }): void {
  const address = atVcpu(world, kind) ? addressOf(world, value) : undefined;
  if (address !== undefined) enterKernel(world, 'complete', (entry) => entry.setGuestXsave(address));
}

export function setGuestXcr0(world: World, { kind, value }: Event & { kind: 'kvm_set_xcrs' }): void {
  const xcr0 = atVcpu(world, kind) ? integerOf(world, value) : undefined;
  if (xcr0 !== undefined) enterKernel(world, 'complete', (entry) => entry.setGuestXcr0(xcr0));
}

export function setGuestMsr(world: World, { kind, msr, value }: Event & { kind: 'kvm_set_msrs' }): void {
  if (!atVcpu(world, kind)) return;
  const [number, data] = [integerOf(world, msr), integerOf(world, value)];
  enterKernel(world, 'complete', (entry) => entry.setGuestMsr(Number(BigInt.asUintN(32, number)), data));
}

export function enterGuest(world: World): void {
  if (atVcpu(world, 'vmenter')) enterKernel(world, 'complete', (entry) => entry.runGuest());
}

/** Whether the current task has a virtual CPU and is outside of KVM_RUN; false after ending the run with a message. */
function atVcpu(world: World, event: string): boolean {
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
