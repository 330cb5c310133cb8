/** The general-purpose registers (Intel SDM vol. 1, 3.4.1). */

export const GPR_NAMES = [
  'rax',
  'rcx',
  'rdx',
  'rbx',
  'rsp',
  'rbp',
  'rsi',
  'rdi',
  'r8',
  'r9',
  'r10',
  'r11',
  'r12',
  'r13',
  'r14',
  'r15',
] as const; // in encoding order

/** Behind them with APX (355828, 2.1). */
export const EXTENDED_GPR_NAMES: readonly string[] = Array.from({ length: 16 }, (_, index) => `r${index + 16}`);

export const GPR = { RAX: 0, RCX: 1, RDX: 2, RBX: 3, RSP: 4, RBP: 5, RSI: 6, RDI: 7 } as const;
