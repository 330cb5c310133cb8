/** How a CPUID feature is described. */
export interface FeatureRow {
  readonly leaf: string;
  readonly register: 0 | 1 | 2 | 3;
  readonly bit: number;
  /** The flag's name in traces (`machine sapphire-rapids -amx-bf16`). */
  readonly flag: string;
  /** The features that this one cannot exist without. */
  readonly requires?: string | readonly string[];
  /** A feature that no processor has beside this one: their components lie at the same place. */
  readonly excludes?: string;
  /** A line on what it brings: instructions, components, registers. */
  readonly documentation: string;
  /**
   * Whether its instructions execute: `no` for those that cannot be assembled yet, `nothing` where there is nothing to
   * execute. Left out: they do.
   */
  readonly executes?: 'yes' | 'no' | 'nothing';
}

/** Indices of the registers of an answer. */
export const EAX = 0;
export const EBX = 1;
export const ECX = 2;
export const EDX = 3;
