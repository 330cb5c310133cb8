/**
 * The frame that a signal handler is entered with: `struct rt_sigframe` of 64-bit programs, and what the kernel adds to
 * the XSAVE image in it (arch/x86/include/asm/sigframe.h, uapi/asm/sigcontext.h, asm-generic/ucontext.h). Offsets in
 * bytes. From high addresses to low: 128 bytes of red zone, the image with its second magic number behind it, the frame.
 */
import { GPR } from '../../machine/architecture/gpr';
import type { PendingSignal } from '../state/signal-state';

/** What leaf functions use below RSP without moving it (System V ABI). */
export const RED_ZONE = 128;
export const IMAGE_ALIGNMENT = 64;
export const FRAME_ALIGNMENT = 16;

export const FRAME = { PRETCODE: 0, UC: 8, INFO: 312, SIZE: 440 } as const;

/** `struct ucontext`, from its own start. */
export const UC = { FLAGS: 0, LINK: 8, STACK: 16, MCONTEXT: 40, SIGMASK: 296 } as const;
export const UC_STACK = { ADDRESS: 0, FLAGS: 8, SIZE: 16, END: 24 } as const;

/** `struct sigcontext_64`, from its own start: the registers in this order, then the rest. */
export const SIGCONTEXT_REGISTERS: readonly number[] = [
  ...[8, 9, 10, 11, 12, 13, 14, 15],
  GPR.RDI,
  GPR.RSI,
  GPR.RBP,
  GPR.RBX,
  GPR.RDX,
  GPR.RAX,
  GPR.RCX,
  GPR.RSP,
];
export const SIGCONTEXT = {
  IP: 128,
  FLAGS: 136,
  CS: 144,
  SS: 150,
  ERR: 152,
  TRAPNO: 160,
  OLDMASK: 168,
  CR2: 176,
  FPSTATE: 184,
  SIZE: 256,
} as const;

export const SIGINFO = {
  SIGNO: 0,
  ERRNO: 4,
  CODE: 8,
  ADDRESS: 16,
  PID: 16,
  TIMER_ID: 16,
  OVERRUN: 20,
  VALUE: 24,
  PKEY: 32,
  SIZE: 128,
} as const;

/** `uc_flags`: an XSAVE image is there; SS is saved, and restored as it is. */
export const UC_FLAG = { FP_XSTATE: 1, SIGCONTEXT_SS: 2, STRICT_RESTORE_SS: 4 } as const;

/** In RFLAGS: the resume flag, which a frame has, and a handler starts without. */
export const RF = 1 << 16;

export const USER_CS = 0x33;
export const USER_SS = 0x2b;

/** `struct _fpx_sw_bytes`, in the part of the legacy region that the processor leaves to software. */
export const SW = { OFFSET: 464, SIZE: 48, MAGIC1: 0, EXTENDED_SIZE: 4, XFEATURES: 8, XSTATE_SIZE: 16 } as const;
export const FP_XSTATE_MAGIC1 = 0x4650_5853;
export const FP_XSTATE_MAGIC2 = 0x4650_5845;
export const MAGIC2_SIZE = 4;

type Field = readonly [offset: number, value: number | bigint];

/** Fields of a structure as bytes: numbers of 32 bits, bigints of 64. */
export function fields(size: number, values: readonly Field[]): Uint8Array {
  const bytes = new Uint8Array(size);
  const view = new DataView(bytes.buffer);
  for (const [offset, value] of values) {
    if (typeof value === 'bigint') view.setBigUint64(offset, BigInt.asUintN(64, value), true);
    else view.setUint32(offset, value, true);
  }
  return bytes;
}

/** `siginfo_t` of a signal, as user space has it. */
export function siginfoImage(signal: PendingSignal): Uint8Array {
  return fields(SIGINFO.SIZE, [
    [SIGINFO.SIGNO, signal.number],
    [SIGINFO.ERRNO, 0],
    [SIGINFO.CODE, signal.code],
    ...originFields(signal),
  ]);
}

/** Where it comes from: a timer, an address, or a process. */
function originFields({ timer, address, sender, pkey = 0 }: PendingSignal): readonly Field[] {
  if (timer) {
    return [
      [SIGINFO.TIMER_ID, timer.id],
      [SIGINFO.OVERRUN, timer.overrun],
      [SIGINFO.VALUE, timer.value],
    ];
  }
  if (address === null) return [[SIGINFO.PID, sender]];
  return [
    [SIGINFO.ADDRESS, BigInt.asUintN(64, BigInt(address))],
    [SIGINFO.PKEY, pkey],
  ];
}
