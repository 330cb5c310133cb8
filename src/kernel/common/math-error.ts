/** Exceptions of x87, SSE and AVX arithmetic (arch/x86/kernel/traps.c: math_error; fpu/core.c: fpu__exception_code). */
import { MXCSR_DEFAULT } from '../../machine/architecture/bits';
import { toLinear } from '../../machine/architecture/linear-address';
import { MXCSR_OFFSET } from '../../machine/architecture/xsave-format';
import { forceSignal, noteTrap } from '../model/tasks/signals';
import type { KernelContext } from '../routines/kernel-context';
import { big, flag, num } from '../routines/read-locals';
import type { Routine } from '../routines/routine';
import type { SaveRoutine } from '../routines/routine-locals';
import { SI_CODE } from '../state/constants';
import { KERNEL_SPACE } from '../state/memory-map';

type MathRoutine = 'exc_coprocessor_error' | 'exc_simd_coprocessor_error';

interface MathError {
  readonly mnemonic: '#MF' | '#XM';
  readonly routine: MathRoutine;
  /** The oops in kernel mode. */
  readonly oops: string;
  readonly summary: string;
  /** As the source shows it. */
  readonly flagsText: string;
  /** Exceptions that are raised and not masked, in the order of the flags. @param area the legacy region. */
  readonly flags: (area: DataView) => number;
}

const FCW_OFFSET = 0;
const FSW_OFFSET = 2;
/** Between the flags of MXCSR and their masks. */
const MXCSR_MASK_SHIFT = 7;

const ERRORS: readonly MathError[] = [
  {
    mnemonic: '#MF',
    routine: 'exc_coprocessor_error',
    oops: 'fpu exception',
    summary: 'An unmasked x87 exception.',
    flagsText: 'swd & ~cwd',
    flags: (area) => area.getUint16(FSW_OFFSET, true) & ~area.getUint16(FCW_OFFSET, true),
  },
  {
    mnemonic: '#XM',
    routine: 'exc_simd_coprocessor_error',
    oops: 'simd exception',
    summary: 'An unmasked SSE or AVX exception.',
    flagsText: '~(mxcsr >> 7) & mxcsr',
    flags: (area) => {
      const mxcsr = area.getUint32(MXCSR_OFFSET, true);
      return ~(mxcsr >> MXCSR_MASK_SHIFT) & mxcsr;
    },
  },
];

/** `si_code` by the first flag that is set: invalid, zero divide, overflow, underflow and denormal, precision. */
const CODES: readonly (readonly [flags: number, code: number])[] = [
  [0x01, SI_CODE.FPE_FLTINV],
  [0x04, SI_CODE.FPE_FLTDIV],
  [0x08, SI_CODE.FPE_FLTOVF],
  [0x12, SI_CODE.FPE_FLTUND],
  [0x20, SI_CODE.FPE_FLTRES],
];

/** @param save the routine that saves the current task's registers. */
export function mathErrors(save: SaveRoutine): readonly Routine[] {
  return ERRORS.map((error) => mathError(error, save));
}

function mathError(
  { mnemonic, routine, oops, summary, flagsText, flags }: MathError,
  save: SaveRoutine,
): Routine<MathRoutine> {
  return {
    name: routine,
    signature: `void ${routine}(struct pt_regs *regs)`,
    file: 'arch/x86/kernel/traps.c',
    summary,
    steps: [
      {
        name: 'check_user_mode',
        code: `if (!user_mode(regs)) die("${oops}", regs, 0);`,
        why: 'The kernel does not expect this of itself: an oops.',
        run: (_kernel, locals) => (flag(locals, 'user_mode') ? undefined : { call: 'die', with: { str: oops } }),
      },
      {
        name: 'sync',
        code: `fpu_sync_fpstate(fpu): if (!test_thread_flag(TIF_NEED_FPU_LOAD)) ${save}(fpu);`,
        why: 'What went wrong is read from memory, where a debugger may look as well.',
        run: ({ current }) =>
          current && !current.needFpuLoad ? { call: save, with: { fpstate: current.name } } : undefined,
      },
      {
        name: 'si_code',
        code: `si_code = fpu__exception_code(${flagsText});`,
        why: 'The first of: invalid operation, division by zero, overflow, underflow or a denormal, precision.',
        run: (kernel, locals) => {
          const raised = flags(legacyArea(kernel));
          locals.si_code = CODES.find(([mask]) => (raised & mask) !== 0)?.[1] ?? 0;
          return undefined;
        },
      },
      {
        name: 'check_spurious',
        code: 'if (!si_code) return;',
        why: 'No exception that is raised and not masked: the instruction is tried again.',
        run: (_kernel, locals) => (num(locals, 'si_code') === 0 ? { return: undefined } : undefined),
      },
      {
        name: 'signal',
        code: 'force_sig_fault(SIGFPE, si_code, regs->ip);',
        why: 'The task gets it on its way back to user mode, and cannot ignore it.',
        run: (kernel, locals) => {
          noteTrap(kernel.current, mnemonic, 0);
          const ip = toLinear(big(locals, 'regs_ip')) ?? 0;
          forceSignal(kernel, kernel.current, 'SIGFPE', num(locals, 'si_code'), ip);
          return undefined;
        },
      },
    ],
  };
}

/** The legacy region of the current task's area, as it is in memory. */
function legacyArea({ current, memory }: KernelContext): DataView {
  const size = MXCSR_OFFSET + 4;
  const bytes = current && memory.peek(KERNEL_SPACE, current.fpstate.address, size);
  if (bytes?.length === size) return new DataView(bytes.buffer, bytes.byteOffset, size);
  const initial = new DataView(new ArrayBuffer(size));
  initial.setUint32(MXCSR_OFFSET, MXCSR_DEFAULT, true);
  return initial;
}
