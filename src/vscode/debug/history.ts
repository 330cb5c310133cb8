/** Bookmarks, the changes that one has made, and sessions that are saved beside the trace, as commands. */
import * as vscode from 'vscode';
import {
  BOOKMARKS_REQUEST,
  type BookmarkView,
  EDITS_REQUEST,
  type EditView,
  GO_TO_REQUEST,
  OPEN_SESSION_REQUEST,
  SESSION_REQUEST,
  UNDO_EDIT_REQUEST,
} from '../../adapter/views/history';
import { askSession, sessionAnswer } from './ask-session';

export function registerHistory(): vscode.Disposable {
  const { registerCommand } = vscode.commands;
  return vscode.Disposable.from(
    registerCommand('xtrace.addBookmark', addBookmark),
    registerCommand('xtrace.goToBookmark', goToBookmark),
    registerCommand('xtrace.removeBookmark', removeBookmark),
    registerCommand('xtrace.goToPlace', goToPlace),
    registerCommand('xtrace.undoEdit', undoEdit),
    registerCommand('xtrace.saveSession', saveSession),
    registerCommand('xtrace.openSession', openSession),
  );
}

async function addBookmark(): Promise<void> {
  const name = await vscode.window.showInputBox({
    prompt: 'A name for this moment',
    placeHolder: 'before_switch',
    validateInput: (text) => (/^[A-Za-z_][\w-]*$/.test(text) ? undefined : 'Write a word that begins with a letter.'),
  });
  if (name === undefined) return;
  const note = await vscode.window.showInputBox({ prompt: `A note about ${name}, if there is anything to say` });
  if (note !== undefined) await askSession(BOOKMARKS_REQUEST, { set: { name, note } });
}

async function goToBookmark(): Promise<void> {
  const found = await pickBookmark('Where to?');
  if (found) await askSession(GO_TO_REQUEST, { place: `@${found.name}` });
}

async function removeBookmark(): Promise<void> {
  const found = await pickBookmark('Which bookmark goes?');
  if (found) await askSession(BOOKMARKS_REQUEST, { drop: found.name });
}

async function pickBookmark(placeHolder: string): Promise<BookmarkView | undefined> {
  const answer = await sessionAnswer<{ readonly bookmarks: readonly BookmarkView[] }>(BOOKMARKS_REQUEST, {});
  if (!answer) return undefined;
  const items = answer.bookmarks.map((bookmark) => ({
    label: bookmark.name,
    description: `step ${bookmark.step}${bookmark.line < 0 ? '' : `, line ${bookmark.line + 1}`}`,
    detail: bookmark.note,
    bookmark,
  }));
  if (items.length === 0) {
    void vscode.window.showInformationMessage('There are no bookmarks: Add Bookmark gives this moment a name.');
    return undefined;
  }
  return (await vscode.window.showQuickPick(items, { placeHolder, matchOnDetail: true }))?.bookmark;
}

async function goToPlace(): Promise<void> {
  const place = await vscode.window.showInputBox({
    prompt: 'Where to?',
    placeHolder: 'A step, @41; a bookmark, @name',
  });
  const text = place?.trim() ?? '';
  if (text !== '') await askSession(GO_TO_REQUEST, { place: /^\d/.test(text) ? `@${text}` : text });
}

async function undoEdit(): Promise<void> {
  const answer = await sessionAnswer<{ readonly edits: readonly EditView[] }>(EDITS_REQUEST, {});
  if (!answer) return;
  const items = answer.edits.map(({ number, text, step, isAhead }) => ({
    label: text,
    description: `step ${step}${isAhead ? ', yet to come' : ''}`,
    number,
  }));
  if (items.length === 0) return void vscode.window.showInformationMessage('You have changed nothing in this run.');
  const picked = await vscode.window.showQuickPick(items, { placeHolder: 'Which change is to be undone?' });
  if (picked) await askSession(UNDO_EDIT_REQUEST, { number: picked.number });
}

/** Beside the trace: `first-use.session.json`. */
function sessionFile(): vscode.Uri | undefined {
  const program: unknown = vscode.debug.activeDebugSession?.configuration.program;
  if (typeof program !== 'string') return undefined;
  const uri = /^[a-z][\w+.-]+:/i.test(program) ? vscode.Uri.parse(program) : vscode.Uri.file(program);
  return uri.with({ path: uri.path.replace(/(\.xtrace)?$/, '.session.json') });
}

async function saveSession(): Promise<void> {
  const answer = await sessionAnswer<{ readonly text: string }>(SESSION_REQUEST, {});
  if (!answer) return;
  const proposed = sessionFile();
  const target = await vscode.window.showSaveDialog({
    title: 'Save Session',
    ...(proposed ? { defaultUri: proposed } : {}),
    filters: { 'XTrace session': ['json'] },
  });
  if (target) await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(answer.text));
}

async function openSession(): Promise<void> {
  const proposed = sessionFile();
  const [source] =
    (await vscode.window.showOpenDialog({
      title: 'Open Session',
      ...(proposed ? { defaultUri: proposed } : {}),
      filters: { 'XTrace session': ['json'] },
    })) ?? [];
  if (!source) return;
  const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(source));
  await askSession(OPEN_SESSION_REQUEST, { text });
}
