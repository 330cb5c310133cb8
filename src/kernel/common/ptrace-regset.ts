/** ptrace(2) on register sets (kernel/ptrace.c, kernel/regset.c): between a stopped task and its tracer's memory. */

import { toLinear } from '../../machine/architecture/linear-address';
import { LEGACY_SIZE } from '../../machine/architecture/xsave-format';
import { copyFromUser, copyToUser } from '../model/memory/user-memory';
import type { KernelContext } from '../routines/kernel-context';
import { configured, since } from '../routines/of-version';
import { big, flag, num, text } from '../routines/read-locals';
import type { Routine, RoutineStep } from '../routines/routine';
import type { LocalsWith } from '../routines/routine-locals';
import { ERRNO, NT, PTRACE } from '../state/constants';
import type { FpuConfig } from '../state/fpstate';
import { KERNEL_SPACE, REGSET_BUFFER } from '../state/memory-map';
import { GENERAL_SIZE, getGeneralRegisters, setGeneralRegisters } from './ptrace-registers';
import { tracedChild } from './ptrace-signal';

const IOVEC_SIZE = 16;
/** Of the length in a `struct iovec`. */
export const IOV_LEN = 8;
/** Bytes of one of the units that a register set is counted in. */
const REGSET_UNIT = 8;

/** `struct user_regset` (arch/x86/kernel/ptrace.c). */
interface Regset {
  readonly get: 'xfpregs_get' | 'xstateregs_get';
  readonly set: 'xfpregs_set' | 'xstateregs_set';
  /** Bytes of the whole. */
  readonly size: (fpu: FpuConfig) => number;
}

const REGSETS: ReadonlyMap<bigint, Regset> = new Map<bigint, Regset>([
  [NT.PRFPREG, { get: 'xfpregs_get', set: 'xfpregs_set', size: () => LEGACY_SIZE }],
  [NT.X86_XSTATE, { get: 'xstateregs_get', set: 'xstateregs_set', size: ({ userMaxSize }) => userMaxSize }],
]);

function regsetOf(locals: LocalsWith<'type'>): Regset | undefined {
  return REGSETS.get(big(locals, 'type'));
}

const shadowStack: RoutineStep<'kiov.iov_len' | 'type'> = {
  name: 'shstk',
  code: 'if (type == NT_X86_SHSTK && !ssp_active(child)) return kiov->iov_len % sizeof(long) ? -EINVAL : -ENODEV;',
  why: 'The shadow stack pointer. No program has turned shadow stacks on: that is not modelled.',
  run: (_kernel, locals) => {
    if (big(locals, 'type') !== NT.X86_SHSTK) return undefined;
    return { return: num(locals, 'kiov.iov_len') % REGSET_UNIT === 0 ? -ERRNO.ENODEV : -ERRNO.EINVAL };
  },
};

export const ptraceRegset: Routine<'ptrace_regset'> = {
  name: 'ptrace_regset',
  signature: 'static int ptrace_regset(struct task_struct *child, int req, unsigned int type, struct iovec *kiov)',
  file: 'kernel/ptrace.c',
  summary: 'Finds the register set and moves as much of it as there is room for. Here: the length, or an error.',
  steps: [
    ...configured('distro', ...since('managesShadowStacks', shadowStack)),
    {
      name: 'general',
      code: 'if (type == NT_PRSTATUS) return genregs(child, req, kiov);',
      why: 'The general registers: 27 words, of which a tracer may want or set the first ones only.',
      run: (kernel, locals) =>
        big(locals, 'type') === NT.PRSTATUS ? { return: generalRegisters(kernel, locals) } : undefined,
    },
    {
      name: 'find',
      code: 'regset = find_regset(task_user_regset_view(child), type);',
      why: 'Of the others NT_PRFPREG and NT_X86_XSTATE are modelled.',
      run: (_kernel, locals) => (regsetOf(locals) ? undefined : { return: -ERRNO.EINVAL }),
    },
    {
      name: 'check_length',
      code: 'if (kiov->iov_len % regset->size != 0) return -EINVAL;',
      why: 'A register set is counted in units of 8 bytes.',
      run: (_kernel, locals) =>
        num(locals, 'kiov.iov_len') % REGSET_UNIT === 0 ? undefined : { return: -ERRNO.EINVAL },
    },
    {
      name: 'length',
      code: 'kiov->iov_len = min(kiov->iov_len, regset->n * regset->size);',
      why: 'The whole at most: of NT_PRFPREG 512 bytes, of NT_X86_XSTATE 11008 on Sapphire Rapids, for every task.',
      run: ({ state }, locals) => {
        locals['kiov.iov_len'] = Math.min(num(locals, 'kiov.iov_len'), regsetOf(locals)?.size(state.fpu) ?? 0);
        return undefined;
      },
    },
    {
      name: 'set',
      code: 'if (req == PTRACE_SETREGSET) ret = regset->set(child, regset, 0, kiov->iov_len, kiov->iov_base);',
      why: 'Never less than the whole, as it turns out.',
      run: (_kernel, locals) =>
        isSet(locals)
          ? {
              call: regsetOf(locals)?.set ?? 'xstateregs_set',
              with: {
                target: text(locals, 'child'),
                count: num(locals, 'kiov.iov_len'),
                ubuf: num(locals, 'kiov.iov_base'),
              },
              into: 'ret',
            }
          : undefined,
    },
    {
      name: 'get',
      code: 'else ret = regset->regset_get(child, regset, &buf);',
      why: 'Into a buffer of the kernel first.',
      run: (_kernel, locals) =>
        isSet(locals)
          ? undefined
          : {
              call: regsetOf(locals)?.get ?? 'xstateregs_get',
              with: { target: text(locals, 'child'), to: REGSET_BUFFER },
              into: 'ret',
            },
    },
    {
      name: 'copy_to_user',
      code: 'if (!ret && req == PTRACE_GETREGSET) ret = copy_to_user(kiov->iov_base, buf, kiov->iov_len) ? -EFAULT : 0;',
      why: 'A tracer with a smaller buffer gets the beginning.',
      run: (kernel, locals) => {
        if (isSet(locals) || num(locals, 'ret') !== 0) return undefined;
        const bytes = kernel.memory.peek(KERNEL_SPACE, REGSET_BUFFER, num(locals, 'kiov.iov_len')) ?? new Uint8Array();
        if (!copyToUser(kernel, num(locals, 'kiov.iov_base'), bytes)) locals.ret = -ERRNO.EFAULT;
        return undefined;
      },
    },
    {
      name: 'return',
      code: 'return ret;',
      why: '',
      run: (_kernel, locals) => ({ return: flag(locals, 'ret') ? num(locals, 'ret') : num(locals, 'kiov.iov_len') }),
    },
  ],
};

/** The length, or an error, as for the other register sets. */
function generalRegisters(
  kernel: KernelContext,
  locals: LocalsWith<'child' | 'kiov.iov_base' | 'kiov.iov_len' | 'request'>,
): number {
  const child = tracedChild(kernel, locals);
  const length = Math.min(num(locals, 'kiov.iov_len'), GENERAL_SIZE);
  if (!child || length % REGSET_UNIT !== 0) return -ERRNO.EINVAL;
  const move = isSet(locals) ? setGeneralRegisters : getGeneralRegisters;
  return move(kernel, child, num(locals, 'kiov.iov_base'), length) || length;
}

function isSet(locals: LocalsWith<'request'>): boolean {
  const request = big(locals, 'request');
  return request === PTRACE.SETREGSET || request === PTRACE.SETFPREGS;
}

/** `struct iovec` in the tracer's memory; undefined where that cannot be read. */
export function readIovec(kernel: KernelContext, pointer: bigint): { base: number; length: number } | undefined {
  const address = toLinear(pointer);
  const bytes = address === undefined ? undefined : copyFromUser(kernel, address, IOVEC_SIZE);
  if (!bytes) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  // An address that is not canonical is no address of the user's: the copy will fail.
  return { base: toLinear(view.getBigUint64(0, true)) ?? -1, length: Number(view.getBigUint64(IOV_LEN, true)) };
}
