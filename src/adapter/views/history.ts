/**
 * What the adapter tells editors of bookmarks, of changes by the user, and of sessions, beyond the Debug Adapter Protocol. Types only,
 * so that a webview can import them.
 */

/** Custom request `{ set?: { name, note? }, drop? }`: gives the present moment a name, takes a name away; answered with `bookmarks`, all of them. */
export const BOOKMARKS_REQUEST = 'xtrace/bookmarks';

export interface BookmarkView {
  readonly name: string;
  readonly note: string;
  readonly moment: number;
  readonly step: number;
  /** Zero-based; -1 for none. */
  readonly line: number;
}

/** Custom request, no arguments; answered with `edits`: the changes by the user. */
export const EDITS_REQUEST = 'xtrace/edits';

export interface EditView {
  /** The number by which the change is undone, from 1 on. */
  readonly number: number;
  /** `xfd = 0`. */
  readonly text: string;
  readonly moment: number;
  readonly step: number;
  /** The run has yet to come there. */
  readonly isAhead: boolean;
}

/** Custom request `{ number }`: undoes a change and goes to where it was made. A `stopped` event follows. */
export const UNDO_EDIT_REQUEST = 'xtrace/undoEdit';

/** Custom request `{ place }`: goes to a place in time as the console writes it: `@41`, `@NAME`. A `stopped` event follows. */
export const GO_TO_REQUEST = 'xtrace/goTo';

/** Custom request, no arguments; answered with `text`: the session, to be saved in a file. */
export const SESSION_REQUEST = 'xtrace/session';

/** Custom request `{ text }`: takes up a session that was saved. A `stopped` event follows. */
export const OPEN_SESSION_REQUEST = 'xtrace/openSession';
