import assert from 'node:assert/strict';
import { maxFrameSize } from '../../../src/kernel/model/tasks/signal-frame';
import { defaultAction } from '../../../src/kernel/model/tasks/signals';
import {
  FP_XSTATE_MAGIC1,
  FP_XSTATE_MAGIC2,
  SIGCONTEXT,
  SIGCONTEXT_REGISTERS,
  SIGINFO,
  SW,
  UC,
} from '../../../src/kernel/signal/rt-sigframe';
import { SA, SI_KERNEL, SI_USER, SIG_DFL, SIG_HOW, SIG_IGN, SIGNAL, SS } from '../../../src/kernel/state/constants';
import { KERNEL_CONSTANTS, SIGNALS } from '../../../src/language/vocabulary/constants';
import { GPR } from '../../../src/machine/architecture/gpr';

const value = (name: string): number => Number(KERNEL_CONSTANTS.find((row) => row.name === name)?.value);

describe('the constants of signals', () => {
  it('are the same for the kernel and for traces', () => {
    assert.deepEqual(Object.fromEntries(SIGNALS.map((row) => [row.name, Number(row.value)])), { ...SIGNAL });
    const groups = { SA, SS, SIG: SIG_HOW };
    for (const [prefix, group] of Object.entries(groups)) {
      for (const [name, number] of Object.entries(group)) assert.equal(value(`${prefix}_${name}`), number, name);
    }
    const single = { SIG_DFL, SIG_IGN, SI_USER, SI_KERNEL, FP_XSTATE_MAGIC1, FP_XSTATE_MAGIC2 };
    for (const [name, number] of Object.entries(single)) assert.equal(value(name), number, name);
  });

  it('name the places of the frame that the kernel writes', () => {
    const register = (index: number) => UC.MCONTEXT + 8 * SIGCONTEXT_REGISTERS.indexOf(index);
    const places: Readonly<Record<string, number>> = {
      UC_FLAGS: UC.FLAGS,
      UC_STACK: UC.STACK,
      UC_RDI: register(GPR.RDI),
      UC_RAX: register(GPR.RAX),
      UC_RSP: register(GPR.RSP),
      UC_RIP: UC.MCONTEXT + SIGCONTEXT.IP,
      UC_EFLAGS: UC.MCONTEXT + SIGCONTEXT.FLAGS,
      UC_ERR: UC.MCONTEXT + SIGCONTEXT.ERR,
      UC_TRAPNO: UC.MCONTEXT + SIGCONTEXT.TRAPNO,
      UC_CR2: UC.MCONTEXT + SIGCONTEXT.CR2,
      UC_FPSTATE: UC.MCONTEXT + SIGCONTEXT.FPSTATE,
      UC_SIGMASK: UC.SIGMASK,
      SW_MAGIC1: SW.OFFSET + SW.MAGIC1,
      SW_EXTENDED_SIZE: SW.OFFSET + SW.EXTENDED_SIZE,
      SW_XFEATURES: SW.OFFSET + SW.XFEATURES,
      SW_XSTATE_SIZE: SW.OFFSET + SW.XSTATE_SIZE,
      SI_SIGNO: SIGINFO.SIGNO,
      SI_CODE: SIGINFO.CODE,
      SI_PID: SIGINFO.PID,
      SI_ADDR: SIGINFO.ADDRESS,
    };
    for (const [name, offset] of Object.entries(places)) assert.equal(value(name), offset, name);
  });

  it('lead to the sizes that are known from kernel logs', () => {
    const sizes = [11008, 2696, 840, 832].map((size) => maxFrameSize(size, true));
    assert.deepEqual(sizes, [11952, 3632, 1776, 1776]);
    assert.equal(maxFrameSize(512, false), 1440);
  });

  it('have the default actions of signal(7)', () => {
    const of = (action: string) =>
      Object.entries(SIGNAL).flatMap(([name, n]) => (defaultAction(n) === action ? name : []));
    assert.deepEqual(of('ignore'), ['SIGCHLD', 'SIGCONT', 'SIGURG', 'SIGWINCH']);
    assert.deepEqual(of('stop'), ['SIGSTOP', 'SIGTSTP', 'SIGTTIN', 'SIGTTOU']);
    assert.deepEqual(
      of('core'),
      'SIGQUIT SIGILL SIGTRAP SIGABRT SIGBUS SIGFPE SIGSEGV SIGXCPU SIGXFSZ SIGSYS'.split(' '),
    );
  });
});
