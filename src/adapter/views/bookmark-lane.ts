/** The lane of the timeline that has the user's bookmarks; none where there are none. */
import type { Bookmark } from '../../world/debugger/session/bookmarks';
import type { LanePart } from '../../world/timeline/excerpt';

export function bookmarkLanes(
  bookmarks: readonly Bookmark[],
  { from, to }: { readonly from: number; readonly to: number },
): readonly LanePart[] {
  if (bookmarks.length === 0) return [];
  const within = bookmarks.filter(({ moment }) => moment >= from && moment <= to);
  const marks = within.map(({ name, note, moment, step, line }) => ({
    kind: 'bookmark' as const,
    text: note === '' ? name : `${name}: ${note}`,
    ...{ moment, step, line, cpu: 0, task: null, count: 1, until: moment },
  }));
  return [{ kind: 'bookmarks', name: 'Bookmarks', stays: [], kernel: [], buffer: [], marks }];
}
