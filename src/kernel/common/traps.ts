/**
 * Exceptions that need nothing but a signal (arch/x86/kernel/traps.c): one table, and a routine from each row. In
 * kernel mode each of them is an oops.
 */

import { DR6_STEP, type ExceptionMnemonic } from '../../machine/architecture/exception';
import { toLinear } from '../../machine/architecture/linear-address';
import { forceSignal, noteTrap } from '../model/tasks/signals';
import { big, flag, num } from '../routines/read-locals';
import type { Routine } from '../routines/routine';
import type { LocalsWith, TrapRoutine } from '../routines/routine-locals';
import { SI_CODE, SI_KERNEL, type SignalName } from '../state/constants';

interface Trap {
  readonly mnemonic: ExceptionMnemonic;
  readonly routine: TrapRoutine;
  /** The oops in kernel mode. */
  readonly oops: string;
  readonly signal: SignalName;
  readonly code: number | ((locals: LocalsWith<'dr6'>) => number);
  /** As the source names it. */
  readonly codeName: string;
  /** `si_addr`: the instruction, a null pointer, or none. */
  readonly address: 'instruction' | 'null' | 'none';
  readonly summary: string;
}

const TRAPS: readonly Trap[] = [
  {
    mnemonic: '#DE',
    routine: 'exc_divide_error',
    oops: 'divide error',
    signal: 'SIGFPE',
    code: SI_CODE.FPE_INTDIV,
    codeName: 'FPE_INTDIV',
    address: 'instruction',
    summary: 'Division by zero, or a quotient that does not fit.',
  },
  {
    mnemonic: '#DB',
    routine: 'exc_debug',
    oops: 'debug',
    signal: 'SIGTRAP',
    code: (locals) => (num(locals, 'dr6') & DR6_STEP ? SI_CODE.TRAP_TRACE : SI_CODE.TRAP_BRKPT),
    codeName: 'get_si_code(dr6)',
    address: 'instruction',
    summary: 'A single step, or INT1, of which DR6 says nothing: TRAP_TRACE or TRAP_BRKPT.',
  },
  {
    mnemonic: '#BP',
    routine: 'exc_int3',
    oops: 'int3',
    signal: 'SIGTRAP',
    code: SI_KERNEL,
    codeName: 'SI_KERNEL',
    address: 'none',
    summary: 'INT3.',
  },
  {
    mnemonic: '#OF',
    routine: 'exc_overflow',
    oops: 'overflow',
    signal: 'SIGSEGV',
    code: SI_KERNEL,
    codeName: 'SI_KERNEL',
    address: 'none',
    summary: 'INTO with the overflow flag set.',
  },
  {
    mnemonic: '#BR',
    routine: 'exc_bounds',
    oops: 'bounds',
    signal: 'SIGSEGV',
    code: SI_KERNEL,
    codeName: 'SI_KERNEL',
    address: 'none',
    summary: 'BOUND out of range.',
  },
  {
    mnemonic: '#UD',
    routine: 'exc_invalid_op',
    oops: 'invalid opcode',
    signal: 'SIGILL',
    code: SI_CODE.ILL_ILLOPN,
    codeName: 'ILL_ILLOPN',
    address: 'instruction',
    summary: 'An invalid opcode; for AMX also tiles that are not configured, or shapes that do not fit.',
  },
  {
    mnemonic: '#DF',
    routine: 'exc_double_fault',
    oops: 'double fault',
    signal: 'SIGSEGV',
    code: SI_KERNEL,
    codeName: 'SI_KERNEL',
    address: 'none',
    summary: 'A fault while another one was being delivered.',
  },
  {
    mnemonic: '#TS',
    routine: 'exc_invalid_tss',
    oops: 'invalid TSS',
    signal: 'SIGSEGV',
    code: SI_KERNEL,
    codeName: 'SI_KERNEL',
    address: 'none',
    summary: 'An invalid task-state segment.',
  },
  {
    mnemonic: '#NP',
    routine: 'exc_segment_not_present',
    oops: 'segment not present',
    signal: 'SIGBUS',
    code: SI_KERNEL,
    codeName: 'SI_KERNEL',
    address: 'none',
    summary: 'A segment that is not present.',
  },
  {
    mnemonic: '#SS',
    routine: 'exc_stack_segment',
    oops: 'stack segment',
    signal: 'SIGBUS',
    code: SI_KERNEL,
    codeName: 'SI_KERNEL',
    address: 'none',
    summary: 'A stack access at an address that is not canonical.',
  },
  {
    mnemonic: '#GP',
    routine: 'exc_general_protection',
    oops: 'general protection fault',
    signal: 'SIGSEGV',
    code: SI_KERNEL,
    codeName: 'SI_KERNEL',
    address: 'none',
    summary:
      'What the processor refuses: a tile configuration with reserved bits, a privileged instruction, and so on.',
  },
  {
    mnemonic: '#AC',
    routine: 'exc_alignment_check',
    oops: 'alignment check',
    signal: 'SIGBUS',
    code: SI_CODE.BUS_ADRALN,
    codeName: 'BUS_ADRALN',
    address: 'null',
    summary: 'An unaligned access while alignment is checked.',
  },
  {
    mnemonic: '#CP',
    routine: 'exc_control_protection',
    oops: 'control protection fault',
    signal: 'SIGSEGV',
    code: SI_CODE.SEGV_CPERR,
    codeName: 'SEGV_CPERR',
    address: 'null',
    summary: 'A return to where no call came from, or a branch to where none may go.',
  },
];

export const trapRoutines: readonly Routine[] = TRAPS.map(trapRoutine);

/** Routine names by mnemonic. */
export const trapEntries: Readonly<Record<string, TrapRoutine>> = {
  ...Object.fromEntries(TRAPS.map(({ mnemonic, routine }) => [mnemonic, routine])),
  '#MF': 'exc_coprocessor_error',
  '#XM': 'exc_simd_coprocessor_error',
};

function trapRoutine({
  mnemonic,
  routine,
  oops,
  signal,
  code,
  codeName,
  address,
  summary,
}: Trap): Routine<TrapRoutine> {
  const argument = { instruction: ', regs->ip', null: ', NULL', none: '' }[address];
  return {
    name: routine,
    signature: `void ${routine}(struct pt_regs *regs)`,
    file: 'arch/x86/kernel/traps.c',
    summary,
    context: 'irqs',
    steps: [
      {
        name: 'check_user_mode',
        code: `if (!user_mode(regs)) die("${oops}", regs, error_code);`,
        why: 'The kernel does not expect this of itself: an oops.',
        run: (_kernel, locals) => (flag(locals, 'user_mode') ? undefined : { call: 'die', with: { str: oops } }),
      },
      {
        name: 'signal',
        context: 'preemptible',
        code:
          codeName === 'SI_KERNEL' ? `force_sig(${signal});` : `force_sig_fault(${signal}, ${codeName}${argument});`,
        why: 'The task gets it on its way back to user mode, and cannot ignore it.',
        run: (kernel, locals) => {
          const ip = toLinear(big(locals, 'regs_ip')) ?? 0;
          const where = { instruction: ip, null: 0, none: null }[address];
          noteTrap(kernel.current, mnemonic, num(locals, 'error_code'));
          forceSignal(kernel, kernel.current, signal, typeof code === 'number' ? code : code(locals), where);
          return undefined;
        },
      },
    ],
  };
}
