/**
 * Names of constants. The kernel's are for arguments and results of system calls, with their values on x86-64 Linux
 * (include/uapi: asm-generic/errno*.h, asm/signal.h, asm/prctl.h, linux/sched.h, linux/ptrace.h, linux/elf.h,
 * asm-generic/signal-defs.h). One table for checks, evaluation, completion and hover.
 */
import { MSRS } from '../../machine/control/msr';

/** A name that traces may write in place of a number. */
export interface NamedConstant {
  readonly name: string;
  readonly value: bigint;
  readonly documentation: string;
}

type Row = readonly [name: string, value: number, documentation: string];

const errnoRows: readonly Row[] = [
  ['EPERM', 1, 'Operation not permitted.'],
  ['ENOENT', 2, 'No such file or directory.'],
  ['ESRCH', 3, 'No such process.'],
  ['EINTR', 4, 'Interrupted by a signal.'],
  ['EIO', 5, 'Input or output error.'],
  ['E2BIG', 7, 'The argument list is too long.'],
  ['ENOEXEC', 8, 'Not a program that can be executed.'],
  ['EBADF', 9, 'Bad file descriptor.'],
  ['ECHILD', 10, 'No child processes.'],
  ['EAGAIN', 11, 'Try again.'],
  ['ENOMEM', 12, 'Out of memory; for sigaltstack: the stack is too small.'],
  ['EACCES', 13, 'Permission denied.'],
  ['EFAULT', 14, 'Bad address.'],
  ['EBUSY', 16, 'Busy; for guest permissions: already locked by the first vCPU.'],
  ['EEXIST', 17, 'Exists already.'],
  ['ENODEV', 19, 'No such device.'],
  ['ENOTDIR', 20, 'Not a folder.'],
  ['EISDIR', 21, 'A folder.'],
  ['EINVAL', 22, 'Invalid argument.'],
  ['ENOSPC', 28, 'No space left; for permissions: an alternate signal stack is too small for the frame.'],
  ['ENAMETOOLONG', 36, 'The path is too long.'],
  ['ENOSYS', 38, 'No such system call.'],
  ['ELOOP', 40, 'Too many links, one after the other.'],
  ['ELIBBAD', 80, 'The interpreter of the program cannot be used.'],
  ['EOPNOTSUPP', 95, 'Operation not supported.'],
];

const signalRows: readonly Row[] = [
  ['SIGHUP', 1, 'Hangup.'],
  ['SIGINT', 2, 'Interrupt.'],
  ['SIGQUIT', 3, 'Quit.'],
  ['SIGILL', 4, 'Illegal instruction: #UD, and tile use without permission.'],
  ['SIGTRAP', 5, 'Trace or breakpoint trap.'],
  ['SIGABRT', 6, 'Abort.'],
  ['SIGBUS', 7, 'Bus error; #AC among others.'],
  ['SIGFPE', 8, 'Arithmetic error: #DE, #MF, #XM.'],
  ['SIGKILL', 9, 'Kill; cannot be caught.'],
  ['SIGUSR1', 10, 'For the program to use.'],
  ['SIGSEGV', 11, 'Bad memory access: #PF, #GP; and a buffer that could not be allocated.'],
  ['SIGUSR2', 12, 'For the program to use.'],
  ['SIGPIPE', 13, 'Pipe without a reader.'],
  ['SIGALRM', 14, 'Timer.'],
  ['SIGTERM', 15, 'Termination.'],
  ['SIGSTKFLT', 16, 'Unused by Linux.'],
  ['SIGCHLD', 17, 'A child stopped or ended.'],
  ['SIGCONT', 18, 'Continue.'],
  ['SIGSTOP', 19, 'Stop; cannot be caught.'],
  ['SIGTSTP', 20, 'Stop from the terminal.'],
  ['SIGTTIN', 21, 'Background read.'],
  ['SIGTTOU', 22, 'Background write.'],
  ['SIGURG', 23, 'Urgent data.'],
  ['SIGXCPU', 24, 'CPU time limit.'],
  ['SIGXFSZ', 25, 'File size limit.'],
  ['SIGVTALRM', 26, 'Virtual timer.'],
  ['SIGPROF', 27, 'Profiling timer.'],
  ['SIGWINCH', 28, 'Window size changed.'],
  ['SIGIO', 29, 'Input or output possible.'],
  ['SIGPWR', 30, 'Power failure.'],
  ['SIGSYS', 31, 'Bad system call.'],
];

const otherRows: readonly Row[] = [
  ['ARCH_SET_GS', 0x1001, 'arch_prctl: set the GS base.'],
  ['ARCH_SET_FS', 0x1002, 'arch_prctl: set the FS base.'],
  ['ARCH_GET_FS', 0x1003, 'arch_prctl: read the FS base.'],
  ['ARCH_GET_GS', 0x1004, 'arch_prctl: read the GS base.'],
  ['ARCH_GET_XCOMP_SUPP', 0x1021, 'arch_prctl: store the mask of components that the kernel supports.'],
  ['ARCH_GET_XCOMP_PERM', 0x1022, 'arch_prctl: store the mask of components that the process may use.'],
  ['ARCH_REQ_XCOMP_PERM', 0x1023, 'arch_prctl: ask for the permission to use a component, given by its number.'],
  ['ARCH_GET_XCOMP_GUEST_PERM', 0x1024, 'arch_prctl: store the mask of components that guests of the process may use.'],
  ['ARCH_REQ_XCOMP_GUEST_PERM', 0x1025, 'arch_prctl: ask for a permission on behalf of guests.'],
  ['ARCH_XCOMP_TILECFG', 17, 'Component number of XTILECFG, as arch_prctl takes it.'],
  ['ARCH_XCOMP_TILEDATA', 18, 'Component number of XTILEDATA, as arch_prctl takes it.'],
  ['CLONE_VM', 0x100, 'clone: share memory.'],
  ['CLONE_FS', 0x200, 'clone: share file system information.'],
  ['CLONE_FILES', 0x400, 'clone: share file descriptors.'],
  ['CLONE_SIGHAND', 0x800, 'clone: share signal handlers.'],
  ['CLONE_VFORK', 0x4000, 'clone: the parent waits until the child releases the memory.'],
  ['CLONE_THREAD', 0x10000, 'clone: a thread of the same process.'],
  ['CLONE_PARENT', 0x8000, 'clone: a sibling: its parent is that of the caller.'],
  ['CLONE_SYSVSEM', 0x40000, 'clone: share System V semaphore undo values.'],
  ['CLONE_SETTLS', 0x80000, 'clone: set thread-local storage.'],
  ['CLONE_PARENT_SETTID', 0x100000, "clone: store the child's thread ID in the parent."],
  ['CLONE_CHILD_CLEARTID', 0x200000, "clone: clear the child's thread ID when it ends."],
  ['CLONE_CHILD_SETTID', 0x1000000, "clone: store the child's thread ID in the child."],
  ['CLONE_CLEAR_SIGHAND', 0x1_0000_0000, 'clone3: handlers are back at the default; what is ignored stays so.'],
  ['SA_NOCLDSTOP', 0x1, 'rt_sigaction: no SIGCHLD when children stop.'],
  ['SA_SIGINFO', 0x4, 'rt_sigaction: the handler takes three arguments.'],
  ['SA_RESTORER', 0x4000000, 'rt_sigaction: a restorer is given.'],
  ['SA_ONSTACK', 0x8000000, 'rt_sigaction: run the handler on the alternate stack.'],
  ['SA_RESTART', 0x10000000, 'rt_sigaction: restart interrupted calls.'],
  ['SA_NODEFER', 0x40000000, 'rt_sigaction: do not block the signal while its handler runs.'],
  ['SA_RESETHAND', 0x80000000, 'rt_sigaction: back to the default after one delivery.'],
  ['SIG_DFL', 0, 'rt_sigaction: the default action.'],
  ['SIG_IGN', 1, 'rt_sigaction: ignore the signal.'],
  ['SIG_BLOCK', 0, 'rt_sigprocmask: block these as well.'],
  ['SIG_UNBLOCK', 1, 'rt_sigprocmask: let these through.'],
  ['SIG_SETMASK', 2, 'rt_sigprocmask: block just these.'],
  ['UC_FLAGS', 0, 'Offset in a ucontext (RDX of a signal handler): flags, 64 bits.'],
  ['UC_STACK', 16, 'Offset in a ucontext: the alternate stack, as address, flags (32 bits, padded) and size.'],
  ['UC_RDI', 104, 'Offset in a ucontext: the interrupted RDI.'],
  ['UC_RAX', 144, 'Offset in a ucontext: the interrupted RAX.'],
  ['UC_RSP', 160, 'Offset in a ucontext: the interrupted RSP.'],
  ['UC_RIP', 168, 'Offset in a ucontext: the interrupted RIP, where rt_sigreturn goes on.'],
  ['UC_EFLAGS', 176, 'Offset in a ucontext: the interrupted RFLAGS.'],
  ['UC_ERR', 192, 'Offset in a ucontext: the error code of the latest trap.'],
  ['UC_TRAPNO', 200, 'Offset in a ucontext: the vector of the latest trap; #NM leaves it as it was.'],
  ['UC_CR2', 216, 'Offset in a ucontext: the address of the latest page fault.'],
  ['UC_FPSTATE', 224, 'Offset in a ucontext: pointer to the XSAVE area; 0 makes everything initial at rt_sigreturn.'],
  ['UC_SIGMASK', 296, 'Offset in a ucontext: the signals that were blocked.'],
  ['SI_SIGNO', 0, 'Offset in a siginfo (RSI of a signal handler): the signal, 32 bits.'],
  ['SI_CODE', 8, 'Offset in a siginfo: si_code, 32 bits.'],
  ['SI_PID', 16, 'Offset in a siginfo: who sent it, 32 bits.'],
  ['SI_ADDR', 16, 'Offset in a siginfo: the address of a fault, 64 bits.'],
  ['SW_MAGIC1', 464, 'Offset in the XSAVE area of a signal frame: FP_XSTATE_MAGIC1, 32 bits.'],
  ['SW_EXTENDED_SIZE', 468, 'Offset in the XSAVE area of a signal frame: bytes with the second magic number, 32 bits.'],
  ['SW_XFEATURES', 472, 'Offset in the XSAVE area of a signal frame: the components it may hold, 64 bits.'],
  ['SW_XSTATE_SIZE', 480, 'Offset in the XSAVE area of a signal frame: its bytes, 32 bits; FP_XSTATE_MAGIC2 is there.'],
  ['XSTATE_BV', 512, 'Offset in an XSAVE area: XSTATE_BV, the components that it holds.'],
  ['XCOMP_BV', 520, 'Offset in an XSAVE area: XCOMP_BV, its format; 0 in signal frames.'],
  ['FP_XSTATE_MAGIC1', 0x46505853, 'The first magic number of an XSAVE area in a signal frame.'],
  ['FP_XSTATE_MAGIC2', 0x46505845, 'The second one, behind it.'],
  ['SS_ONSTACK', 1, 'sigaltstack: the task is on the alternate stack.'],
  ['SS_DISABLE', 2, 'sigaltstack: no alternate stack.'],
  ['SS_AUTODISARM', 0x8000_0000, 'sigaltstack: a handler starts without the alternate stack, and may set it anew.'],
  ['SI_USER', 0, 'si_code: sent by kill.'],
  ['SI_TKILL', -6, 'si_code: sent by tgkill.'],
  ['SI_KERNEL', 0x80, 'si_code: sent by the kernel; tile buffers that could not be allocated.'],
  ['ILL_ILLOPC', 1, 'si_code of SIGILL: illegal opcode; tile use without permission.'],
  ['ILL_ILLOPN', 2, 'si_code of SIGILL: illegal operand.'],
  ['SEGV_MAPERR', 1, 'si_code of SIGSEGV: nothing is mapped there.'],
  ['SEGV_ACCERR', 2, 'si_code of SIGSEGV: the mapping does not allow it.'],
  ['TRAP_BRKPT', 1, 'si_code of SIGTRAP: a breakpoint, or a system call that was stepped over.'],
  ['TRAP_TRACE', 2, 'si_code of SIGTRAP: a single step.'],
  ['SEGV_PKUERR', 4, 'si_code of SIGSEGV: the protection key does not allow it; si_pkey is the key.'],
  ['SI_PKEY', 32, 'Offset in a siginfo: the protection key, 32 bits.'],
  ['PROT_NONE', 0, 'mprotect: no access.'],
  ['PROT_READ', 1, 'mprotect: may be read.'],
  ['PROT_WRITE', 2, 'mprotect: may be written.'],
  ['PROT_EXEC', 4, 'mprotect: may be executed.'],
  ['MAP_SHARED', 1, 'mmap: shared with children; not modelled, -EINVAL.'],
  ['MAP_PRIVATE', 2, 'mmap: of this process alone.'],
  ['MAP_FIXED', 0x10, 'mmap: at the address that is given, whatever is there.'],
  ['MAP_ANONYMOUS', 0x20, 'mmap: zeros, not a file.'],
  ['MAP_FIXED_NOREPLACE', 0x100000, 'mmap: at the address that is given, if nothing is there.'],
  ['PKEY_DISABLE_ACCESS', 1, 'pkey_alloc: no access to pages with the key.'],
  ['PKEY_DISABLE_WRITE', 2, 'pkey_alloc: no writes to pages with the key.'],
  ['PTRACE_TRACEME', 0, 'ptrace: be traced by the parent.'],
  ['PTRACE_CONT', 7, 'ptrace: let the tracee go on.'],
  ['PTRACE_SINGLESTEP', 9, 'ptrace: let the tracee execute one instruction.'],
  ['PTRACE_GETFPREGS', 14, 'ptrace: read x87, XMM and MXCSR, 512 bytes.'],
  ['PTRACE_SETFPREGS', 15, 'ptrace: write x87, XMM and MXCSR, 512 bytes.'],
  ['PTRACE_ATTACH', 16, 'ptrace: attach to a task.'],
  ['PTRACE_DETACH', 17, 'ptrace: detach from a task.'],
  ['PTRACE_GETREGSET', 0x4204, 'ptrace: read a register set.'],
  ['PTRACE_SETREGSET', 0x4205, 'ptrace: write a register set.'],
  ['PTRACE_SEIZE', 0x4206, 'ptrace: attach without stopping.'],
  ['PTRACE_INTERRUPT', 0x4207, 'ptrace: stop a seized task.'],
  ['NT_PRSTATUS', 1, 'Register set: general registers.'],
  ['NT_PRFPREG', 2, 'Register set: x87, XMM and MXCSR, as FXSAVE writes them.'],
  ['NT_X86_XSTATE', 0x202, 'Register set: the XSAVE area in standard format.'],
  ['NT_X86_SHSTK', 0x204, 'ptrace: the shadow stack pointer; no task here has one.'],
  ['NT_X86_XSAVE_LAYOUT', 0x205, 'Core file note: the layout of the XSAVE area.'],
  ['AT_MINSIGSTKSZ', 51, 'Auxiliary vector: the smallest signal stack.'],
];

const toConstant = ([name, value, documentation]: Row): NamedConstant => ({
  name,
  value: BigInt(value),
  documentation,
});

/** Positive, as in the kernel's headers: a call that fails returns `-EPERM`. */
export const ERRNO: readonly NamedConstant[] = errnoRows.map(toConstant);

export const SIGNALS: readonly NamedConstant[] = signalRows.map(toConstant);

export const KERNEL_CONSTANTS: readonly NamedConstant[] = [...ERRNO, ...SIGNALS, ...otherRows.map(toConstant)];

/** The manual's names of MSRs, for RDMSR and WRMSR: `mov ecx, IA32_XFD`. */
export const MSR_CONSTANTS: readonly NamedConstant[] = MSRS.map(({ number, name, documentation }) => ({
  name,
  value: BigInt(number),
  documentation: `Number of an MSR. ${documentation}`,
}));

export const CONSTANTS: readonly NamedConstant[] = [...KERNEL_CONSTANTS, ...MSR_CONSTANTS];

const byName: ReadonlyMap<string, NamedConstant> = new Map(CONSTANTS.map((row) => [row.name, row]));

/** The constant of that name: the kernel's, or the number of an MSR. */
export function namedConstant(name: string): NamedConstant | undefined {
  return byName.get(name);
}

/** `-EPERM` for -1n; undefined for what is no error result. */
export function errnoName(result: bigint): string | undefined {
  const row = ERRNO.find(({ value }) => value === -result);
  return row && `-${row.name}`;
}
