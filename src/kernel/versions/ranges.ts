/** Which versions have something, in words: `6.18 and later`, `6.12 from 6.12.58`. */
import { MAINLINE, NEWEST_VERSION } from './mainline';
import { pointReleases } from './point-releases';

/** Ranges of whole series first, then the series of which only some point releases have it. */
export function versionRanges(has: (version: string) => boolean): readonly string[] {
  const series = MAINLINE.map((name) => ({ name, releases: [name, ...pointReleases(name)].map(withAnswer(has)) }));
  const runs: string[][] = [[]];
  for (const { name, releases } of series) {
    if (releases.every((release) => release.has)) runs.at(-1)?.push(name);
    else runs.push([]);
  }
  const mixed = series.filter(({ releases }) => new Set(releases.map((release) => release.has)).size > 1);
  return [...runs.flatMap(runText), ...mixed.map(({ name, releases }) => mixedText(name, releases))];
}

interface Release {
  readonly version: string;
  readonly has: boolean;
}

function withAnswer(has: (version: string) => boolean): (version: string) => Release {
  return (version) => ({ version, has: has(version) });
}

function runText(run: readonly string[]): readonly string[] {
  const [first, last] = [run[0], run.at(-1)];
  if (first === undefined) return [];
  if (last === NEWEST_VERSION) return [`${first} and later`];
  return [first === last ? first : `${first} to ${last}`];
}

/** Of a series that changes on its way. */
function mixedText(series: string, releases: readonly Release[]): string {
  const turns = releases.flatMap(({ version, has }, index) => {
    const before = releases[index - 1]?.has ?? false;
    return has === before ? [] : [has ? `from ${version}` : `before ${version}`];
  });
  // A feature that the first release has needs no `from`.
  return [series, ...turns.slice(releases[0]?.has ? 1 : 0)].join(' ');
}
