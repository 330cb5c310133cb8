/** Numbers of Linux on x86-64 that the routines use (include/uapi, arch/x86/include/asm), by the names they have there. */

export const ERRNO = {
  EPERM: 1,
  EAGAIN: 11,
  ENOMEM: 12,
  EFAULT: 14,
  EBUSY: 16,
  EINVAL: 22,
  ENOSPC: 28,
  EOPNOTSUPP: 95,
} as const;

export const SIGNAL = {
  SIGILL: 4,
  SIGTRAP: 5,
  SIGBUS: 7,
  SIGFPE: 8,
  SIGKILL: 9,
  SIGSEGV: 11,
} as const;

export type SignalName = keyof typeof SIGNAL;

/** `si_code` of a signal without a more precise one. */
export const SI_KERNEL = 0x80;

/** `si_code` values of single signals. */
export const SI_CODE = {
  ILL_ILLOPC: 1,
  ILL_ILLOPN: 2,
  FPE_INTDIV: 1,
  FPE_FLTINV: 7,
  SEGV_MAPERR: 1,
  SEGV_ACCERR: 2,
  SEGV_CPERR: 10,
  BUS_ADRALN: 1,
  TRAP_TRACE: 2,
} as const;

/** Options of arch_prctl about extended state. */
export const ARCH = {
  GET_XCOMP_SUPP: 0x1021n,
  GET_XCOMP_PERM: 0x1022n,
  REQ_XCOMP_PERM: 0x1023n,
  GET_XCOMP_GUEST_PERM: 0x1024n,
  REQ_XCOMP_GUEST_PERM: 0x1025n,
} as const;

export const CLONE = { VM: 0x100n, SIGHAND: 0x800n, THREAD: 0x10000n } as const;

/** In a guest permission mask: the first vCPU exists, and the mask can no longer change. */
export const FPU_GUEST_PERM_LOCKED = 1n << 63n;

/** `init_pkru_value`: access disabled for all protection keys but key 0. */
export const PKRU_DEFAULT = 0x5555_5554;
