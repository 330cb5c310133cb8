/** WARN and its like (include/asm-generic/bug.h): a backtrace in the log, and the kernel goes on. */
import type { KernelContext } from '../routines/kernel-context';

/** WARN_ON, WARN: every time. */
export function warn(kernel: KernelContext, message: string): void {
  kernel.emit({ kind: 'warn', message });
}

/** WARN_ON_FPU (arch/x86/kernel/fpu/internal.h): WARN_ON_ONCE where the kernel was built with CONFIG_X86_DEBUG_FPU. */
export function warnOnFpu(kernel: KernelContext, site: string, message: string): void {
  if (kernel.options.config !== 'minimal') warnOnce(kernel, site, message);
}

/** WARN_ON_ONCE, WARN_ONCE: the first time since the boot. @param site `ROUTINE.STEP`. */
export function warnOnce(kernel: KernelContext, site: string, message: string): void {
  const { warned } = kernel.state;
  if (warned.includes(site)) return;
  warned.push(site);
  warn(kernel, message);
}
