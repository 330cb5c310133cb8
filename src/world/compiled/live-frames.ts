/** The frames of programs that tasks run, as they are now. */
import type { Task } from '../../kernel/state/task';
import type { LinearAddress } from '../../machine/architecture/linear-address';
import type { World } from '../state/world';
import { type CompiledFrame, viewsOf } from './compiled-frame';
import { compiledFileOf, compiledProgramOf, coreOf } from './compiled-program';
import { nativeHere } from './kernel-image';
import { stackOfKernel } from './kernel-stack';
import { frameRegisters, type PhysicalFrame, unwindStack } from './unwind-stack';

/** Innermost first. */
type LiveStack = readonly PhysicalFrame[];

/** Of the program that the flow is in; undefined where the flow is in code of the trace, or nothing is known of the program. */
export function stackOfFlow(world: World, most?: number): LiveStack | undefined {
  const { flow, cpu, program, currentTask } = world;
  if (program.stepAt(flow.address) || !compiledProgramOf(world)) return undefined;
  // While a real kernel's code is executed, the registers are the kernel's.
  const here = nativeHere(world);
  const gpr = here?.cpu === cpu ? here.native.saved.gpr : cpu.gpr;
  return unwound(world, currentTask, cpu.addressSpace, gpr, flow.address, most);
}

/** Of the flow's task out of a core, which stands still while the flow is in code of the trace; undefined where there is none. */
export function stackOfCore(world: World, most?: number): LiveStack | undefined {
  const { flow, cpu, program, currentTask } = world;
  if (!currentTask || !program.stepAt(flow.address) || !coreOf(world, currentTask)) return undefined;
  return unwound(world, currentTask, cpu.addressSpace, cpu.gpr, currentTask.position, most);
}

/** Of a task, on whichever CPU it runs, or on none. */
export function stackOfTask(world: World, id: number): LiveStack | undefined {
  const { kernel, program, cpus } = world;
  const task = kernel?.state.tasks[id];
  const space = task && kernel?.state.processes[task.process]?.space;
  if (!task || space === undefined) return undefined;
  const { gpr, rip } = (task.cpu === null ? undefined : cpus[task.cpu]) ?? task.saved;
  const isInTrace = program.stepAt(rip) !== undefined;
  if (isInTrace && !coreOf(world, task)) return undefined;
  const address = isInTrace ? task.position : rip;
  return compiledProgramOf(world, task, address) && unwound(world, task, space, gpr, address);
}

function unwound(
  world: World,
  task: Task | undefined,
  space: number,
  gpr: BigUint64Array,
  address: LinearAddress,
  most?: number,
): LiveStack {
  const fileAt = (at: LinearAddress) => compiledFileOf(world, task, at);
  return unwindStack(fileAt, world.memory, space, frameRegisters(gpr, address), most);
}

/** The frame that is executed: of a real kernel's code, else the one that the flow is in. */
export function innermostFrame(world: World): CompiledFrame | undefined {
  return compiledOf(stackOfKernel(world, 1) ?? stackOfFlow(world, 1) ?? stackOfCore(world, 1))[0];
}

/** Frame `index` of a task, counted from the innermost one that is of compiled code: a real kernel's, then the program's. */
export function frameAt(world: World, task: number | null, index: number): CompiledFrame | undefined {
  const isOfFlow = task === null || world.currentTask?.id === task;
  if (!isOfFlow) return compiledOf(stackOfTask(world, task))[index];
  return [...compiledOf(stackOfKernel(world)), ...compiledOf(stackOfFlow(world) ?? stackOfCore(world))][index];
}

/** One for each frame that is shown. */
function compiledOf(stack: LiveStack = []): readonly (CompiledFrame | undefined)[] {
  return stack.flatMap(viewsOf);
}
