/**
 * The registers of a task, wherever they are: on a CPU, or saved in its task structure and its XSAVE buffer. A task
 * that is switched out is shown through a processor of its own that its saved state has been loaded into.
 */
import type { Kernel } from '../../kernel/entry/kernel';
import type { Task } from '../../kernel/state/task';
import { buildHas } from '../../kernel/versions/lifetime';
import { Cpu } from '../../machine/cpu/cpu';
import { restoreComponent } from '../../machine/xstate/component-state';
import { readArea } from '../../machine/xstate/xsave-area';
import type { World } from '../state/world';

export interface TaskRegisters {
  readonly cpu: Cpu;
  /** Changes to `cpu` change the task: its extended state and its general registers are in the processor. */
  readonly live: boolean;
}

export function taskRegisters(world: World, kernel: Kernel, task: Task): TaskRegisters {
  const running = task.cpu === null ? undefined : world.cpus[task.cpu];
  if (running && !task.needFpuLoad) return { cpu: running, live: true };
  const saved = new Cpu(task.cpu ?? 0, world.program.processor, world.memory);
  const source = running ?? world.cpu;
  saved.cr0 = source.cr0;
  saved.cr4 = source.cr4;
  saved.xcr0 = source.xcr0;
  saved.xss = source.xss;
  saved.xfd = task.fpstate.xfd;
  saved.cpl = 3;
  saved.addressSpace = kernel.state.processes[task.process]?.space ?? 0;
  // R16-R31 are extended state, and in the buffer.
  if (running) saved.gpr.set(running.gpr.subarray(0, task.saved.gpr.length));
  else saved.gpr.set(task.saved.gpr);
  saved.rip = running ? running.rip : task.saved.rip;
  saved.fsBase = running ? running.fsBase : task.saved.fsBase;
  saved.gsBase = running ? running.gsBase : task.saved.gsBase;
  saved.rflags = running ? running.rflags : task.saved.rflags;
  loadBuffer(saved, world, task);
  // Where PKRU is switched by itself, the buffer may hold another value: nobody loads that.
  if (buildHas(world.program.policy, 'switchesPkruByItself')) saved.pkru = task.pkru;
  return { cpu: saved, live: false };
}

function loadBuffer(cpu: Cpu, world: World, task: Task): void {
  const bytes = world.memory.peek(0, task.fpstate.address, task.fpstate.size);
  const area = bytes && readArea(bytes, world.program.processor);
  for (const { component, bytes: section, inUse } of area?.components ?? []) {
    if (inUse && section.length >= component.size) restoreComponent(cpu, component.index, section);
  }
}
