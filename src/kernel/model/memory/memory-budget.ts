/** `memory=BYTES` of a policy: what all buffers for extended state together may take. */

export function parseBytes(value: string | undefined): number | null {
  const bytes = Number(value?.replaceAll('_', '') || Number.NaN);
  return Number.isFinite(bytes) ? bytes : null;
}
