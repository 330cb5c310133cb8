/**
 * Giving buffers back (an idea in the RFC's thread, never written: "implement a routine to harvest unused buffers", Len
 * Brown, October 2020). The names are the model's own.
 */

import { componentsIn } from '../../machine/architecture/component';
import { MSR } from '../../machine/architecture/registers';
import { componentState } from '../../machine/xstate/component-state';
import { inUse } from '../../machine/xstate/xinuse';
import { areRegistersValid } from '../linux/switch-fpu-return';
import { vfree } from '../model/memory/vmalloc';
import { embeddedFpstate, initialiseArea, offsetIn, setXstateBv, xstateBv } from '../model/xstate/fpstate';
import { execute } from '../routines/exceptions';
import type { KernelContext } from '../routines/kernel-context';
import { num, text } from '../routines/read-locals';
import type { Routine } from '../routines/routine';
import type { Fpstate } from '../state/fpstate';
import { KERNEL_SPACE } from '../state/memory-map';
import type { Task } from '../state/task';
import { isAlive } from '../state/task';

export const harvestXstateAreas: Routine<'harvest_xstate_areas'> = {
  name: 'harvest_xstate_areas',
  signature: 'static void harvest_xstate_areas(struct task_struct *only)',
  file: 'arch/x86/kernel/fpu/xstate.c',
  summary:
    'Frees the buffers of tasks whose dynamic components are in their initial state, and arms XFD for them again.',
  steps: [
    {
      name: 'next_task',
      code: 'for_each_process_thread(p, tsk)',
      why: 'All tasks, or the one that was asked for.',
      run: (kernel, locals) => {
        const task = nextHolder(kernel, num(locals, 'index'), text(locals, 'only'));
        if (!task) return { return: undefined };
        locals.index = task.id + 1;
        locals.tsk = task.name;
        return undefined;
      },
    },
    {
      name: 'check_elsewhere',
      code: '    if (task_on_another_cpu(tsk)) continue;',
      why: 'Its registers are live over there, and only that CPU could look.',
      run: (kernel, locals) => {
        const task = kernel.task(text(locals, 'tsk'));
        if (!task) return { return: undefined };
        return task.cpu !== null && task.cpu !== kernel.cpu.index ? { goto: 'next_task' } : undefined;
      },
    },
    {
      name: 'check_init',
      code: '    if (xfeatures_in_use(tsk) & xfeatures_mask_user_dynamic) continue;',
      why: 'XGETBV(1) where the registers are the state, XSTATE_BV where memory is.',
      run: (kernel, locals) => {
        const task = kernel.task(text(locals, 'tsk'));
        if (!task) return { return: undefined };
        return isDynamicInUse(kernel, task) ? { goto: 'next_task' } : undefined;
      },
    },
    {
      name: 'move',
      code: '    copy_to_embedded(tsk);',
      why: 'What else the buffer holds goes back to the area in the task structure.',
      run: (kernel, locals) => {
        const task = kernel.task(text(locals, 'tsk'));
        if (!task) return undefined;
        const old = task.fpstate;
        locals.state_ptr = old.address;
        task.fpstate = embeddedFpstate(kernel, task.embedded);
        copyArea(kernel, old, task.fpstate);
        kernel.emit({ kind: 'grow', task: task.name, from: old.size, to: task.fpstate.size });
        return undefined;
      },
    },
    {
      name: 'free',
      code: '    vfree(state_ptr);',
      why: 'The point of it all.',
      run: (kernel, locals) => {
        vfree(kernel, num(locals, 'state_ptr'));
        return undefined;
      },
    },
    {
      name: 'arm',
      code: '    if (tsk == current) wrmsr(IA32_XFD, xfeatures_mask_user_dynamic);',
      why: 'The next use is a first use again. For other tasks the switch to them arms it.',
      run: (kernel, locals) => {
        if (kernel.current?.name !== text(locals, 'tsk')) return undefined;
        kernel.percpu.xfdState = kernel.state.fpu.dynamic;
        return execute(kernel, locals, () => kernel.writeMsr(MSR.IA32_XFD, kernel.state.fpu.dynamic));
      },
    },
    {
      name: 'loop',
      code: '}',
      why: '',
      // No task to continue from: the step that chooses a task was left out.
      run: (kernel, locals) => (kernel.task(text(locals, 'tsk')) ? { goto: 'next_task' } : { return: undefined }),
    },
  ],
};

function nextHolder({ state }: KernelContext, from: number, only: string): Task | undefined {
  return state.tasks.find(
    (task) => task.id >= from && isAlive(task) && task.fpstate.isValloc && (only === '' || task.name === only),
  );
}

function isDynamicInUse(kernel: KernelContext, task: Task): boolean {
  const isLive = kernel.current === task ? !task.needFpuLoad : areRegistersValid(kernel, task);
  const used = isLive ? inUse(kernel.cpu) : xstateBv(kernel, task.fpstate);
  return (used & kernel.state.fpu.dynamic) !== 0n;
}

/** Component by component, because the layouts differ behind the one that is left out. */
function copyArea(kernel: KernelContext, from: Fpstate, to: Fpstate): void {
  const { memory } = kernel;
  initialiseArea(kernel, to.address, to.size, to.xfeatures);
  for (const { index } of componentsIn(to.xfeatures)) {
    const { size } = componentState(index);
    const source = offsetIn(kernel, from, index);
    const target = offsetIn(kernel, to, index);
    if (source === undefined || target === undefined) continue;
    const bytes = memory.peek(KERNEL_SPACE, from.address + source, size);
    if (bytes) memory.poke(KERNEL_SPACE, to.address + target, bytes);
  }
  setXstateBv(kernel, to, xstateBv(kernel, from) & to.xfeatures);
}
