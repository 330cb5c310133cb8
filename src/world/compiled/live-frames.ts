/** The frames of programs that tasks run, as they are now. */
import type { World } from '../state/world';
import { type CompiledFrame, viewsOf } from './compiled-frame';
import { type CompiledProgram, compiledProgramOf } from './compiled-program';
import { frameRegisters, type PhysicalFrame, unwindStack } from './unwind-stack';

/** The call stack of a program, innermost first. */
export interface LiveStack {
  readonly compiled: CompiledProgram;
  readonly stack: readonly PhysicalFrame[];
}

/** Of the program that the flow is in; undefined where the flow is in code of the trace, or nothing is known of the program. */
export function stackOfFlow(world: World, most?: number): LiveStack | undefined {
  const { flow, cpu, memory, program } = world;
  const compiled = program.stepAt(flow.address) ? undefined : compiledProgramOf(world);
  if (!compiled) return undefined;
  return {
    compiled,
    stack: unwindStack(compiled, memory, cpu.addressSpace, frameRegisters(cpu.gpr, flow.address), most),
  };
}

/** Of a task, on whichever CPU it runs, or on none. */
export function stackOfTask(world: World, id: number): LiveStack | undefined {
  const { kernel, program, memory, cpus } = world;
  const task = kernel?.state.tasks[id];
  const space = task && kernel?.state.processes[task.process]?.space;
  if (!task || space === undefined) return undefined;
  const { gpr, rip } = (task.cpu === null ? undefined : cpus[task.cpu]) ?? task.saved;
  const compiled = program.stepAt(rip) ? undefined : compiledProgramOf(world, task);
  return compiled && { compiled, stack: unwindStack(compiled, memory, space, frameRegisters(gpr, rip)) };
}

/** The frame that the flow is in. */
export function innermostFrame(world: World): CompiledFrame | undefined {
  const found = stackOfFlow(world, 1);
  return found && compiledOf(found)[0];
}

/** Frame `index` of a task, counted from the innermost one of its program. */
export function frameAt(world: World, task: number | null, index: number): CompiledFrame | undefined {
  const isOfFlow = task === null || world.currentTask?.id === task;
  const found = isOfFlow ? stackOfFlow(world) : stackOfTask(world, task);
  return found && compiledOf(found)[index];
}

/** One for each frame that is shown. */
function compiledOf({ compiled, stack }: LiveStack): readonly (CompiledFrame | undefined)[] {
  return stack.flatMap((physical) => viewsOf(compiled, physical));
}
