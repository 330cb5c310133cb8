/** Compare Two Moments: what differs between two places in time, as a document beside the trace that folds by indentation. */
import * as vscode from 'vscode';
import { COMPARE_REQUEST, COMPARED_EVENT, type ComparedEvent } from '../../adapter/views/views';
import { askSession } from './ask-session';
import { TYPE } from './launch-configuration';

const SCHEME = 'xtrace-difference';
/** More documents than this nobody has open: the first ones are forgotten. */
const MOST_DOCUMENTS = 50;

export function registerComparison(): vscode.Disposable {
  const documents = new Map<string, string>();
  return vscode.Disposable.from(
    vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
      provideTextDocumentContent: ({ path }) =>
        documents.get(path) ?? 'This comparison is forgotten: compare the two places once more.',
    }),
    vscode.commands.registerCommand('xtrace.compareMoments', compareMoments),
    vscode.debug.onDidReceiveDebugSessionCustomEvent(({ session, event, body }) => {
      if (session.type === TYPE && event === COMPARED_EVENT) void show(body as ComparedEvent, documents); // our own event
    }),
  );
}

async function show({ title, lines }: ComparedEvent, documents: Map<string, string>): Promise<void> {
  const path = `/${title}`;
  documents.delete(path);
  documents.set(path, [`${title}:`, '', ...lines, ''].join('\n'));
  const [oldest] = documents.keys();
  if (documents.size > MOST_DOCUMENTS && oldest !== undefined) documents.delete(oldest);
  const document = await vscode.workspace.openTextDocument(vscode.Uri.from({ scheme: SCHEME, path }));
  await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside, preview: true });
}

const PLACES = 'A step, @41; here';

async function compareMoments(): Promise<void> {
  const before = await placeFrom('Compare from where?');
  if (before === undefined) return;
  const after = await placeFrom('To where?', 'here');
  if (after !== undefined) await askSession(COMPARE_REQUEST, { before, after });
}

async function placeFrom(prompt: string, value = ''): Promise<string | undefined> {
  const typed = await vscode.window.showInputBox({ prompt, value, placeHolder: PLACES });
  return typed === undefined || typed.trim() === '' ? undefined : typed.trim();
}
