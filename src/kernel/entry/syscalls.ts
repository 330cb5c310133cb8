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

/** The arguments as locals; an argument that is not given is 0, and one too many is dropped. */
export function syscallLocals({ name, arguments: values }: SyscallCall): LocalsWith<LocalName> {
  const parameters = PARAMETERS[name] ?? [];
  return Object.fromEntries(parameters.map((parameter, index) => [parameter, values[index] ?? 0n]));
}
