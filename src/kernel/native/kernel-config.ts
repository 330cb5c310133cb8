/**
 * The configuration that a kernel was built with, as its build leaves it in `.config`. Its code needs none: it is compiled. What is
 * the model's beside that code has to know it: whether the kernel warns, and which register sets there are.
 */

/** At the top of each: `# Linux/x86 6.12.107 Kernel Configuration`. */
const HEADER = /^# Linux\/x86(?:_64)? (\d+\.\d+(?:\.\d+)?)\S* Kernel Configuration$/m;

export interface KernelConfig {
  /** That it is of; empty where it does not say. */
  readonly version: string;
  /** Lines `CONFIG_NAME=value`; what is not set has none. */
  readonly values: ReadonlyMap<string, string>;
}

/** Undefined for a text that is no configuration of a kernel for x86-64. */
export function readKernelConfig(text: string): KernelConfig | undefined {
  const values = new Map<string, string>();
  for (const [, name = '', value = ''] of text.matchAll(/^CONFIG_(\w+)=(.*)$/gm)) values.set(name, value);
  if (values.get('X86_64') !== 'y') return undefined;
  return { version: HEADER.exec(text)?.[1] ?? '', values };
}

/** The option `config=` that stands for it. */
export function configOption({ values }: KernelConfig): 'distro' | 'minimal' {
  return values.get('X86_DEBUG_FPU') === 'y' ? 'distro' : 'minimal';
}
