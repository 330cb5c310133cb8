/** The version and the configuration of one kernel. */
import type { LinuxChange } from './changes';
import { NEWEST_VERSION } from './mainline';

/**
 * How a kernel is configured. `distro`: with user shadow stacks (CONFIG_X86_USER_SHADOW_STACK), PASID (CONFIG_IOMMU_SVA) and
 * CONFIG_X86_DEBUG_FPU, as the large distributions do it. `minimal`: without any of these.
 */
export type KernelConfig = 'distro' | 'minimal';

export interface KernelBuild {
  /** The mainline version that it is, or that it is like. */
  readonly version: string;
  readonly config: KernelConfig;
  /** Changes that it has although the version lacks them, or lacks although the version has them: to see what one row does. */
  readonly toggled?: ReadonlySet<LinuxChange>;
}

/** The build that the policies without a shipped kernel are based on. */
export const NEWEST_MINIMAL: KernelBuild = { version: NEWEST_VERSION, config: 'minimal' };
