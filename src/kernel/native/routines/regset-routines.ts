/** Register sets of ptrace and core files by a real kernel's own code (arch/x86/kernel/fpu/regset.c). */
import { fromLinear } from '../../../machine/architecture/linear-address';
import { LEGACY_SIZE } from '../../../machine/architecture/xsave-format';
import { copyFromUser } from '../../model/memory/user-memory';
import { regsetTarget, writeRegset } from '../../model/xstate/regset';
import type { KernelContext } from '../../routines/kernel-context';
import type { NativeFunctions } from '../../routines/native-functions';
import { num } from '../../routines/read-locals';
import type { RoutineStep } from '../../routines/routine';
import type { LocalsWith } from '../../routines/routine-locals';
import { ERRNO } from '../../state/constants';
import { REGSET_BUFFER } from '../../state/memory-map';
import { kernelBuffer, pointerTo } from './kernel-buffer';
import { type NativeRow, nativeRoutine } from './native-routine';

const FILE = 'arch/x86/kernel/fpu/regset.c';

/** Bytes of a whole register set. */
type Whole = (kernel: KernelContext) => number;
const WHOLE: Readonly<Record<'xstate' | 'fx', Whole>> = {
  xstate: ({ state }) => state.fpu.userMaxSize,
  fx: () => LEGACY_SIZE,
};

/** `regset` itself is what neither function looks at. A `struct membuf` by value is an address and a length. */
const NO_REGSET = 0n;

function getArguments(whole: Whole) {
  return (native: NativeFunctions, kernel: KernelContext, locals: LocalsWith<'target' | 'to'>) => [
    native.task(regsetTarget(kernel, locals)),
    NO_REGSET,
    pointerTo(locals, 'to'),
    BigInt(whole(kernel)),
  ];
}

/** The whole is copied by the model. A part is none that the function would copy: it refuses that by its length. */
function copyIn(whole: Whole): RoutineStep<'count' | 'ubuf'> {
  return {
    name: 'copy_from_user',
    code: 'kbuf = memdup_user(ubuf, count); if (IS_ERR(kbuf)) return PTR_ERR(kbuf);',
    why: 'What the tracer has, in memory of the kernel: copies from and to user memory are the model’s.',
    run: (kernel, locals) => {
      const count = num(locals, 'count');
      const isWhole = count === whole(kernel);
      const bytes = isWhole ? copyFromUser(kernel, num(locals, 'ubuf'), count) : new Uint8Array(whole(kernel));
      if (!bytes) return { return: -ERRNO.EFAULT };
      writeRegset(kernel, REGSET_BUFFER, bytes);
      return undefined;
    },
  };
}

function setArguments(native: NativeFunctions, kernel: KernelContext, locals: LocalsWith<'count' | 'target'>) {
  const task = native.task(regsetTarget(kernel, locals));
  return [task, NO_REGSET, 0n, BigInt(num(locals, 'count')), fromLinear(REGSET_BUFFER), 0n];
}

export const REGSET_ROUTINES: readonly NativeRow[] = [
  nativeRoutine({
    name: 'xstateregs_get',
    signature: 'int xstateregs_get(struct task_struct *target, const struct user_regset *regset, struct membuf to)',
    file: FILE,
    summary: 'The state of a task in standard format, for ptrace and for core files.',
    returns: 'int',
    before: kernelBuffer('to', WHOLE.xstate),
    arguments: getArguments(WHOLE.xstate),
  }),
  nativeRoutine({
    name: 'xstateregs_set',
    signature:
      'int xstateregs_set(struct task_struct *target, ..., unsigned int pos, unsigned int count, const void *kbuf, ubuf)',
    file: FILE,
    summary: 'Gives a stopped task another state.',
    returns: 'int',
    before: copyIn(WHOLE.xstate),
    arguments: setArguments,
  }),
  nativeRoutine({
    name: 'xfpregs_get',
    signature: 'int xfpregs_get(struct task_struct *target, const struct user_regset *regset, struct membuf to)',
    file: FILE,
    summary: 'x87, XMM and MXCSR of a task as FXSAVE writes them.',
    returns: 'int',
    before: kernelBuffer('to', WHOLE.fx),
    arguments: getArguments(WHOLE.fx),
  }),
  nativeRoutine({
    name: 'xfpregs_set',
    signature:
      'int xfpregs_set(struct task_struct *target, ..., unsigned int pos, unsigned int count, const void *kbuf, ubuf)',
    file: FILE,
    summary: 'Gives a stopped task other x87 and XMM registers.',
    returns: 'int',
    before: copyIn(WHOLE.fx),
    arguments: setArguments,
  }),
];
