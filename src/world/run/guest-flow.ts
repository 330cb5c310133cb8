/** Instructions and exceptions of a guest: which of them make a VM exit, and how the guest goes on after it. */
import { CR4 } from '../../machine/architecture/bits';
import { Fault } from '../../machine/architecture/exception';
import type { World } from '../state/world';
import { deliverBareMetal } from './bare-metal';
import { noteResult } from './note-result';
import { raise } from './raise';
import { complete } from './step-end';

/** Whether the guest's next instruction makes a VM exit, which is then under way. */
export function exitsGuest(world: World, mnemonic: string): boolean {
  const { entry } = world;
  return entry?.inGuest === true && startExit(world, 'guest-instruction', entry.guestInstruction(mnemonic));
}

/** By these the host decides what of the extended state is the guest's while it runs. */
const SEEN_BY_HOST = CR4.OSXSAVE | CR4.PKE;

/**
 * Whether the guest's instruction that is done makes a VM exit all the same, which is then under way: MOV to CR4, whose effect
 * on the host cannot be told from its operands.
 *
 * @param cr4 before it.
 */
export function exitsGuestAfter(world: World, cr4: bigint): boolean {
  const { entry, cpu } = world;
  if (((cr4 ^ cpu.cr4) & SEEN_BY_HOST) === 0n || entry?.inGuest !== true) return false;
  return startExit(world, 'guest-instruction', entry.guestInstruction('mov cr4'));
}

/** An exception in the guest: to the host first, if that intercepts it. */
export function deliverToGuest(world: World, fault: Fault): void {
  const { entry } = world;
  const { mnemonic, detail } = fault;
  world.flow.fault = { mnemonic, detail };
  const exits = entry !== undefined && startExit(world, 'guest-fault', entry.guestException(mnemonic));
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
  if (kernel?.state.result === 0n) {
    if (step?.kind === 'instruction') noteResult(world, step);
    return complete(world, flow.address + (step?.size ?? 0));
  }
  raise(
    world,
    new Fault('#GP', {
      errorCode: 0,
      why: 'KVM refuses it: the guest has not been told of that in its CPUID, or the value is none that it may have',
    }),
  );
}

/** The guest gets its exception, as a processor without a kernel does. */
export function resumeGuestFault(world: World): void {
  const { flow } = world;
  const { fault } = flow;
  flow.fault = null;
  if (fault) deliverBareMetal(world, new Fault(fault.mnemonic, fault.detail));
}
