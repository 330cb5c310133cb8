/** How a CPUID feature is described. */
export interface FeatureRow {
  readonly leaf: string;
  readonly register: 0 | 1 | 2 | 3;
  readonly bit: number;
  /** The flag's name in traces (`machine sapphire-rapids -amx-bf16`). */
  readonly flag: string;
  /** The features on which this feature depends. */
  readonly requires?: string | readonly string[];
  /** A feature that no processor has together with this feature: the components of both lie at the same place. */
  readonly excludes?: string;
  /** One line about the instructions, components or registers that the feature brings. */
  readonly documentation: string;
  /**
   * Whether the feature's instructions execute: `no` if they cannot be assembled yet, `nothing` if the feature has no
   * instructions. Left out: they execute.
   */
  readonly executes?: 'yes' | 'no' | 'nothing';
}

/** Indices of the registers in a CPUID answer. */
export const EAX = 0;
export const EBX = 1;
export const ECX = 2;
export const EDX = 3;
