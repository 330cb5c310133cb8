/** The versions of mainline in a range that differ from the version before. */
import { hasChange, LINUX_CHANGES } from '../../kernel/versions/changes';
import { MAINLINE, NEWEST_VERSION, versionProblem } from '../../kernel/versions/mainline';
import { pointReleases } from '../../kernel/versions/point-releases';
import { compareVersions, isSameSeries } from '../../kernel/versions/version';

/** Versions side by side that have the same changes. */
export interface VersionRun {
  readonly first: string;
  readonly last: string;
}

/** From `5.16..7.3`; an end that is left out is the first or the newest. The message about what is no range. */
export function parseVersions(text: string): readonly VersionRun[] | { readonly problem: string } {
  const [from, to, ...more] = text.split('..');
  if (from === undefined || to === undefined || more.length > 0) {
    return { problem: `\`${text}\` is no range of versions: write one as \`5.16..${NEWEST_VERSION}\`.` };
  }
  const [first, last] = [from || MAINLINE[0]!, to || NEWEST_VERSION]; // mainline has versions
  const problem = [first, last].map(versionProblem).find((found) => found?.isError);
  if (problem) return { problem: problem.message };
  if (compareVersions(first, last) > 0)
    return { problem: `${first} is newer than ${last}: write the older one first.` };
  return runsOf(versionsIn(first, last));
}

/** Of mainline; of one stable series its point releases. */
function versionsIn(first: string, last: string): readonly string[] {
  const between = isSameSeries(first, last) ? pointReleases(last).flatMap(withPredecessor) : MAINLINE;
  const inside = between.filter((version) => compareVersions(version, first) > 0 && compareVersions(version, last) < 0);
  return first === last ? [first] : [first, ...inside, last];
}

/** With the release before it: that is where what it changed ends. */
function withPredecessor(release: string): readonly string[] {
  const [, series = '', patch = ''] = /^(.*)\.(\d+)$/.exec(release) ?? [];
  const before = Number(patch) - 1;
  return before > 0 ? [`${series}.${before}`, release] : [release];
}

function runsOf(versions: readonly string[]): readonly VersionRun[] {
  const runs: VersionRun[] = [];
  for (const version of versions) {
    const run = runs.at(-1);
    if (run && hasSameChanges(run.first, version)) runs[runs.length - 1] = { ...run, last: version };
    else runs.push({ first: version, last: version });
  }
  return runs;
}

function hasSameChanges(a: string, b: string): boolean {
  return LINUX_CHANGES.every((change) => hasChange(a, change) === hasChange(b, change));
}
