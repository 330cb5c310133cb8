/** Numbers of Linux on x86-64 that the routines use (include/uapi, arch/x86/include/asm), by the names they have there. */

export const ERRNO = {
  EPERM: 1,
  ENOENT: 2,
  ESRCH: 3,
  EINTR: 4,
  EIO: 5,
  E2BIG: 7,
  ENOEXEC: 8,
  EBADF: 9,
  ECHILD: 10,
  EAGAIN: 11,
  ENOMEM: 12,
  EACCES: 13,
  EFAULT: 14,
  EBUSY: 16,
  EEXIST: 17,
  ENODEV: 19,
  ENOTDIR: 20,
  EISDIR: 21,
  EINVAL: 22,
  EMFILE: 24,
  ENOTTY: 25,
  EFBIG: 27,
  ENOSPC: 28,
  ESPIPE: 29,
  EROFS: 30,
  EPIPE: 32,
  ERANGE: 34,
  ENAMETOOLONG: 36,
  ENOSYS: 38,
  ENOTEMPTY: 39,
  ELOOP: 40,
  ELIBBAD: 80,
  EOPNOTSUPP: 95,
  ENOTSOCK: 88,
  ETIMEDOUT: 110,
} as const;

export const SIGNAL = {
  SIGHUP: 1,
  SIGINT: 2,
  SIGQUIT: 3,
  SIGILL: 4,
  SIGTRAP: 5,
  SIGABRT: 6,
  SIGBUS: 7,
  SIGFPE: 8,
  SIGKILL: 9,
  SIGUSR1: 10,
  SIGSEGV: 11,
  SIGUSR2: 12,
  SIGPIPE: 13,
  SIGALRM: 14,
  SIGTERM: 15,
  SIGSTKFLT: 16,
  SIGCHLD: 17,
  SIGCONT: 18,
  SIGSTOP: 19,
  SIGTSTP: 20,
  SIGTTIN: 21,
  SIGTTOU: 22,
  SIGURG: 23,
  SIGXCPU: 24,
  SIGXFSZ: 25,
  SIGVTALRM: 26,
  SIGPROF: 27,
  SIGWINCH: 28,
  SIGIO: 29,
  SIGPWR: 30,
  SIGSYS: 31,
} as const;

export type SignalName = keyof typeof SIGNAL;

/** Signal handlers that are none. */
export const SIG_DFL = 0;
export const SIG_IGN = 1;

/** Flags of a signal's action. */
export const SA = {
  SIGINFO: 0x4,
  RESTORER: 0x400_0000,
  ONSTACK: 0x800_0000,
  RESTART: 0x1000_0000,
  NODEFER: 0x4000_0000,
  RESETHAND: 0x8000_0000,
} as const;

/** Flags of an alternate signal stack. */
export const SS = { ONSTACK: 1, DISABLE: 2, AUTODISARM: 0x8000_0000 } as const;

/** What rt_sigprocmask does with its mask. */
export const SIG_HOW = { BLOCK: 0, UNBLOCK: 1, SETMASK: 2 } as const;

/** The smallest alternate signal stack there ever was, in bytes. */
export const MINSIGSTKSZ = 2048;

/** `si_code` of a signal that a process sent. */
export const SI_USER = 0;

/** `si_code` of a signal that a timer of timer_create(2) sent. */
export const SI_TIMER = -2;

/** `si_code` of a signal that tgkill(2) sent. */
export const SI_TKILL = -6;

/** `si_code` of a signal without a more precise one. */
export const SI_KERNEL = 0x80;

/** `si_code` values of single signals. */
export const SI_CODE = {
  ILL_ILLOPC: 1,
  ILL_ILLOPN: 2,
  FPE_INTDIV: 1,
  FPE_FLTDIV: 3,
  FPE_FLTOVF: 4,
  FPE_FLTUND: 5,
  FPE_FLTRES: 6,
  FPE_FLTINV: 7,
  SEGV_MAPERR: 1,
  SEGV_ACCERR: 2,
  SEGV_PKUERR: 4,
  SEGV_CPERR: 10,
  BUS_ADRALN: 1,
  TRAP_BRKPT: 1,
  TRAP_TRACE: 2,
  SYS_SECCOMP: 1,
} as const;

/** Options of arch_prctl about the bases of FS and GS. */
export const ARCH_BASE = { SET_GS: 0x1001n, SET_FS: 0x1002n, GET_FS: 0x1003n, GET_GS: 0x1004n } as const;

/** Options of arch_prctl about extended state. */
export const ARCH = {
  GET_XCOMP_SUPP: 0x1021n,
  GET_XCOMP_PERM: 0x1022n,
  REQ_XCOMP_PERM: 0x1023n,
  GET_XCOMP_GUEST_PERM: 0x1024n,
  REQ_XCOMP_GUEST_PERM: 0x1025n,
} as const;

/** Requests of ptrace. */
export const PTRACE = {
  TRACEME: 0n,
  PEEKTEXT: 1n,
  PEEKDATA: 2n,
  PEEKUSER: 3n,
  POKETEXT: 4n,
  POKEDATA: 5n,
  POKEUSER: 6n,
  CONT: 7n,
  KILL: 8n,
  SINGLESTEP: 9n,
  GETREGS: 12n,
  SETREGS: 13n,
  GETFPREGS: 14n,
  SETFPREGS: 15n,
  ATTACH: 16n,
  DETACH: 17n,
  GETREGSET: 0x4204n,
  SETREGSET: 0x4205n,
  SEIZE: 0x4206n,
  INTERRUPT: 0x4207n,
} as const;

/** `exit_code` of a tracee that PTRACE_INTERRUPT has stopped: SIGTRAP, and the event PTRACE_EVENT_STOP. */
export const EVENT_STOP = 5 | (128 << 8);

/** `si_code` of SIGCHLD. */
export const CLD = { EXITED: 1, KILLED: 2, DUMPED: 3, TRAPPED: 4 } as const;

/** Options of ptrace (include/uapi/linux/ptrace.h): eight of events, EXITKILL and SUSPEND_SECCOMP. */
export const PTRACE_O_MASK = 0xffn | (1n << 20n) | (1n << 21n);

/** Register sets and notes of core files (include/uapi/linux/elf.h). */
export const NT = {
  PRSTATUS: 1n,
  PRFPREG: 2n,
  X86_XSTATE: 0x202n,
  X86_SHSTK: 0x204n,
  X86_XSAVE_LAYOUT: 0x205n,
} as const;

export const CLONE = {
  VM: 0x100n,
  FILES: 0x400n,
  SIGHAND: 0x800n,
  VFORK: 0x4000n,
  PARENT: 0x8000n,
  THREAD: 0x10000n,
  SETTLS: 0x8_0000n,
  PARENT_SETTID: 0x10_0000n,
  CHILD_CLEARTID: 0x20_0000n,
  CHILD_SETTID: 0x100_0000n,
  DETACHED: 0x40_0000n,
  CLEAR_SIGHAND: 0x1_0000_0000n,
  INTO_CGROUP: 0x2_0000_0000n,
} as const;

/** In a guest permission mask: the first vCPU exists, and the mask can no longer change. */
export const FPU_GUEST_PERM_LOCKED = 1n << 63n;

/** Protections of mappings (include/uapi/asm-generic/mman-common.h). */
export const PROT = { READ: 1n, WRITE: 2n, EXEC: 4n, SEM: 8n } as const;

/** Flags of mmap. */
export const MAP = {
  SHARED: 1n,
  PRIVATE: 2n,
  TYPE: 0xfn,
  FIXED: 0x10n,
  ANONYMOUS: 0x20n,
  FIXED_NOREPLACE: 0x10_0000n,
} as const;

/** What a thread may not do with the pages of a protection key. */
export const PKEY = { DISABLE_ACCESS: 1, DISABLE_WRITE: 2, ACCESS_MASK: 3 } as const;

/** `init_pkru_value`: access disabled for all protection keys but key 0. */
export const PKRU_DEFAULT = 0x5555_5554;

/** Swapper: what runs on a CPU without a task, by the name that switches and records give it. */
export const IDLE = 'idle';

/** What a local says that refers to the initial state, in place of the name of a task. */
export const INIT_FPSTATE_NAME = '&init_fpstate';

/** The user and the group that programs run as. */
export const USER_ID = 1000;

/** Flags of open(2) and of open files. */
export const O = {
  ACCMODE: 3,
  CREAT: 0o100,
  EXCL: 0o200,
  TRUNC: 0o1000,
  APPEND: 0o2000,
  NONBLOCK: 0o4000,
  DIRECTORY: 0o200000,
  CLOEXEC: 0o2000000,
} as const;

/** Bytes of the instruction SYSCALL. */
export const SYSCALL_LENGTH = 2;
