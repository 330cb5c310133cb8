/** Guests: the events that begin and end them, and their instructions and exceptions that make a VM exit. */
import type { Task } from '../../kernel/state/state';
import type { Event } from '../../language/syntax/syntax';
import { Fault } from '../../machine/architecture/exception';
import type { World } from '../state/world';
import { deliverBareMetal } from './bare-metal';
import { enterKernel, requireTask } from './kernel-work';
import { complete, fail } from './progress';
import { raise } from './raise';

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
  const value = xcr0 && world.evaluate(xcr0);
  if (value !== undefined && typeof value !== 'bigint') {
    return fail(world, 'bad-argument', 'What `kvm_set_cpuid2` takes is a mask of components.');
  }
  enterKernel(world, 'complete', (kernel) =>
    kernel.setGuestCpuid(value === undefined ? null : BigInt.asUintN(64, value)),
  );
}

export function enterGuest(world: World): void {
  const task = requireMonitor(world, 'vmenter');
  if (!task || isInGuest(world, 'vmenter')) return;
  if (!task.vcpu) {
    const message = `${task.name} has no virtual CPU yet: write \`kvm_set_cpuid2\` before \`vmenter\`.`;
    return fail(world, 'no-vcpu', message);
  }
  enterKernel(world, 'complete', (kernel) => kernel.runGuest());
}

export function leaveGuest(world: World): void {
  const task = requireMonitor(world, 'vmexit');
  if (!task) return;
  if (!task.vcpu?.parked) return fail(world, 'not-in-guest', `${task.name} is in no guest: \`vmenter\` comes first.`);
  enterKernel(world, 'complete', (kernel) => kernel.putGuest());
}

/** True after ending the run with a message: the current task executes its guest, and cannot do `what` meanwhile. */
export function isInGuest(world: World, what: string): boolean {
  const task = world.currentTask;
  if (!task?.vcpu?.parked) return false;
  fail(world, 'in-guest', `${task.name} is inside its guest: \`${what}\` is for after \`vmexit\`.`);
  return true;
}

/** Whether the guest's next instruction makes a VM exit, which is then under way. */
export function exitsGuest(world: World, mnemonic: string): boolean {
  const { kernel } = world;
  return kernel?.inGuest === true && startExit(world, 'guest-instruction', kernel.guestInstruction(mnemonic));
}

/** An exception in the guest: to the host first, if that intercepts it. */
export function deliverToGuest(world: World, fault: Fault): void {
  const { kernel } = world;
  const { mnemonic, detail } = fault;
  world.flow.fault = { mnemonic, detail };
  const exits = kernel !== undefined && startExit(world, 'guest-fault', kernel.guestException(mnemonic));
  if (!exits) resumeGuestFault(world);
}

function startExit(world: World, then: 'guest-instruction' | 'guest-fault', exits: boolean): boolean {
  if (!exits) return false;
  world.flow.phase = 'kernel';
  world.flow.afterKernel = then;
  return true;
}

/** KVM has dealt with the instruction: it is done, or raises #GP in the guest. */
export function resumeGuestInstruction(world: World): void {
  const { flow, kernel, step } = world;
  if (kernel?.state.result === 0n) return complete(world, flow.address + (step?.size ?? 0));
  raise(
    world,
    new Fault('#GP', { errorCode: 0, why: 'KVM refuses the value: the CPUID of the guest does not have it' }),
  );
}

/** The guest gets its exception, as a processor without a kernel does. */
export function resumeGuestFault(world: World): void {
  const { flow } = world;
  const { fault } = flow;
  flow.fault = null;
  if (fault) deliverBareMetal(world, new Fault(fault.mnemonic, fault.detail));
}
