/** `__switch_to` of a real kernel, between what the modelled scheduler keeps of the two tasks (arch/x86/kernel/process_64.c). */

import { parties, putAside, takeUp } from '../../common/context-switch';
import { enterIdle } from '../../linux/idle-fpregs';
import type { Routine } from '../../routines/routine';
import { IDLE } from '../../state/constants';
import type { NativeRow } from './native-routine';

const nativeSwitchTo: Routine<'__switch_to'> = {
  name: '__switch_to',
  context: 'irqs',
  signature: 'struct task_struct *__switch_to(struct task_struct *prev_p, struct task_struct *next_p)',
  file: 'arch/x86/kernel/process_64.c',
  summary: 'Makes next the current task of this CPU.',
  steps: [
    {
      name: 'put_aside',
      code: '__switch_to_asm: pushes the registers of prev;',
      why: 'The stack is changed in assembly, between the two tasks: that part is the model’s.',
      run: (kernel, locals) => {
        const { prev } = parties(kernel, locals);
        if (prev) putAside(kernel, prev);
        return undefined;
      },
    },
    {
      name: 'call',
      code: '__switch_to(prev, next);',
      why: 'Executed instruction by instruction, as the image has it: step in to follow it.',
      run: (_kernel, { prev = null, next = null }) => ({ call: '__switch_to_code', with: { prev, next } }),
    },
    {
      name: 'current',
      code: '__switch_to_asm: pops the registers of next;',
      why: 'From here on "current" is the next task.',
      run: (kernel, locals) => {
        const { prev, next } = parties(kernel, locals);
        if (next) takeUp(kernel, next);
        kernel.percpu.current = next?.id ?? null;
        kernel.emit({ kind: 'switch', from: prev?.name ?? IDLE, to: next?.name ?? IDLE });
        return undefined;
      },
    },
    enterIdle,
  ],
};

/** The call itself, so that the routine above goes on behind it. */
const nativeSwitchCode: Routine<'__switch_to_code'> = {
  name: '__switch_to_code',
  native: '__switch_to',
  context: 'irqs',
  signature: 'struct task_struct *__switch_to(struct task_struct *prev_p, struct task_struct *next_p)',
  file: 'arch/x86/kernel/process_64.c',
  summary: 'The function itself.',
  steps: [
    {
      name: 'call',
      code: '__switch_to(prev_p, next_p);',
      why: 'The extended state of prev is saved here; that of next is not loaded here.',
      run: (kernel, locals) => {
        const { prev, next } = parties(kernel, locals);
        const { native } = kernel;
        return { native: '__switch_to', arguments: native ? [native.task(prev), native.task(next)] : [] };
      },
    },
  ],
};

export const SWITCH_ROUTINES: readonly NativeRow[] = [nativeSwitchTo, nativeSwitchCode].map((routine) => ({
  routine,
  needs: '__switch_to',
}));
