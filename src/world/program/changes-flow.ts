/** Instructions that are more to a run than a change of registers and memory. */

/**
 * Instructions that the run's call stack or the kernel follow. POPF, IRETQ and SYSRET may set RFLAGS.TF, which traps from then on.
 */
const MNEMONICS: ReadonlySet<string> = new Set(['call', 'ret', 'iretq', 'syscall', 'sysretq', 'popf', 'popfw']);

export function changesFlow(mnemonic: string): boolean {
  return MNEMONICS.has(mnemonic);
}
