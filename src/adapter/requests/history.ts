/** Bookmarks, changes by the user, sessions: see `views/history.ts`. */
import type { Instant } from '../../world/debugger/debugger-types';
import { demandPlace } from '../console/place-in-time';
import { dropBookmark, editViews, goToPlace, openSession, setBookmark, undoEdit } from '../history';
import { fields, integer, optional, string } from '../protocol/checked';
import { UserError } from '../protocol/user-error';
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
    return { moves: true, after: () => adapter.stopped({ kind: 'goto' }) };
  }),

  [GO_TO_REQUEST]: request(fields({ place: optional(string), moment: optional(integer) }), (adapter, asked) => {
    const { place = 'here', moment } = asked;
    const debuggee = adapter.requireStopped();
    if (moment !== undefined && moment < 0) throw new UserError('bad-argument', '`moment` must not be negative.');
    const instant: Instant = moment === undefined ? demandPlace(debuggee, place) : { kind: 'to-moment', moment };
    const where = moment === undefined ? place : `moment ${moment}`;
    const way = () => goToPlace(adapter, instant, `The trace ends before ${where}.`);
    return { moves: true, after: () => adapter.goOnceBegun(way) };
  }),

  [SESSION_REQUEST]: request(fields({}), (adapter) => ({ body: { text: writeSession(adapter.requireStopped()) } })),

  [OPEN_SESSION_REQUEST]: request(fields({ text: string }), (adapter, { text }) => ({
    moves: true,
    after: openSession(adapter, text),
  })),
};
