/**
 * Runs routines one step at a time. The frames lie in `state.stack` as plain data, innermost last; a frame's `step` is
 * always that of a step that does something, so that a debugger shows the line that runs next.
 */

import { setOwnValue } from '../../machine/table';
import type { LocalValue, NativeFrame, NativeResult, RoutineFrame } from '../state/routine-frame';
import { BrokenKernel } from './broken-kernel';
import { goesRoundForEver } from './endless';
import type { KernelContext } from './kernel-context';
import { type NativeFunctions, NativeStop } from './native-functions';
import type { Next, Routine } from './routine';
import type { LocalName } from './routine-locals';
import { CONTEXTS, type StepContext } from './step-context';

/** The context of the interpreter: that of steps, and what only the interpreter needs. */
export interface RoutineHost extends KernelContext {
  /** @throws BrokenKernel if the policy has no routine of that name. */
  routine(name: string): Routine;
  /** Steps run on that CPU from here on. */
  runOn(cpu: number): void;
  /** The outermost routine has returned: its result goes to what entered the kernel. */
  leave(frame: RoutineFrame, result: LocalValue | undefined): void;
}

/** Puts a frame on the stack, for the first step that does something. */
export function enterRoutine(
  host: RoutineHost,
  { routine, locals, cpu, event }: Pick<RoutineFrame, 'routine' | 'locals' | 'cpu' | 'event'>,
  into?: string,
): void {
  const frame: RoutineFrame = { routine, step: nextRunnable(host.routine(routine), 0), locals, cpu };
  if (into !== undefined) frame.into = into;
  if (event) frame.event = event;
  host.state.stack.push(frame);
  returnFromEnds(host);
}

/** Runs the next step of the innermost routine, unless `without` has taken it out; nothing when none is active. */
export function stepRoutine(host: RoutineHost): void {
  const { state } = host;
  const frame = state.stack.at(-1);
  if (!frame) return;
  host.runOn(frame.cpu);
  if (frame.native) return stepNative(host, frame);
  const routine = host.routine(frame.routine);
  const index = frame.step;
  const step = routine.steps[index];
  if (step && state.preemptions.length > 0 && preempt(host, `${routine.name}.${step.name}`)) return;
  frame.step = nextRunnable(routine, index + 1);
  const skipped = step && state.without.length > 0 && state.without.includes(`${routine.name}.${step.name}`);
  try {
    const next = skipped ? undefined : step?.run?.(host, frame.locals);
    follow(host, frame, routine, index, next);
  } catch (stop) {
    // The boot of a real kernel calls functions in one piece, on machines that it may not be for.
    if (!(stop instanceof NativeStop)) throw stop;
    return stopNative(host, stop);
  }
  returnFromEnds(host);
}

/** Lets another task run first, where the trace says so; the step is still to come then. */
function preempt(host: RoutineHost, at: string): boolean {
  const { preemptions } = host.state;
  const index = preemptions.findIndex((preemption) => preemption.at === at);
  if (host.percpu.inKernelFpu || host.percpu.amxArea !== null) return false;
  const [preemption] = index < 0 ? [] : preemptions.splice(index, 1);
  if (!preemption) return false;
  enterRoutine(host, { routine: 'preempt_schedule_irq', locals: { next: preemption.task }, cpu: host.cpu.index });
  return true;
}

function follow(host: RoutineHost, frame: RoutineFrame, routine: Routine, index: number, next: Next<LocalName>): void {
  if (next === undefined) return;
  if ('goto' in next) {
    const target = nextRunnable(routine, indexOf(routine, next.goto, next.otherwise));
    if (target <= index && goesRoundForEver(host, frame)) return;
    frame.step = target;
  } else if ('call' in next) {
    if (next.retry) frame.step = index;
    const { call, into, cpu = frame.cpu } = next;
    enterRoutine(host, { routine: call, locals: { ...next.with }, cpu }, into);
  } else if ('native' in next) {
    enterNative(host, frame, routine.steps[index]?.runsIn ?? CONTEXTS.preemptible, next);
  } else if ('return' in next) {
    returnFrom(host, next.return);
  } else {
    host.state.stack.length = 0;
  }
}

function enterNative(
  host: RoutineHost,
  { cpu }: RoutineFrame,
  context: StepContext,
  next: Extract<Next, { native: string }>,
): void {
  const { native: name, arguments: values = [], returns = 'void', mode = 'user' } = next;
  if (!host.native) throw new RangeError(`there is no code for ${name}`);
  const native = { ...host.native.begin(name, values, { mode, context }), returns };
  host.state.stack.push({ routine: name, step: 0, locals: {}, cpu, native });
}

/** One instruction of a real kernel. What it returns, the routine that has called it returns. */
function stepNative(host: RoutineHost, { native }: RoutineFrame): void {
  if (!native || !host.native) return;
  if (host.state.preemptions.length > 0 && preemptNative(host, host.native, native)) return;
  try {
    if (!host.native.step(native)) return;
  } catch (stop) {
    if (!(stop instanceof NativeStop)) throw stop;
    return stopNative(host, stop);
  }
  const value = NATIVE_RESULT[native.returns](host.native.end(native));
  returnFrom(host, value);
  returnFrom(host, value);
  returnFromEnds(host);
}

/** As between steps, between two instructions: the function is put aside until the task has the CPU back. */
function preemptNative(host: RoutineHost, functions: NativeFunctions, native: NativeFrame): boolean {
  const place = functions.preemptiblePlace(native);
  if (place === undefined || !host.state.preemptions.some(({ at }) => at === place)) return false;
  functions.suspend(native);
  if (preempt(host, place)) return true;
  functions.resume(native);
  return false;
}

/** Nothing runs any more: what is not modelled cannot be gone round. */
function stopNative(host: RoutineHost, { message, functions }: NativeStop): void {
  const { state } = host;
  state.oops = functions.length === 0 ? message : `${message} It is in ${functions.join(', ')}.`;
  state.stack.length = 0;
  host.emit({ kind: 'oops', message: state.oops });
}

const NATIVE_RESULT: Readonly<Record<NativeResult, (rax: bigint) => LocalValue | undefined>> = {
  void: () => undefined,
  bool: (rax) => (rax & 0xffn) !== 0n,
  int: (rax) => Number(BigInt.asIntN(32, rax)),
  long: (rax) => BigInt.asIntN(64, rax),
};

/** Pops the innermost frame and hands its result to the caller, or to what entered the host. */
function returnFrom(host: RoutineHost, result: LocalValue | undefined): void {
  const { stack } = host.state;
  const frame = stack.pop();
  if (!frame) return;
  const caller = stack.at(-1);
  if (caller?.native?.suspended) host.native?.resume(caller.native);
  if (!caller) host.leave(frame, result);
  else if (frame.into !== undefined) setOwnValue(caller.locals, frame.into, result ?? null);
}

/** Routines that have run past their last step return without a result. */
function returnFromEnds(host: RoutineHost): void {
  for (;;) {
    const frame = host.state.stack.at(-1);
    if (!frame || frame.native || frame.step < host.routine(frame.routine).steps.length) return;
    returnFrom(host, undefined);
  }
}

/** @throws BrokenKernel where the routine has neither. */
function indexOf({ name: routine, steps }: Routine, wanted: string, otherwise = wanted): number {
  const places = placesOf(steps);
  const found = places.get(wanted) ?? places.get(otherwise);
  if (found === undefined) {
    throw new BrokenKernel(`\`${routine}\` goes on at its step \`${wanted}\`, which it does not have.`);
  }
  return found;
}

/** A cache: where in a routine the steps of each name are, the first of them. */
const places = new WeakMap<Routine['steps'], ReadonlyMap<string, number>>();

function placesOf(steps: Routine['steps']): ReadonlyMap<string, number> {
  let known = places.get(steps);
  if (!known) {
    known = new Map(steps.map(({ name }, index) => [name, index] as const).reverse());
    places.set(steps, known);
  }
  return known;
}

function nextRunnable({ steps }: Routine, from: number): number {
  let index = from;
  while (index < steps.length && !steps[index]?.run) index++;
  return index;
}
