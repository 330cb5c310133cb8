/** The seam between a real kernel's code and the modelled kernel: a row for each function that is ours, and why it is. */
import type { KernelContext } from '../../routines/kernel-context';
import type { ImageMemory } from '../image-memory';
import type { Vmlinux } from '../vmlinux';

/** What a hook acts on. */
export interface SeamContext {
  readonly kernel: KernelContext;
  readonly vmlinux: Vmlinux;
  readonly memory: ImageMemory;
}

export interface Hook {
  /** The functions that it stands in for: the same under several names, as builds have them. */
  readonly names: readonly [string, ...string[]];
  /** As the kernel's headers declare it. */
  readonly signature: string;
  /** What it does here, over the state of the modelled kernel. */
  readonly meaning: string;
  /** Why it is not executed. */
  readonly reason: string;
  /** The result goes into RAX. @param argument number `index`, counted from 0. */
  readonly run: (seam: SeamContext, argument: (index: number) => bigint) => bigint;
}
