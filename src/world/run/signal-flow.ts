/** The flow through signal handlers: in when the kernel has delivered a signal, out again with rt_sigreturn. */
import type { UserTransfer } from '../../kernel/state/signal-state';
import type { LinearAddress } from '../../machine/architecture/linear-address';
import type { Activation, Interrupted, OpenStep } from '../state/flow';
import type { World } from '../state/world';
import { behindLine } from './open-step';
import { complete, goTo, jump } from './step-end';

/** The kernel has moved the current task's RIP: the flow goes there, and the call stack says how it came to. */
export function followTransfers(world: World, transfers: readonly UserTransfer[]): void {
  const { flow, cpu } = world;
  const { afterKernel } = flow;
  let step = afterKernel === 'again' ? interruptedStep(world) : null;
  let from = flow.address;
  let { open } = flow;
  let closing: OpenStep | null = null;
  if (afterKernel === 'complete' && transfers[0]?.kind === 'handler') open?.outcomes.push(...flow.outcomes);
  if (afterKernel === 'begin-run') {
    flow.activations = [];
    from = transfers[0]?.kind === 'handler' ? transfers[0].from : from;
  }
  for (const transfer of transfers) {
    if (transfer.kind === 'return') {
      closing ??= flow.open;
      const left = leaveHandler(world);
      step = left?.interrupted ?? null;
      open = left?.open ?? null;
    } else {
      flow.activations.push(handler(world, transfer.to, from, step, open));
      step = null;
      open = null;
    }
    from = transfer.to;
  }
  flow.resuming = step;
  // The step that led to the restorer: what happened there is its outcome, and it is done with this one.
  flow.open = closing;
  flow.reopening = open;
  if (afterKernel === 'complete') return complete(world, cpu.rip);
  flow.outcomes = [];
  if (afterKernel === 'begin-run') goTo(world, cpu.rip);
  else jump(world, cpu.rip);
}

function interruptedStep({ flow }: World): Interrupted {
  return { address: flow.address, outcomes: flow.outcomes, restarts: flow.restarts };
}

function handler(
  world: World,
  to: LinearAddress,
  from: LinearAddress,
  interrupted: Interrupted | null,
  open: OpenStep | null,
): Activation {
  return { kind: 'signal', from, to, interrupted, task: world.currentTask?.id ?? null, open };
}

/** Takes the latest handler of the current task off the stack, and what it had called. Undefined when there is none. */
function leaveHandler(world: World): Activation | undefined {
  const { flow, currentTask } = world;
  const index = flow.activations.findLastIndex(({ kind, task }) => kind === 'signal' && task === currentTask?.id);
  return index < 0 ? undefined : flow.activations.splice(index)[0];
}

/**
 * Where the flow goes on when the task of the current step has died: behind the step, or behind the one that the
 * outermost of the task's signal handlers interrupted, since there is nobody to return from it.
 */
export function afterDeath(world: World): LinearAddress {
  const { flow, program } = world;
  const here = behindLine(world);
  const index = flow.activations.findIndex(({ kind, task }) => kind === 'signal' && task === flow.stepTask);
  const outermost = index < 0 ? undefined : flow.activations.splice(index)[0];
  if (!outermost) return here;
  flow.resuming = outermost.interrupted;
  flow.reopening = outermost.open;
  const address = outermost.open?.address ?? outermost.from;
  return address + (program.stepAt(address)?.size ?? 0);
}
