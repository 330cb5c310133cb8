/** What 99 of 100 samples do not exceed. */
export function percentile99(samples: readonly number[]): number {
  const ascending = samples.toSorted((a, b) => a - b);
  const at = ascending[Math.ceil(0.99 * samples.length) - 1];
  if (at === undefined) throw new Error('Nothing was measured.');
  return at;
}
