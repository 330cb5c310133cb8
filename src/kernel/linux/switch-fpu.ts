/** Extended state at a context switch: save now, load later (arch/x86/include/asm/fpu/sched.h). */
import { switchTo } from '../common/context-switch';
import { since, until } from '../routines/of-version';
import { text } from '../routines/read-locals';
import type { Routine, RoutineStep } from '../routines/routine';
import type { SaveRoutine } from '../routines/routine-locals';
import { enterIdle, fpuIdleFpregs } from './idle-fpregs';

/** The flag goes to the next task, until the switch came to be one function. @param save the routine that saves the registers. */
export function switchFpuPrepare(save: SaveRoutine): Routine<'switch_fpu_prepare'> {
  return {
    name: 'switch_fpu_prepare',
    context: 'irqs',
    signature: 'static inline void switch_fpu_prepare(struct task_struct *old, int cpu)',
    file: 'arch/x86/include/asm/fpu/sched.h',
    summary: 'Saves the registers of the task that leaves the CPU.',
    steps: [
      {
        name: 'check_kthread',
        code: 'if (old->flags & (PF_KTHREAD | PF_USER_WORKER)) return;',
        why: 'A kernel thread has no user state. The registers still hold that of the task before it, and it stays valid.',
        run: (kernel, locals) =>
          kernel.task(text(locals, 'old'))?.kthread === false ? undefined : { return: undefined },
      },
      ...saveAndNote(save),
    ],
  };
}

function saveAndNote(save: SaveRoutine): readonly RoutineStep<'old'>[] {
  return [
    {
      name: 'save',
      code: `${save}(old);`,
      why: 'Eagerly: the task may run on another CPU next.',
      run: (_kernel, { old = null }) => ({ call: save, with: { fpstate: old } }),
    },
    {
      name: 'last_cpu',
      code: 'old->fpu.last_cpu = cpu;',
      why: "The registers of this CPU remain a valid copy until another task's state is loaded over them.",
      run: (kernel, locals) => {
        const task = kernel.task(text(locals, 'old'));
        if (task) task.lastCpu = kernel.cpu.index;
        return undefined;
      },
    },
  ];
}

/** `__switch_to` calls it unless the registers have been saved already. */
export const prepareStep: RoutineStep<'prev'> = {
  name: 'prepare_fpu',
  code: 'if (!test_tsk_thread_flag(prev, TIF_NEED_FPU_LOAD)) switch_fpu_prepare(prev, cpu);',
  why: "With the flag set, the registers are not prev's, and its buffer is up to date.",
  run: (kernel, locals) => {
    const prev = kernel.task(text(locals, 'prev'));
    return prev && !prev.needFpuLoad ? { call: 'switch_fpu_prepare', with: { old: prev.name } } : undefined;
  },
};

const finishStep: RoutineStep<'next'> = {
  name: 'finish_fpu',
  code: 'switch_fpu_finish(next);',
  why: 'Loading waits for the return to user mode. IA32_XFD is not written here either: it follows the registers.',
  run: (_kernel, { next = null }) => ({ call: 'switch_fpu_finish', with: { new: next } }),
};

export const needFpuLoad: RoutineStep<'new'> = {
  name: 'set_need_load',
  code: 'set_tsk_thread_flag(new, TIF_NEED_FPU_LOAD);',
  why: 'Checked on the way to user mode; a kernel thread never gets there.',
  run: (kernel, locals) => {
    const task = kernel.task(text(locals, 'new'));
    if (task) task.needFpuLoad = true;
    return undefined;
  },
};

const switchFpuFinish: Routine<'switch_fpu_finish'> = {
  name: 'switch_fpu_finish',
  context: 'irqs',
  signature: 'static inline void switch_fpu_finish(struct task_struct *new)',
  file: 'arch/x86/include/asm/fpu/sched.h',
  summary: 'The task that comes does not have its state in the registers, or has to check that it does.',
  steps: [needFpuLoad],
};

const SAVE = 'save_fpregs_to_fpstate';

const switchFpuStep: RoutineStep<'prev'> = {
  name: 'switch_fpu',
  code: 'switch_fpu(prev, cpu);',
  why: 'The task that leaves; nothing has to be done for the one that comes.',
  run: (_kernel, { prev = null }) => ({ call: 'switch_fpu', with: { old: prev } }),
};

/** One function, where there were two: the flag goes to the task that leaves, before its registers are saved. */
const switchFpu: Routine<'switch_fpu'> = {
  name: 'switch_fpu',
  context: 'irqs',
  signature: 'static inline void switch_fpu(struct task_struct *old, int cpu)',
  file: 'arch/x86/include/asm/fpu/sched.h',
  summary: 'Saves the registers of the task that leaves the CPU, unless its buffer has them.',
  steps: [
    {
      name: 'check',
      code: 'if (test_tsk_thread_flag(old, TIF_NEED_FPU_LOAD) || old->flags & (PF_KTHREAD | PF_USER_WORKER)) return;',
      why: "Saved already, or a kernel thread: what is in the registers is not old's.",
      run: (kernel, locals) => {
        const task = kernel.task(text(locals, 'old'));
        return !task || task.kthread || task.needFpuLoad ? { return: undefined } : undefined;
      },
    },
    {
      name: 'set_need_load',
      code: 'set_tsk_thread_flag(old, TIF_NEED_FPU_LOAD);',
      why: 'Before saving, so that memory counts as the newer copy from here on.',
      run: (kernel, locals) => {
        const task = kernel.task(text(locals, 'old'));
        if (task) task.needFpuLoad = true;
        return undefined;
      },
    },
    ...saveAndNote(SAVE),
  ],
};

/** @param idle what `__switch_to` does about idle, behind its last line. */
function switchRoutines(idle: readonly RoutineStep<'next'>[]): readonly Routine[] {
  return [
    switchTo(
      [...until('switchesInOne', prepareStep), ...since('switchesInOne', switchFpuStep)],
      [...until('switchesInOne', finishStep), ...idle],
    ),
    ...until<Routine>('switchesInOne', switchFpuPrepare(SAVE), switchFpuFinish),
    ...since('switchesInOne', switchFpu),
  ];
}

export const fpuSwitch: readonly Routine[] = [
  ...switchRoutines(since('releasesTilesInIdle', enterIdle)),
  ...since('releasesTilesInIdle', fpuIdleFpregs),
];

/** The same, where tiles stay in idle. */
export const fpuSwitchWithoutIdle: readonly Routine[] = switchRoutines([]);
