/** What only some versions have. */
import { hasChange, type LinuxChange, versionOf } from './changes';

/** What came or went with a change. Without both, all versions have it. */
export interface Lifetime {
  /** The change that brought it. */
  readonly since?: LinuxChange;
  /** The change that took it away. */
  readonly until?: LinuxChange;
}

export function isIn(version: string, { since, until }: Lifetime): boolean {
  return (since === undefined || hasChange(version, since)) && (until === undefined || !hasChange(version, until));
}

/** A sentence for the source: `Since 6.12.`; empty for what all versions have. */
export function describeLifetime({ since, until }: Lifetime): string {
  const from = since === undefined ? [] : [`since ${versionOf(since)}`];
  const to = until === undefined ? [] : [`until ${versionOf(until)}`];
  const text = [...from, ...to].join(', ');
  return text === '' ? '' : `${text[0]?.toUpperCase()}${text.slice(1)}.`;
}
