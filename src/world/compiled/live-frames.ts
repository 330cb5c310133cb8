/** The frames of programs that tasks run, as they are now. */
import type { World } from '../state/world';
import { type CompiledFrame, viewsOf } from './compiled-frame';
import { compiledProgramOf } from './compiled-program';
import { nativeHere } from './kernel-image';
import { stackOfKernel } from './kernel-stack';
import { frameRegisters, type LiveStack, unwindStack } from './unwind-stack';

/** Of the program that the flow is in; undefined where the flow is in code of the trace, or nothing is known of the program. */
export function stackOfFlow(world: World, most?: number): LiveStack | undefined {
  const { flow, cpu, memory, program } = world;
  const compiled = program.stepAt(flow.address) ? undefined : compiledProgramOf(world);
  if (!compiled) return undefined;
  // While a real kernel's code is executed, the registers are the kernel's.
  const here = nativeHere(world);
  const gpr = here?.cpu === cpu ? here.native.saved.gpr : cpu.gpr;
  return { compiled, stack: unwindStack(compiled, memory, cpu.addressSpace, frameRegisters(gpr, flow.address), most) };
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

/** The frame that is executed: of a real kernel's code, else the one that the flow is in. */
export function innermostFrame(world: World): CompiledFrame | undefined {
  return compiledOf(stackOfKernel(world, 1) ?? stackOfFlow(world, 1))[0];
}

/** Frame `index` of a task, counted from the innermost one that is of compiled code: a real kernel's, then the program's. */
export function frameAt(world: World, task: number | null, index: number): CompiledFrame | undefined {
  const isOfFlow = task === null || world.currentTask?.id === task;
  if (!isOfFlow) return compiledOf(stackOfTask(world, task))[index];
  return [...compiledOf(stackOfKernel(world)), ...compiledOf(stackOfFlow(world))][index];
}

/** One for each frame that is shown. */
function compiledOf(found: LiveStack | undefined): readonly (CompiledFrame | undefined)[] {
  return found?.stack.flatMap((physical) => viewsOf(found.compiled, physical)) ?? [];
}
