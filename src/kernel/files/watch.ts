/** What an open file has behind it that changes without the file: what tasks sleep for. */
import type { OpenFile, Wait } from '../state/program-state';
import type { Watchable } from '../state/watchable';

/** An epoll instance changes with all that it looks at. */
export function objectsOf({ pipe, counter, timer, epoll }: OpenFile): readonly Watchable[] {
  if (epoll) return [epoll, ...epoll.items.flatMap(({ file }) => (file.holders > 0 ? objectsOf(file) : []))];
  return [pipe ?? counter ?? timer].filter((object) => object !== null);
}

/**
 * To sleep until something happens to one of the files.
 *
 * @param until when the wait is over in any case; null where it has no such limit.
 * @param restarts as that of a wait.
 */
export function watchFiles(files: readonly OpenFile[], until: bigint | null, restarts: boolean): Wait {
  const objects = new Set(files.flatMap(objectsOf));
  const watched = [...objects].map((object) => ({ object, arrivals: object.arrivals, departures: object.departures }));
  return { kind: 'files', watched, until, restarts };
}
