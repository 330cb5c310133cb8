/** The buffers of extended state, and the configuration that the boot routines determine. */
import type { LinearAddress } from '../../machine/architecture/linear-address';

/** `struct fpstate`, and the October 2020 RFC's `state_ptr`/`state_mask` in the same shape. */
export interface Fpstate {
  /** Of the XSAVE area in kernel memory, 64-byte aligned. */
  address: LinearAddress;
  /** Bytes of the area (compacted format). */
  size: number;
  /** Bytes of the standard-format image in signal frames and ptrace. */
  userSize: number;
  xfeatures: bigint;
  userXfeatures: bigint;
  /** What IA32_XFD must hold while the task runs. */
  xfd: bigint;
  /** In a buffer of its own, not embedded in task_struct. */
  isValloc: boolean;
}

/** The results of the boot routines: `fpu_kernel_cfg`, `fpu_user_cfg`, `init_fpstate` and the static key. */
export interface FpuConfig {
  /** All components that the kernel manages, and the user components among them. */
  kernelMax: bigint;
  userMax: bigint;
  /** The components that every task's default buffer has room for. */
  kernelDefault: bigint;
  userDefault: bigint;
  /** Components in IA32_XSS. */
  supervisor: bigint;
  /** Components that are armed until a task uses them: what a new task's XFD holds. */
  dynamic: bigint;
  /** Bytes, compacted (or standard, where the processor has nothing else). */
  kernelMaxSize: number;
  kernelDefaultSize: number;
  /** Bytes in standard format. */
  userMaxSize: number;
  userDefaultSize: number;
  /** What a process may use without asking. */
  permitted: bigint;
  /** Component numbers from this one on are unknown to the kernel. */
  xfeatureMax: number;
  /** The initial state of everything, which new tasks start from. */
  init: Fpstate;
}
