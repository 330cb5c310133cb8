/** fork and execve where access belongs to the task that asked for it: children and new programs have to ask themselves. */
import { fpuFlushThread as mainlineFlush } from '../linux/flush-thread';
import { fpuClone as mainlineClone } from '../linux/fpu-clone';
import { vfree } from '../model/memory/vmalloc';
import { num } from '../routines/read-locals';
import { stepOf, vary } from '../routines/variation';

export const fpuClone = vary(
  mainlineClone,
  { inherit_perms: [] },
  {
    summary:
      'The child starts small: default buffer, armed XFD, no access. It has the parent’s registers except for tile data.',
  },
);

export const fpuFlushThread = vary(mainlineFlush, {
  reset_fpstate: [
    {
      name: 'note_old',
      code: 'old = fpu->fpstate->is_valloc ? fpu->fpstate : NULL;',
      why: 'The buffer that the old program had asked for.',
      run: ({ current }, locals) => {
        locals.old = current?.fpstate.isValloc ? current.fpstate.address : null;
        return undefined;
      },
    },
    stepOf(mainlineFlush, 'reset_fpstate'),
    {
      name: 'free_old',
      code: 'vfree(old);',
      why: 'Nobody refers to it any more: access ends here, and so does what it cost.',
      run: (kernel, locals) => {
        if (num(locals, 'old') !== 0) vfree(kernel, num(locals, 'old'));
        return undefined;
      },
    },
  ],
});
