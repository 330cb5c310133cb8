/** Bookmarks, changes by the user, and the saved session: a session consists of bookmarks and changes. */
import type { Instant } from '../world/debugger/debugger-types';
import { editText } from '../world/debugger/edit';
import type { Bookmark } from '../world/debugger/session/bookmarks';
import { currentStep } from '../world/state/world';
import type { Adapter } from './adapter';
import { UserError } from './protocol/user-error';
import { readSession, traceDigest } from './saved-session';
import type { EditView } from './views/history';

/** Throws `UserError` for what is no name. */
export function setBookmark({ client, debuggee: { engine } }: Adapter, name: string, note: string): Bookmark {
  if (!/^[A-Za-z_][\w-]*$/.test(name)) {
    throw new UserError('bad-name', `\`${name}\` is no name for a bookmark: write a word that begins with a letter.`);
  }
  const { world, time } = engine;
  const bookmark = { name, note, moment: time.moment, step: currentStep(world), line: world.line };
  engine.bookmarks.set(bookmark);
  client.viewsChanged(false);
  return bookmark;
}

/** Throws `UserError` where there is none of that name. */
export function dropBookmark({ client, debuggee: { engine } }: Adapter, name: string): void {
  if (!engine.bookmarks.drop(name)) throw new UserError('no-bookmark', `There is no bookmark \`${name}\`.`);
  client.viewsChanged(false);
}

/** In the order of their moments. */
export function editViews({ debuggee: { engine } }: Adapter): readonly EditView[] {
  return engine.edits.map(({ moment, step, edit }, index) => ({
    number: index + 1,
    text: editText(edit),
    moment,
    step,
    isAhead: moment > engine.time.furthestMoment,
  }));
}

/** @param number counted from 1. Throws `UserError` where there is no such change. */
export function undoEdit(adapter: Adapter, number: number): void {
  const debuggee = adapter.requireStopped();
  const edit = debuggee.engine.edits[number - 1];
  if (!edit) throw new UserError('no-edit', `There is no change ${number}: \`edits\` lists all.`);
  debuggee.remember();
  debuggee.engine.undo(edit);
}

export function goToPlace(adapter: Adapter, place: Instant, notThere: string): void {
  const debuggee = adapter.requireStopped();
  adapter.exception = undefined;
  adapter.runner.start(debuggee, place, (reason) => {
    if (reason.kind === 'not-reached') adapter.client.output('console', `${notThere}\n`);
    adapter.stopped(reason);
  });
}

/** Takes up a saved session: goes to the beginning, makes its changes again on the way, and stops at its moment. Throws `UserError`. */
export function openSession(adapter: Adapter, text: string): () => void {
  const debuggee = adapter.requireStopped();
  const { trace, moment, edits, bookmarks } = readSession(text);
  return () => {
    if (trace !== traceDigest(debuggee)) {
      adapter.client.output(
        'console',
        'The trace has changed since this session was saved: its places may lie elsewhere.\n',
      );
    }
    debuggee.engine.beginWith(edits);
    for (const bookmark of bookmarks) debuggee.engine.bookmarks.set(bookmark);
    goToPlace(adapter, { kind: 'to-moment', moment }, 'The trace ends before the moment of this session.');
  };
}
