/** What an open file has behind it that changes without the file: what tasks sleep for. */
import type { OpenFile, Wait, Watchable } from '../state/program-state';

/** An epoll instance changes with all that it looks at. */
export function objectsOf({ pipe, counter, epoll }: OpenFile): readonly Watchable[] {
  if (epoll) return [epoll, ...epoll.items.flatMap(({ file }) => (file.holders > 0 ? objectsOf(file) : []))];
  return [pipe ?? counter].filter((object) => object !== null);
}

/** To sleep until something happens to one of the files. */
export function watchFiles(files: readonly OpenFile[], until: bigint | null): Wait {
  const objects = new Set(files.flatMap(objectsOf));
  const watched = [...objects].map((object) => ({ object, arrivals: object.arrivals, departures: object.departures }));
  return { kind: 'files', watched, until };
}
