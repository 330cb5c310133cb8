/** Kernel versions as options of a policy: `6.12`, and of a stable kernel `6.12.58`. */

type Parts = readonly [major: number, minor: number, patch: number];

function parts(version: string): Parts {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
  return [major, minor, patch];
}

/** Negative, zero or positive, for sorting; `6.12` is 6.12.0. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [parts(a), parts(b)];
  return left[0] - right[0] || left[1] - right[1] || left[2] - right[2];
}

/** Whether `version` is `wanted` or later. */
export function isAtLeast(version: string, wanted: string): boolean {
  return compareVersions(version, wanted) >= 0;
}

/** Whether two versions are of the same stable series: `6.12` and `6.12.58` are. */
export function isSameSeries(a: string, b: string): boolean {
  const [left, right] = [parts(a), parts(b)];
  return left[0] === right[0] && left[1] === right[1];
}
