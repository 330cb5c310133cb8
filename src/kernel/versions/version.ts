/**
 * Kernel versions as options of a policy: `6.12` is 6.12.0, `6.12.58` a point release of a stable kernel, and `6.12.y` the
 * last point release of the series that is known here.
 */

type Parts = readonly [major: number, minor: number, patch: number];

const FORM = /^(\d{1,3})\.(\d{1,3})(?:\.(\d{1,4}|y))?$/;
const LAST_POINT_RELEASE = 'y';

/** The three numbers of a version; `y` is infinite. Zeros if the text is no version. */
function parts(version: string): Parts {
  const [, major = '0', minor = '0', patch = '0'] = FORM.exec(version) ?? [];
  return [Number(major), Number(minor), patch === LAST_POINT_RELEASE ? Number.POSITIVE_INFINITY : Number(patch)];
}

export function isVersion(text: string): boolean {
  return FORM.test(text);
}

/** `6.12` of `6.12.58`. */
export function seriesOf(version: string): string {
  const [major, minor] = parts(version);
  return `${major}.${minor}`;
}

/** Negative, zero or positive, for sorting. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [parts(a), parts(b)];
  // The difference of two infinities is no number.
  return left[0] - right[0] || left[1] - right[1] || Math.sign(left[2] - right[2]) || 0;
}

/** Whether `version` is `wanted` or later. */
export function isAtLeast(version: string, wanted: string): boolean {
  return compareVersions(version, wanted) >= 0;
}

/** Whether two versions are of the same stable series: `6.12` and `6.12.58` are. */
export function isSameSeries(a: string, b: string): boolean {
  return seriesOf(a) === seriesOf(b);
}
