/** The parameters of system calls, by the names that their routines use (include/linux/syscalls.h). */

import { tableOf } from '../../machine/table';
import type { LocalName, LocalsWith } from '../routines/routine-locals';
import type { SyscallCall } from './kernel';

const PARAMETERS = tableOf<readonly LocalName[]>({
  arch_prctl: ['option', 'arg2'],
  clone: ['clone_flags', 'newsp', 'parent_tid', 'child_tid', 'tls'],
  clone3: ['clone_flags', 'stack', 'stack_size', 'exit_signal'],
  kill: ['pid', 'sig'],
  tgkill: ['tgid', 'pid', 'sig'],
  rt_sigaction: ['sig', 'handler', 'flags', 'mask'],
  rt_sigprocmask: ['how', 'nset'],
  sigaltstack: ['ss_sp', 'ss_size', 'ss_flags'],
  exit: ['error_code'],
  exit_group: ['error_code'],
  mmap: ['addr', 'len', 'prot', 'flags', 'fd', 'off'],
  munmap: ['addr', 'len'],
  mprotect: ['start', 'len', 'prot'],
  pkey_mprotect: ['start', 'len', 'prot', 'pkey'],
  pkey_alloc: ['flags', 'init_val'],
  pkey_free: ['pkey'],
  ptrace: ['request', 'pid', 'addr', 'data'],
});

/**
 * Numbers of the calls that the instruction SYSCALL can make (arch/x86/entry/syscalls/syscall_64.tbl): those whose
 * arguments are values as they are here. Others are events of a trace, which can name a new task or a procedure.
 */
export const SYSCALL_NUMBERS = tableOf<string>({
  9: 'mmap',
  10: 'mprotect',
  11: 'munmap',
  15: 'rt_sigreturn',
  24: 'sched_yield',
  39: 'getpid',
  60: 'exit',
  62: 'kill',
  158: 'arch_prctl',
  231: 'exit_group',
  234: 'tgkill',
  329: 'pkey_mprotect',
  330: 'pkey_alloc',
  331: 'pkey_free',
});

/** The arguments as locals; an argument that is not given is 0, and one too many is dropped. */
export function syscallLocals({ name, arguments: values }: SyscallCall): LocalsWith<LocalName> {
  const parameters = PARAMETERS[name] ?? [];
  return Object.fromEntries(parameters.map((parameter, index) => [parameter, values[index] ?? 0n]));
}
