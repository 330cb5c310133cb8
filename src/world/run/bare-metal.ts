/**
 * `kernel none`: no tasks; the flow executes on the CPU itself. An exception goes to the proc that `idt` installed,
 * with the frame that a processor in 64-bit mode pushes (Intel SDM vol. 3, 6.14), or ends the trace.
 */

import { CR4, FLAG } from '../../machine/architecture/bits';
import { exceptionRow, type Fault } from '../../machine/architecture/exception';
import { GPR } from '../../machine/architecture/gpr';
import type { Cpu } from '../../machine/cpu/cpu';
import { formatOutcome } from '../program/outcome';
import { BARE_STACK_SIZE, BARE_STACK_TOP, CODE_BASE } from '../program/program';
import type { World } from '../state/world';
import { behindLine } from './open-step';
import { complete, fail, jump } from './step-end';

/** What a handler does not inherit, so that it is not traced itself (SDM vol. 3, 6.12.1.3). IF is left: gates are not modelled. */
const CLEARED_FLAGS = FLAG.TF | FLAG.NT | FLAG.RF;
const KERNEL_CS = 0x10n;
const KERNEL_SS = 0x18n;

export function bootBareMetal(world: World): void {
  const { memory, program, flow } = world;
  flow.phase = 'start';
  for (const { address, bytes, rights } of program.image.segments) {
    memory.load(0, address, bytes, rights);
  }
  for (const cpu of world.cpus) {
    const top = BARE_STACK_TOP - cpu.index * 2 * BARE_STACK_SIZE;
    memory.map(0, top - BARE_STACK_SIZE, BARE_STACK_SIZE);
    cpu.gpr[GPR.RSP] = BigInt(top);
    cpu.rip = CODE_BASE;
    cpu.fsBase = BigInt(program.image.threadPointers[0] ?? 0);
    cpu.cr4 |= CR4.PKE;
    if (program.policyOptions.boot !== 'reset') cpu.cr4 |= CR4.OSXSAVE;
  }
}

/** Enters the handler; without one, the exception is taken as the trace recorded it, or ends the run. */
export function deliverBareMetal(world: World, fault: Fault): void {
  const { flow, cpu } = world;
  const handler = flow.idt[fault.mnemonic];
  if (handler !== undefined) {
    try {
      pushFrame(cpu, fault);
    } catch {
      return fail(
        world,
        'double-fault',
        `${fault.mnemonic} could not be delivered: RSP does not point to memory that can be written.`,
      );
    }
    const interrupted = { address: flow.address, outcomes: flow.outcomes, restarts: flow.restarts };
    flow.activations.push({
      kind: 'handler',
      from: flow.address,
      to: handler,
      interrupted,
      task: null,
      open: flow.open,
    });
    flow.open = null;
    flow.afterTrap = null;
    flow.outcomes = [];
    cpu.rflags &= ~CLEARED_FLAGS;
    cpu.cpl = 0;
    jump(world, handler);
    return;
  }
  const step = flow.open ? world.program.stepAt(flow.open.address) : world.step;
  const recorded = flow.outcomes.at(-1);
  if (step?.expected?.some((outcome) => outcome.kind === 'exception' && outcome.mnemonic === fault.mnemonic)) {
    return complete(world, flow.afterTrap ?? behindLine(world));
  }
  fail(
    world,
    'unhandled-exception',
    `${recorded ? formatOutcome(recorded) : fault.mnemonic} has no handler: ${fault.detail.why}. ` +
      `Install one with \`idt ${fault.mnemonic} = PROC\`, or write \`=> ${fault.mnemonic}\` behind the step.`,
  );
}

/** SS, RSP, RFLAGS, CS, RIP and the error code, if the exception has one, on a 16-byte aligned stack. */
function pushFrame(cpu: Cpu, fault: Fault): void {
  const words = [KERNEL_SS, cpu.gpr[GPR.RSP]!, BigInt(cpu.rflags), KERNEL_CS | BigInt(cpu.cpl), BigInt(cpu.rip)]; // all registers are in the file
  if (exceptionRow(fault.mnemonic).errorCode) words.push(BigInt(fault.detail.errorCode ?? 0));
  const bytes = new Uint8Array(new BigUint64Array(words.reverse()).buffer);
  const top = cpu.linear(cpu.gpr[GPR.RSP]!, true); // RSP is in the register file
  const bottom = top - (top % 16) - bytes.length;
  cpu.memory.write({ space: cpu.addressSpace, user: false }, bottom, bytes);
  cpu.gpr[GPR.RSP] = BigInt.asUintN(64, BigInt(bottom));
}
