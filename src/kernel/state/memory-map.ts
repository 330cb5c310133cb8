/** Where things lie in the modelled machine's memory: a map of the kernel half, and the user stacks. */
import type { LinearAddress } from '../../machine/architecture/linear-address';

/** The address space of the kernel alone: its pages belong to every other one too. */
export const KERNEL_SPACE = 0;

function kernelAddress(value: bigint): LinearAddress {
  return Number(BigInt.asIntN(64, value));
}

/** Task structures, one after the other, in the direct map. */
const TASK_STRUCTS = kernelAddress(0xffff_8881_0000_0000n);
const TASK_STRUCT_STRIDE = 0x4000;
/** Of the embedded XSAVE area in a task structure; the 64 bytes before it are the rest of its `struct fpstate`. */
const TASK_STRUCT_AREA = 0x2040;

/** Buffers that are allocated on demand: each begins on a page, with an unmapped guard page behind it. */
export const VMALLOC_START = kernelAddress(0xffff_c900_0000_0000n);

/** `init_fpstate.regs`, in the kernel's data. */
export const INIT_FPSTATE = kernelAddress(0xffff_ffff_8340_0040n);

/** The kernel's own copy of a register set, on its way between a task and user memory. */
export const REGSET_BUFFER = kernelAddress(0xffff_8882_0000_0000n);

/** Notes of core files, in the page cache: a stride for each task. */
const CORE_FILES = kernelAddress(0xffff_8884_0000_0000n);
const CORE_STRIDE = 0x1_0000;
/** Of the layout note, behind the first task's image. */
export const CORE_LAYOUT = 0xf000;

/** Files that programs have made or changed, in the page cache. */
export const PAGE_CACHE = kernelAddress(0xffff_a000_0000_0000n);

/** What `struct fpstate` has in front of its XSAVE area, in bytes. */
export const FPSTATE_HEADER = 64;

/** The code that signal handlers return to, as the C library brings it: `mov rax, 15` (rt_sigreturn) and `syscall`. */
export const RESTORER = 0x7fff_f7fc_1000;
export const RESTORER_CODE: readonly number[] = [0x48, 0xc7, 0xc0, 0x0f, 0x00, 0x00, 0x00, 0x0f, 0x05];

/** Below the libraries: what mmap gives ends here, and goes down. */
export const MMAP_BASE = 0x7fff_f7fc_0000;

/** The top of user stacks, below the end of the user half as on real systems: the kernel reads a little above RSP. */
const USER_STACK_TOP = 0x7fff_fff0_0000;
const USER_STACK_SIZE = 0x1_0000;
/** From one thread's stack to the next: a page between them stays unmapped. */
const USER_STACK_STRIDE = USER_STACK_SIZE + 0x1000;
/** What execve puts above the first stack, with room for what a kernel reads beyond a signal frame. */
const ENVIRONMENT_SIZE = 0x4000;
/** Left free above the first push. */
const USER_STACK_RESERVE = 64;

export function embeddedArea(task: number): LinearAddress {
  return TASK_STRUCTS + task * TASK_STRUCT_STRIDE + TASK_STRUCT_AREA;
}

/** The notes about one task in the core file of its process. */
export function coreFile(task: number): LinearAddress {
  return CORE_FILES + task * CORE_STRIDE;
}

interface UserStack {
  readonly bottom: LinearAddress;
  /** Bytes that are mapped from there on. */
  readonly size: number;
  readonly rsp: LinearAddress;
}

/** Of thread number `thread` of its process. Above the first one’s lie arguments and environment, as execve puts them. */
export function userStack(thread: number): UserStack {
  const top = USER_STACK_TOP - thread * USER_STACK_STRIDE;
  const size = USER_STACK_SIZE + (thread === 0 ? ENVIRONMENT_SIZE : 0);
  return { bottom: top - USER_STACK_SIZE, size, rsp: top - USER_STACK_RESERVE };
}
