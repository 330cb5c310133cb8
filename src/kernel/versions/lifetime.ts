/** Steps and routines that only some versions or configurations have. */
import type { KernelBuild, KernelConfig } from './build';
import { changeRow, hasChange, type LinuxChange } from './changes';

/** The versions and the configuration that have a step or a routine. With no field set, all kernels have it. */
export interface Lifetime {
  /** The change that brought it. It is gone again when the change is. */
  readonly since?: LinuxChange;
  /** The change that took it away. It is back when the change is gone. */
  readonly until?: LinuxChange;
  readonly config?: KernelConfig;
}

/** Whether a kernel has a change. */
export function buildHas({ version, toggled }: Pick<KernelBuild, 'version' | 'toggled'>, change: LinuxChange): boolean {
  return hasChange(version, change) !== (toggled?.has(change) ?? false);
}

export function isIn(build: KernelBuild, { since, until, config = build.config }: Lifetime): boolean {
  return (
    config === build.config &&
    (since === undefined || buildHas(build, since)) &&
    (until === undefined || !buildHas(build, until))
  );
}

/** A sentence for the source: `Since 6.12.`; empty for what all kernels have. */
export function describeLifetime({ since, until, config }: Lifetime): string {
  const parts = [
    ...(since === undefined ? [] : [sinceText(since)]),
    ...(until === undefined ? [] : [untilText(until)]),
    ...(config === undefined ? [] : [`with config=${config}`]),
  ];
  const text = parts.join(', ');
  return text === '' ? '' : `${text[0]?.toUpperCase()}${text.slice(1)}.`;
}

function sinceText(change: LinuxChange): string {
  const { since, stable, until } = changeRow(change);
  const start = `${until ? 'from' : 'since'} ${since}${alsoIn(stable)}`;
  return until ? `${start} until ${until.version}${alsoIn(until.stable)}` : start;
}

function untilText(change: LinuxChange): string {
  const { since, stable, until } = changeRow(change);
  return until ? `not ${sinceText(change)}` : `until ${since}${alsoIn(stable)}`;
}

/** The point releases of stable series for which the same is true. */
function alsoIn(stable: readonly string[] = []): string {
  return stable.length === 0 ? '' : ` (${stable.join(', ')})`;
}
