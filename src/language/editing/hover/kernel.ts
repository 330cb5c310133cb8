/**
 * What a name in the pseudo-C of a kernel stands for: constants and registers that traces know too, and the kernel's own masks
 * (arch/x86/include/asm/fpu/xstate.h, asm/fpu/types.h, asm/processor.h).
 */

import type { RegisterRow } from '../../../machine/architecture/registers';
import { CONTROL_REGISTERS } from '../../../machine/architecture/registers/control';
import { tableOf } from '../../../machine/table';
import type { CheckContext } from '../../checks/check-context';
import { parseTrace } from '../../parser';
import type { Explanation } from './explanation';
import { hover } from './hover';

const MASKS = tableOf<string>({
  XFEATURE_MASK_USER_DYNAMIC:
    'The user components that a buffer grows for at first use: XTILEDATA. XFD can cover them.',
  XFEATURE_MASK_USER_SUPPORTED: 'The user components that the kernel knows how to manage.',
  XFEATURE_MASK_USER_RESTORE: 'The user components that a signal frame restores: all that the kernel manages but PKRU.',
  XFEATURE_MASK_SUPERVISOR_SUPPORTED: 'The supervisor components that the kernel switches with the others.',
  XFEATURE_MASK_SUPERVISOR_ALL:
    'The supervisor components that the kernel knows, those among them that it saves elsewhere.',
  XFEATURE_MASK_FPSTATE: 'The components that are in every buffer of the kernel.',
  XFEATURE_MASK_XTILE: 'The two components of AMX: XTILECFG (17) and XTILEDATA (18).',
  XFEATURE_MASK_FP: 'Component 0: the x87 state.',
  XFEATURE_MASK_FPSSE: 'Components 0 and 1: the x87 state and SSE, which FXSAVE knows.',
  XFEATURE_MASK_SSE: 'Component 1: the XMM registers and MXCSR.',
  XFEATURE_MASK_YMM: 'Component 2, AVX: the upper halves of the YMM registers.',
  XFEATURE_MASK_BNDREGS: 'Component 3: the bound registers of MPX.',
  XFEATURE_MASK_BNDCSR: 'Component 4: control and status of MPX.',
  XFEATURE_MASK_AVX512: 'The three components of AVX-512: OPMASK (5), ZMM_HI256 (6) and HI16_ZMM (7).',
  XFEATURE_MASK_PKRU: 'Component 9: the PKRU register.',
  XFEATURE_MASK_GUEST_SUPERVISOR: 'The supervisor components that only guests have: CET_S.',
  XFEATURE_MASK_PASID: 'Component 10, a supervisor state: IA32_PASID.',
  XFEATURE_MAX: 'One more than the number of the last component that the kernel knows.',
  FPU_GUEST_PERM_LOCKED: 'A virtual CPU has used the permissions of guests: they can no longer change.',
  TIF_NEED_FPU_LOAD: "A task's registers are in its buffer: they have to be loaded before it is back in user mode.",
  TIF_SIGPENDING: 'A signal waits for the task: it is delivered on the way back to user mode.',
  TIF_SINGLESTEP: 'A tracer has the task stop behind its next instruction.',
  PF_KTHREAD: 'A thread of the kernel: it has no user mode, and no user registers.',
  PF_USER_WORKER: 'A thread of the kernel in a user process: its user registers are never used.',
  MXCSR_DEFAULT: '`0x1f80`: MXCSR as it is after INIT.',
});

/** Undefined for what is a name of the routine's own, and for words of C. */
export function describeKernelName(name: string, context: CheckContext): Explanation | undefined {
  const mask = MASKS[name];
  if (mask !== undefined) return { code: name, text: mask };
  const bit = controlBit(name);
  if (bit !== undefined) return bit;
  if (!/^[A-Z][A-Z0-9_]+$/.test(name)) return undefined;
  const text = `expect ${name.replace(/^MSR_/, '')}`;
  const found = hover(parseTrace(text), 0, text.length, context);
  return found && { code: found.code, text: found.text };
}

/** `X86_CR0_TS`: a bit of a control register. */
function controlBit(name: string): Explanation | undefined {
  const [, register = '', bit] = /^X86_(CR[04])_(\w+)$/.exec(name) ?? [];
  const row: RegisterRow | undefined = Object.values(CONTROL_REGISTERS).find(({ title }) => title === register);
  const field = row?.fields?.find((candidate) => candidate.name === bit);
  return (
    row &&
    field && { code: `${name}: bit ${field.bit} of ${register}`, text: `${field.documentation}\n\n_${row.manual}_` }
  );
}
