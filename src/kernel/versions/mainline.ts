/** Which versions of mainline there are, and what a trace may write as `kernel linux version=`. */
import { compareVersions, isAtLeast, isVersion, seriesOf } from './version';

/** The first with tiles. */
const FIRST_VERSION = '5.16';
/** The newest that the table of changes was held against: its sources are of 7.3.4. */
export const NEWEST_VERSION = '7.3';

/** The last minor number of each major one that is complete. */
const LAST_MINOR: Readonly<Record<number, number>> = { 5: 19, 6: 19 };

/** All series, in order: `5.16` to the newest. */
export const MAINLINE: readonly string[] = seriesFrom(FIRST_VERSION, NEWEST_VERSION);

function seriesFrom(first: string, last: string): readonly string[] {
  const series: string[] = [];
  for (let next = first; compareVersions(next, last) <= 0; next = successor(next)) series.push(next);
  return series;
}

function successor(series: string): string {
  const [major = 0, minor = 0] = series.split('.').map(Number);
  return minor === LAST_MINOR[major] ? `${major + 1}.0` : `${major}.${minor + 1}`;
}

/** The error or the warning about a version; undefined for a known version. */
export function versionProblem(version: string): { readonly isError: boolean; readonly message: string } | undefined {
  const series = seriesOf(version);
  if (!isVersion(version)) {
    return error(`\`${version}\` is no version of Linux. Write one as \`6.8\`, \`6.12.5\` or \`6.12.y\`.`);
  }
  if (!isAtLeast(version, FIRST_VERSION)) {
    return error(`Linux ${series} knows no tiles: the first version is ${FIRST_VERSION}.`);
  }
  if (isAtLeast(series, successor(NEWEST_VERSION))) {
    const message = `Linux ${series} is newer than what is known here: it behaves as ${NEWEST_VERSION}.`;
    return { isError: false, message };
  }
  if (MAINLINE.includes(series)) return undefined;
  const [major = 0] = series.split('.').map(Number);
  return error(`There is no Linux ${series}: ${major + 1}.0 came after ${major}.${LAST_MINOR[major]}.`);
}

function error(message: string) {
  return { isError: true, message };
}
