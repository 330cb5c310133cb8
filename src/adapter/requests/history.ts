/** Bookmarks, changes by the user, sessions: see `views/history.ts`. */
import { demandPlace } from '../console/place-in-time';
import { dropBookmark, editViews, goToPlace, openSession, setBookmark, undoEdit } from '../history';
import { fields, integer, optional, string } from '../protocol/checked';
import { writeSession } from '../saved-session';
import {
  BOOKMARKS_REQUEST,
  EDITS_REQUEST,
  GO_TO_REQUEST,
  OPEN_SESSION_REQUEST,
  SESSION_REQUEST,
  UNDO_EDIT_REQUEST,
} from '../views/history';
import { type Handler, request } from './reply';

export const historyRequests: Readonly<Record<string, Handler>> = {
  [BOOKMARKS_REQUEST]: request(
    fields({ set: optional(fields({ name: string, note: optional(string) })), drop: optional(string) }),
    (adapter, { set, drop }) => {
      const { engine } = adapter.requireStopped();
      if (set) setBookmark(adapter, set.name, set.note ?? '');
      if (drop !== undefined) dropBookmark(adapter, drop);
      return { body: { bookmarks: engine.bookmarks.all } };
    },
  ),

  [EDITS_REQUEST]: request(fields({}), (adapter) => ({ body: { edits: editViews(adapter) } })),

  [UNDO_EDIT_REQUEST]: request(fields({ number: integer }), (adapter, { number }) => {
    undoEdit(adapter, number);
    return { after: () => adapter.stopped({ kind: 'goto' }) };
  }),

  [GO_TO_REQUEST]: request(fields({ place: string }), (adapter, { place }) => {
    const instant = demandPlace(adapter.requireStopped(), place);
    return { after: () => goToPlace(adapter, instant, `The trace ends before ${place}.`) };
  }),

  [SESSION_REQUEST]: request(fields({}), (adapter) => ({ body: { text: writeSession(adapter.requireStopped()) } })),

  [OPEN_SESSION_REQUEST]: request(fields({ text: string }), (adapter, { text }) => ({
    after: openSession(adapter, text),
  })),
};
