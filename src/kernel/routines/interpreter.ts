/**
 * Runs routines one step at a time. The frames lie in `state.stack` as plain data, innermost last; a frame's `step` is
 * always that of a step that does something, so that a debugger shows the line that runs next.
 */
import type { LinuxKernel } from '../model/linux-kernel';
import type { LocalValue, Next, Routine, RoutineFrame } from './routine';

/** Puts a frame on the stack, for the first step that does something. */
export function enterRoutine(kernel: LinuxKernel, frame: Omit<RoutineFrame, 'step'>): void {
  kernel.state.stack.push({ ...frame, step: nextRunnable(kernel.routine(frame.routine), 0) });
  returnFromEnds(kernel);
}

/** Runs the next step of the innermost routine, unless `without` has taken it out; nothing when none is active. */
export function stepRoutine(kernel: LinuxKernel): void {
  const { state } = kernel;
  const frame = state.stack.at(-1);
  if (!frame) return;
  const routine = kernel.routine(frame.routine);
  const index = frame.step;
  const step = routine.steps[index];
  if (step && state.preemptions.length > 0 && preempt(kernel, `${routine.name}.${step.name}`)) return;
  frame.step = nextRunnable(routine, index + 1);
  const skipped = step && state.without.includes(`${routine.name}.${step.name}`);
  const next = skipped ? undefined : step?.run?.(kernel, frame.locals);
  follow(kernel, frame, routine, index, next);
  returnFromEnds(kernel);
}

/** Lets another task run first, where the trace says so; the step is still to come then. */
function preempt(kernel: LinuxKernel, at: string): boolean {
  const { preemptions, stack } = kernel.state;
  const index = preemptions.findIndex((preemption) => preemption.at === at);
  const [preemption] = index < 0 ? [] : preemptions.splice(index, 1);
  if (!preemption) return false;
  const cpu = stack.at(-1)?.cpu ?? kernel.state.cpu;
  enterRoutine(kernel, { routine: 'preempt_schedule_irq', locals: { next: preemption.task }, cpu });
  return true;
}

function follow(kernel: LinuxKernel, frame: RoutineFrame, routine: Routine, index: number, next: Next): void {
  if (next === undefined) return;
  if ('goto' in next) {
    const target = routine.steps.findIndex(({ name }) => name === next.goto);
    frame.step = nextRunnable(routine, target);
  } else if ('call' in next) {
    if (next.retry) frame.step = index;
    const { call, into, cpu = frame.cpu } = next;
    enterRoutine(kernel, { routine: call, locals: { ...next.with }, cpu, ...(into !== undefined && { into }) });
  } else if ('return' in next) {
    returnFrom(kernel, next.return);
  } else {
    kernel.state.stack.length = 0;
  }
}

/** Pops the innermost frame and hands its result to the caller, or to what entered the kernel. */
function returnFrom(kernel: LinuxKernel, result: LocalValue | undefined): void {
  const { stack } = kernel.state;
  const frame = stack.pop();
  if (!frame) return;
  const caller = stack.at(-1);
  if (!caller) kernel.leave(frame, result);
  else if (frame.into !== undefined) caller.locals[frame.into] = result ?? null;
}

/** Routines that have run past their last step return without a result. */
function returnFromEnds(kernel: LinuxKernel): void {
  for (;;) {
    const frame = kernel.state.stack.at(-1);
    if (!frame || frame.step < kernel.routine(frame.routine).steps.length) return;
    returnFrom(kernel, undefined);
  }
}

function nextRunnable({ steps }: Routine, from: number): number {
  let index = from;
  while (index < steps.length && !steps[index]?.run) index++;
  return index;
}
