/** The processor's exceptions (Intel SDM vol. 3, 6.3 and 6.15) and the value thrown when one is raised. */

export interface ExceptionRow {
  readonly vector: number;
  /** With the number sign, as in manuals and in traces: `#NM`. */
  readonly mnemonic: string;
  readonly title: string;
  readonly class: 'fault' | 'trap' | 'fault or trap' | 'abort';
  readonly errorCode: boolean;
}

export const EXCEPTIONS: readonly ExceptionRow[] = [
  { vector: 0, mnemonic: '#DE', title: 'Divide Error', class: 'fault', errorCode: false },
  { vector: 1, mnemonic: '#DB', title: 'Debug', class: 'fault or trap', errorCode: false },
  { vector: 3, mnemonic: '#BP', title: 'Breakpoint', class: 'trap', errorCode: false },
  { vector: 4, mnemonic: '#OF', title: 'Overflow', class: 'trap', errorCode: false },
  { vector: 5, mnemonic: '#BR', title: 'BOUND Range Exceeded', class: 'fault', errorCode: false },
  { vector: 6, mnemonic: '#UD', title: 'Invalid Opcode', class: 'fault', errorCode: false },
  { vector: 7, mnemonic: '#NM', title: 'Device Not Available', class: 'fault', errorCode: false },
  { vector: 8, mnemonic: '#DF', title: 'Double Fault', class: 'abort', errorCode: true },
  { vector: 10, mnemonic: '#TS', title: 'Invalid TSS', class: 'fault', errorCode: true },
  { vector: 11, mnemonic: '#NP', title: 'Segment Not Present', class: 'fault', errorCode: true },
  { vector: 12, mnemonic: '#SS', title: 'Stack-Segment Fault', class: 'fault', errorCode: true },
  { vector: 13, mnemonic: '#GP', title: 'General Protection', class: 'fault', errorCode: true },
  { vector: 14, mnemonic: '#PF', title: 'Page Fault', class: 'fault', errorCode: true },
  { vector: 16, mnemonic: '#MF', title: 'x87 Floating-Point Error', class: 'fault', errorCode: false },
  { vector: 17, mnemonic: '#AC', title: 'Alignment Check', class: 'fault', errorCode: true },
  { vector: 19, mnemonic: '#XM', title: 'SIMD Floating-Point', class: 'fault', errorCode: false },
  { vector: 21, mnemonic: '#CP', title: 'Control Protection', class: 'fault', errorCode: true },
];

export type ExceptionMnemonic =
  | '#DE'
  | '#DB'
  | '#BP'
  | '#OF'
  | '#BR'
  | '#UD'
  | '#NM'
  | '#DF'
  | '#TS'
  | '#NP'
  | '#SS'
  | '#GP'
  | '#PF'
  | '#MF'
  | '#AC'
  | '#XM'
  | '#CP';

export function exceptionRow(mnemonic: ExceptionMnemonic): ExceptionRow {
  return EXCEPTIONS.find((row) => row.mnemonic === mnemonic)!; // every member of the union has a row (tested)
}

/** DR6.BS: the trap is that of a single step (SDM vol. 3, 18.2.3). */
export const DR6_STEP = 1 << 14;

/** Details of a fault. The causes `xfd` and `ts` distinguish the two kinds of #NM; `why` is for the user. */
export interface FaultDetail {
  /** The error code of exceptions that push one; 0 where the architecture says #GP(0). */
  readonly errorCode?: number;
  /** The linear address for CR2 (#PF), canonical. */
  readonly address?: number;
  /** For #NM: the cause. */
  readonly cause?: 'xfd' | 'ts' | 'em';
  /** For an XFD #NM: the bitmap loaded into IA32_XFD_ERR. */
  readonly xfdErr?: bigint;
  /** For #DB: the conditions that DR6 gets (SDM vol. 3, 18.2.3). */
  readonly dr6?: number;
  /** Not the processor's: the instruction exists, and has no meaning here. */
  readonly isNotModelled?: true;
  /** The reason in plain words, with the numbers, for the user: "IA32_XFD[18] is set and TILEZERO writes XTILEDATA". */
  readonly why: string;
}

/**
 * Thrown by an instruction that allows interrupts before it is complete. Registers and memory hold the result of the
 * part that is done. RIP must stay at the instruction, which then continues from there.
 */
export class Interruption extends Error {}

/** Thrown by all code that executes on a `Cpu`; the world catches the fault and delivers the exception. */
export class Fault extends Error {
  constructor(
    readonly mnemonic: ExceptionMnemonic,
    readonly detail: FaultDetail,
  ) {
    super(`${mnemonic}: ${detail.why}`);
  }
}

/** #BP and #OF are reported behind their instruction, and so is the only #DB that an instruction raises: that of INT1. */
export function isReportedBehind({ mnemonic }: Fault): boolean {
  return exceptionRow(mnemonic).class === 'trap' || mnemonic === '#DB';
}
