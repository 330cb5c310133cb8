/** Boot of a kernel whose tasks all have room for every component: the defaults, and buffers for the first tasks. */
import { startKernel as mainlineStart } from '../common/start-kernel';
import { initSystemXstate as mainlineInit } from '../linux/init-system-xstate';
import { num } from '../routines/read-locals';
import { stepOf, vary } from '../routines/variation';

export const initSystemXstate = vary(mainlineInit, {
  default_features: [
    {
      name: 'default_features',
      code: 'cfg.default = cfg.max;',
      why: 'Every task has room for all of it from its start, tiles included: 8 KiB more, whether it uses them or not.',
      run: ({ state: { fpu } }) => {
        fpu.kernelDefault = fpu.kernelMax;
        fpu.userDefault = fpu.userMax;
        fpu.permitted = fpu.kernelMax;
        return undefined;
      },
    },
  ],
  init_xfd: [
    {
      name: 'init_xfd',
      code: 'init_fpstate.xfd = 0;',
      why: 'There is nothing to wait for: XFD is never armed, and the code that would switch it is patched out.',
      run: ({ state: { fpu } }) => {
        fpu.dynamic = 0n;
        return undefined;
      },
    },
  ],
});

export const startKernel = vary(mainlineStart, {
  run_init: [
    stepOf(mainlineStart, 'run_init'),
    {
      name: 'next_task',
      code: 'for_each_process_thread(p, t) {',
      why: '',
      run: (kernel, locals) => {
        const task = kernel.state.tasks[num(locals, 'index')];
        if (!task) return { return: undefined };
        locals.index = num(locals, 'index') + 1;
        locals.t = task.name;
        return undefined;
      },
    },
    {
      name: 'buffer',
      context: 'preemptible',
      code: '    if (!(t->flags & PF_KTHREAD)) fpstate_alloc(t, GFP_KERNEL | __GFP_NOFAIL);',
      why: 'The tasks that the trace declares have theirs whatever the budget: it is forks that fail.',
      run: (kernel, { t = null }) =>
        typeof t === 'string' && !kernel.task(t)?.kthread
          ? { call: 'fpstate_alloc', with: { tsk: t, nofail: true } }
          : undefined,
    },
    {
      name: 'end_tasks',
      code: '}',
      why: '',
      // The step that counts on may be left out: then there is one round.
      run: (_kernel, locals) => (num(locals, 'index') === 0 ? undefined : { goto: 'next_task' }),
    },
  ],
});
