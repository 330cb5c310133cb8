/**
 * One moment of a run: the smallest thing that can be stopped at. An instruction or an event, an exception being
 * raised, one line of a kernel routine. The same world always does the same thing next.
 */

import type { Kernel } from '../../kernel/entry/kernel';
import { BrokenKernel } from '../../kernel/routines/broken-kernel';
import { NO_ROUNDS } from '../../kernel/state/rounds';
import { FLAG } from '../../machine/architecture/bits';
import { DR6_STEP, Fault, Interruption, isReportedBehind } from '../../machine/architecture/exception';
import { stackChangeOf } from '../code/call-stack';
import { type InstructionStep, isLook } from '../program/step';
import type { Phase } from '../state/flow';
import type { World } from '../state/world';
import { deliverBareMetal } from './bare-metal';
import { executeEnd } from './events/block-events';
import { executeEvent } from './events/execute-event';
import { deliverToGuest, exitsGuest, exitsGuestAfter } from './guest-flow';
import { enterKernel, failWithoutReturn, hasUserCode, leaveKernel, leaveStuckStep, requireTask } from './kernel-work';
import { noteResult } from './note-result';
import { programRun } from './program-run';
import { raise } from './raise';
import { complete, end, fail, goTo } from './step-end';
import { canRestart, failsOnStuckCpu } from './stuck';
import { enterBySyscall } from './syscall-instruction';
import { renewTurn } from './turn-time';

/** Does the next moment; `world.happenings` then says what it did. Nothing happens when the run has ended. */
export function advance(world: World): void {
  if (world.happenings.length > 0) world.happenings = [];
  world.executed = null;
  const { kernel } = world;
  if (kernel?.active && !world.ended) {
    if (++world.flow.kernelMoments > MOST_KERNEL_MOMENTS) return failForEver(world);
    if (!stepKernel(world, kernel)) return;
    if (!kernel.active) leaveKernel(world);
  } else {
    PHASES[world.flow.phase](world);
  }
}

/** False where a written policy has come to its own end, and the trace with it. */
function stepKernel(world: World, kernel: Kernel): boolean {
  try {
    kernel.step();
    return true;
  } catch (error) {
    if (!(error instanceof BrokenKernel)) throw error;
    const { policy } = world.program;
    fail(world, 'broken-policy', `\`kernel ${policy.name}\` cannot go on. ${error.message}`);
    return false;
  }
}

/** Far more than the kernel needs for any step. With steps left out it may go round and round. */
const MOST_KERNEL_MOMENTS = 50_000;

function failForEver(world: World): void {
  const frame = world.kernel?.state.stack.at(-1);
  const message = `The kernel has executed ${MOST_KERNEL_MOMENTS} statements for this step and does not come to an end: it is in ${frame?.routine}. Which step of it was left out?`;
  fail(world, 'kernel-for-ever', message);
}

const PHASES: Readonly<Record<Phase, (world: World) => void>> = {
  boot: leaveKernel,
  start: begin,
  again: attemptAgain,
  interrupted: attempt,
  fault: deliver,
  kernel: leaveKernel,
  done: (world) => goTo(world, world.flow.next),
  ended: () => {},
};

function begin(world: World): void {
  const { flow } = world;
  if (flow.outcomes.length > 0) flow.outcomes = [];
  flow.restarts = NO_ROUNDS;
  flow.hasWritten = false;
  flow.kernelMoments = 0;
  flow.stepTask = world.kernel?.state.cpus[flow.cpu]?.current ?? null;
  const run = programRun(world);
  if (run && run.turn.left <= 0) {
    return enterKernel(world, 'next-turn', (entry) => {
      renewTurn(run.turn);
      entry.tick();
    });
  }
  const step = world.program.stepAt(flow.address);
  if (flow.owesReturn && !isLook(step)) flow.owesReturn = false;
  if (!failsOnStuckCpu(world, step)) attempt(world);
}

function attemptAgain(world: World): void {
  if (canRestart(world)) attempt(world);
  else leaveStuckStep(world);
}

function attempt(world: World): void {
  const step = world.program.stepAt(world.flow.address);
  if (!step || step.kind === 'instruction') return attemptInstruction(world);
  switch (step.kind) {
    case 'event':
      return executeEvent(world, step);
    case 'end':
      return executeEnd(world, step);
    case 'past-end':
      return step.proc === null ? end(world) : failPastEnd(world, step.proc);
  }
}

/** Where nobody runs, it is the death that led here. */
function failPastEnd(world: World, proc: string): void {
  if (world.entry && !world.entry.inKernelSection && !hasUserCode(world)) return failWithoutReturn(world, proc);
  const remedy = 'end it with `ret`, `iretq`, a jump, or `syscall exit(0)`';
  fail(world, 'past-end', `Execution ran past the end of proc ${proc}: ${remedy}.`);
}

function attemptInstruction(world: World): void {
  const { cpu, entry } = world;
  if (entry && !entry.inKernelSection) {
    if (!requireTask(world)) return;
    if (entry.returnToUser()) {
      world.flow.phase = 'kernel';
      world.flow.afterKernel = 'again';
      return;
    }
  }
  const step = fetch(world);
  if (!step || exitsGuest(world, step.instruction.mnemonic)) return;
  const traced = (cpu.rflags & FLAG.TF) !== 0;
  const { cr4 } = cpu;
  cpu.rip = step.address + step.size;
  try {
    step.execute(cpu);
  } catch (fault) {
    return interrupt(world, step, fault);
  }
  world.executed = step;
  if (!exitsGuestAfter(world, cr4)) retire(world, step, traced);
}

/** The instruction that lies where the flow is; undefined after raising #PF where none may be executed. */
function fetch(world: World): InstructionStep | undefined {
  const { cpu, code, flow, program } = world;
  try {
    return code.fetch(cpu.access, flow.address);
  } catch (fault) {
    if (!(fault instanceof Fault)) throw fault;
    // What the trace writes as the kernel's own code is there in every address space.
    const laid = cpu.cpl === 0 ? program.stepAt(flow.address) : undefined;
    if (laid?.kind === 'instruction') return laid;
    raise(world, fault);
    return undefined;
  }
}

/** The instruction has thrown: `fault` is what. */
export function interrupt(world: World, step: InstructionStep, fault: unknown): void {
  if (fault instanceof Interruption) return suspend(world, step);
  if (!(fault instanceof Fault)) throw fault;
  if (isReportedBehind(fault)) return raiseTrap(world, fault);
  world.cpu.rip = step.address;
  raise(world, fault);
}

/** Part of the instruction is done: the rest of it comes with the next moment, in the same step. */
function suspend(world: World, step: InstructionStep): void {
  world.cpu.rip = step.address;
  if (world.cpu.rflags & FLAG.TF) raise(world, singleStep());
  else world.flow.phase = 'interrupted';
}

/** The latest moment took milliseconds, as thousands of others do: part of a repeated instruction. Work in slices ends its slice there. */
export function wasLong({ flow }: World): boolean {
  return flow.phase === 'interrupted';
}

/** With RFLAGS.TF at its beginning, an instruction traps at its end (SDM vol. 3, 18.3.1.4). */
function singleStep(): Fault {
  return new Fault('#DB', { dr6: DR6_STEP, why: 'RFLAGS.TF was set when the instruction began: single step' });
}

/** The instruction is done: follow calls and returns, then go where RIP points. */
function retire(world: World, step: InstructionStep, traced: boolean): void {
  const { flow, cpu } = world;
  noteResult(world, step);
  if (flow.run && flow.run.left !== null) flow.run.left--;
  if (flow.run?.turn) flow.run.turn.left--;
  const { mnemonic } = step.instruction;
  // The kernel is entered with TF cleared, as FMASK says, and the next instruction traps.
  if (mnemonic === 'syscall') return enterBySyscall(world, step);
  stackChangeOf(mnemonic)?.(flow.activations, step, cpu.rip);
  if (mnemonic === 'iretq') leaveHandler(world);
  if (traced) raiseTrap(world, singleStep());
  else complete(world, cpu.rip);
}

/** IRETQ out of a handler of the trace: the interrupted step goes on with what it had done before. */
function leaveHandler(world: World): void {
  const { flow } = world;
  if (flow.activations.at(-1)?.kind === 'handler') {
    const left = flow.activations.pop();
    flow.resuming = left?.interrupted ?? null;
    flow.reopening = left?.open ?? null;
  }
}

function raiseTrap(world: World, fault: Fault): void {
  world.flow.afterTrap = world.cpu.rip;
  raise(world, fault);
}

function deliver(world: World): void {
  const { flow, entry } = world;
  const fault = new Fault(flow.fault!.mnemonic, flow.fault!.detail); // set with the phase
  flow.fault = null;
  if (entry?.inGuest) deliverToGuest(world, fault);
  else if (entry) enterKernel(world, flow.afterTrap === null ? 'again' : 'complete', () => entry.exception(fault));
  else deliverBareMetal(world, fault);
}
