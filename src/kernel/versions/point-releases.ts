/** The point releases of stable series at which something of the table of changes turns. */
import { changeRow, LINUX_CHANGES } from './changes';
import { compareVersions, seriesOf } from './version';

/** By series, in order: the point releases that took a change over, or gave one up. */
const POINT_RELEASES: ReadonlyMap<string, readonly string[]> = pointReleasesBySeries();

function pointReleasesBySeries(): ReadonlyMap<string, readonly string[]> {
  const rows = LINUX_CHANGES.map(changeRow);
  const all = rows.flatMap(({ stable = [], until }) => [...stable, ...(until?.stable ?? [])]);
  const bySeries = new Map<string, string[]>();
  for (const version of [...new Set(all)].sort(compareVersions)) {
    const series = seriesOf(version);
    bySeries.set(series, [...(bySeries.get(series) ?? []), version]);
  }
  return bySeries;
}

/** The point releases of a series that took a change over, or gave one up, in order. */
export function pointReleases(series: string): readonly string[] {
  return POINT_RELEASES.get(seriesOf(series)) ?? [];
}
