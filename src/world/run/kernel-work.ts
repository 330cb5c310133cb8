/** What kernel routines do on behalf of a step, and how the step goes on after them. */
import type { Kernel, KernelEntry } from '../../kernel/entry/kernel';
import { hindrance, isAlive, type Task } from '../../kernel/state/task';
import { IMPLICIT_TASK } from '../../language/checks/trace-names';
import type { LinearAddress } from '../../machine/architecture/linear-address';
import type { Flow } from '../state/flow';
import type { World } from '../state/world';
import { fateOf } from './death';
import { resumeGuestFault, resumeGuestInstruction } from './guest-flow';
import { behindLine, settle } from './open-step';
import { continueProgram, programRun } from './program-run';
import { afterDeath, followTransfers } from './signal-flow';
import { complete, endRun, fail, goTo, showAddress } from './step-end';
import { stuckCpu } from './stuck';
import { tellTime } from './turn-time';

/** Enters kernel routines; `then` says what follows when they are done. */
export function enterKernel(world: World, then: Flow['afterKernel'], enter: (entry: KernelEntry) => void): void {
  const { kernel, flow, entry } = world;
  if (!kernel || !entry) return;
  flow.phase = 'kernel';
  flow.afterKernel = then;
  tellTime(world);
  enter(entry);
  if (!kernel.active && !world.ended) leaveKernel(world);
}

/** The kernel has nothing more to do: back to user mode if there is anything to restore, and on with the step. */
export function leaveKernel(world: World): void {
  const { flow, kernel, entry } = world;
  if (!kernel || !entry) return;
  if (flow.phase === 'boot') return finishBoot(world, kernel, entry);
  if (stuckCpu(world, flow.cpu)) return leaveStuckStep(world);
  if (flow.afterKernel === 'end-run') return endRun(world);
  const isProgram = programRun(world) !== undefined;
  if (flow.afterKernel !== 'stay') {
    if (kernel.state.transfers.length === 0 && !isProgram) world.cpu.rip = resumeAddress(world);
    if (entry.returnToUser()) return;
  }
  const transfers = kernel.takeTransfers();
  if (isProgram) return continueProgram(world, transfers);
  if (isStepOver(world, kernel)) return flow.run ? endRunAtStep(world) : complete(world, afterDeath(world));
  if (hasLeft(world, kernel)) return flow.run ? endRunAtStep(world) : complete(world, behindLine(world));
  if (transfers.length > 0) return followTransfers(world, transfers);
  AFTER_KERNEL[flow.afterKernel](world);
}

/** Where the current task's user code goes on: what a signal's frame says was interrupted. */
function resumeAddress(world: World): LinearAddress {
  const { flow, kernel } = world;
  if (flow.afterKernel === 'again') return flow.address;
  const task = flow.afterKernel === 'begin-run' && flow.run ? kernel?.state.tasks[flow.run.task] : undefined;
  return task ? task.position : endOfStep(world);
}

const AFTER_KERNEL: Readonly<Record<Flow['afterKernel'], (world: World) => void>> = {
  again: (world) => {
    world.flow.phase = 'again';
    showAddress(world);
  },
  complete: (world) => complete(world, endOfStep(world)),
  stay: (world) => {
    world.flow.owesReturn = world.entry?.inKernelSection === false;
    complete(world, endOfStep(world));
  },
  'begin-run': (world) => {
    const { run } = world.flow;
    const task = run && world.kernel?.state.tasks[run.task];
    if (!task) return;
    world.flow.activations = [];
    goTo(world, task.position);
  },
  'end-run': endRun,
  'next-turn': (world) => goTo(world, world.cpu.rip),
  'guest-instruction': resumeGuestInstruction,
  'guest-fault': resumeGuestFault,
};

function endOfStep({ step, flow }: World): number {
  return flow.afterTrap ?? flow.address + (step?.size ?? 0);
}

/** Whether the task that the step began in is gone: then nobody tries again. */
function isStepOver({ flow }: World, kernel: Kernel): boolean {
  if (kernel.state.oops !== null) return true;
  const task = flow.stepTask === null ? undefined : kernel.state.tasks[flow.stepTask];
  return task?.state === 'killed' || task?.state === 'exited';
}

/** Nobody comes back from where the CPU is stuck: the step is over. */
export function leaveStuckStep(world: World): void {
  world.kernel?.takeTransfers();
  if (world.flow.run) endRunAtStep(world);
  else complete(world, afterDeath(world));
}

/**
 * Whether a step is to be tried again whose task has stopped, because its tracer is to hear of what the step met. In the flow
 * the step is over; in a `run` the task goes on with it later.
 */
function hasLeft({ flow }: World, kernel: Kernel): boolean {
  const task = flow.stepTask === null ? undefined : kernel.state.tasks[flow.stepTask];
  const hasFaulted = flow.outcomes.some(({ kind }) => kind === 'exception');
  return flow.afterKernel === 'again' && hasFaulted && task?.stopped === true && task.cpu === null;
}

/** The task of the `run` is dead or stopped: the run is over, and the task stays where it is. */
function endRunAtStep(world: World): void {
  const { flow } = world;
  const { step } = world;
  flow.run?.outcomes.push(...flow.outcomes);
  settle(world, step, flow.run?.from ?? flow.address);
  if (step) flow.steps++;
  endRun(world);
}

/** A trace that declares no task has one, and it runs from the start. */
function finishBoot(world: World, kernel: Kernel, entry: KernelEntry): void {
  if (world.program.implicitTask && !world.currentTask) {
    entry.switchTo(IMPLICIT_TASK);
    if (kernel.active) return;
  }
  if (world.currentTask && entry.returnToUser()) return;
  world.flow.phase = 'start';
  world.flow.outcomes = [];
  world.happenings = [];
  showAddress(world);
}

/**
 * Whether the return to user mode comes before the current step, which is tried again then: right behind a section in the
 * kernel, who looks at registers means the user's.
 */
export function returnsToUserFirst({ flow, entry }: World): boolean {
  if (!flow.owesReturn) return false;
  flow.owesReturn = false;
  if (!entry?.returnToUser()) return false;
  // Whatever the return does to the task, somebody still wants to look.
  flow.stepTask = null;
  flow.phase = 'kernel';
  flow.afterKernel = 'again';
  return true;
}

export function hasUserCode({ currentTask }: World): boolean {
  return currentTask !== undefined && !currentTask.kthread;
}

/** False after ending the run with a message: no task is there to execute user code. */
export function requireTask(world: World): boolean {
  if (hasUserCode(world)) return true;
  const task = world.currentTask;
  fail(world, 'no-task', describeMissingTask(world, task));
  return false;
}

/** Ends the run at the end of a proc where no task is left to return from it: that is told where the last one died. */
export function failWithoutReturn(world: World, proc: string): void {
  const { flow, program, kernel } = world;
  const death = flow.deaths.at(-1);
  const task = kernel?.state.tasks.find(({ name }) => name === death?.task);
  if (!death || !task || program.stepAt(death.place)?.proc !== proc) return void requireTask(world);
  flow.address = death.place;
  const remedy = `Let the task run it by itself: \`task ${task.name} entry=${proc}\`, and \`run ${task.name}\` in the flow`;
  fail(
    world,
    'no-task',
    `${task.name} was killed by ${task.signal} here: nobody returns from proc ${proc}. ${remedy}.`,
  );
}

function describeMissingTask(world: World, task: Task | undefined): string {
  const { kernel, flow } = world;
  if (kernel?.state.oops) return 'The kernel has oopsed: nothing runs any more.';
  if (task) return `${task.name} is a kernel thread and has no user code: put the step between \`ring0\` and \`end\`.`;
  const hindered = kernel?.state.tasks.findLast(
    (candidate) => isAlive(candidate) && hindrance(candidate) && candidate.lastCpu === flow.cpu,
  );
  if (hindered) return `No task runs on CPU ${flow.cpu}: ${describeHindrance(world, hindered)}`;
  const dead = kernel?.state.tasks.findLast((candidate) => fateOf(world, candidate) !== undefined);
  const reason = dead ? `${dead.name} ${fateOf(world, dead)}` : 'no task has been switched to';
  return `No task runs on CPU ${flow.cpu}: ${reason}. Write \`switch TASK\` before this step.`;
}

/** The event that a living task waits for, and the task that must cause it. */
export function describeHindrance({ kernel }: World, { name, tracer, vforkChild, stopped }: Task): string {
  const nameOf = (id: number | null, otherwise: string) => kernel?.state.tasks[id ?? -1]?.name ?? otherwise;
  if (stopped) {
    const tracedBy = nameOf(tracer, 'its tracer');
    const remedy = `Let ${tracedBy} make \`syscall ptrace(PTRACE_CONT, ${name}.pid)\` first`;
    return `${name} has been stopped by ${tracedBy}, which traces it. ${remedy}.`;
  }
  const child = nameOf(vforkChild, 'its child');
  return `${name} waits in vfork: it has lent its memory to ${child}. Let ${child} exec or exit first.`;
}
