/**
 * The run of a program: its tasks take turns as the kernel's scheduler says, and RIP is theirs all the time, where the trace's
 * own tasks go on behind the line that the flow is at.
 */
import type { UserTransfer } from '../../kernel/state/signal-state';
import type { Flow, Run } from '../state/flow';
import type { World } from '../state/world';
import { followTransfers } from './signal-flow';
import { complete, endRun, goTo, showAddress } from './step-end';
import { renewTurn } from './turn-time';

/** The run of a program, while there is one. */
export function programRun({ flow }: World): (Run & { readonly turn: NonNullable<Run['turn']> }) | undefined {
  return flow.run?.turn ? (flow.run as Run & { readonly turn: NonNullable<Run['turn']> }) : undefined;
}

/** The kernel is done: on with the task that has the CPU now, unless the program has ended or all of it sleeps. */
export function continueProgram(world: World, transfers: readonly UserTransfer[]): void {
  const { flow, kernel, currentTask, cpu } = world;
  const run = programRun(world);
  if (!run) return;
  const process = kernel?.state.tasks[run.task]?.process;
  // Its first thread may be gone, or another may have executed a program in its place.
  const hasEnded = process === undefined || kernel?.state.processes[process]?.program?.status !== null;
  if (!currentTask || hasEnded) return endRun(world);
  const isNext = takeTurn(flow, run.turn, currentTask.id);
  if (isNext && flow.afterKernel === 'again') flow.afterKernel = 'complete';
  if (transfers.length > 0) return followTransfers(world, transfers);
  if (flow.afterKernel === 'again') {
    flow.phase = 'again';
    return showAddress(world);
  }
  if (flow.afterKernel === 'complete') complete(world, cpu.rip);
  else goTo(world, cpu.rip);
}

/** Whether it is another task than before: then the call stacks change with it. */
function takeTurn(flow: Flow, turn: NonNullable<Run['turn']>, task: number): boolean {
  if (turn.owner === task) return false;
  flow.stacks[turn.owner] = flow.activations;
  takeStack(flow, task);
  turn.owner = task;
  renewTurn(turn);
  flow.resuming = null;
  return true;
}

/** The call stack of a task that has its turn from here on. */
export function takeStack(flow: Flow, task: number): void {
  flow.activations = flow.stacks[task] ?? [];
  delete flow.stacks[task];
}
