/** Tells a session that its trace has been edited: the editor itself says so only with the breakpoints of the file. */
import * as vscode from 'vscode';
import { EDITED_REQUEST } from '../../adapter/views/views';
import { programOf } from './program';
import type { Sessions } from './sessions';

export function registerEditedTrace(sessions: Sessions): vscode.Disposable {
  return vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
    if (contentChanges.length === 0 || !document.isDirty) return;
    const path = programOf(document.uri);
    for (const session of sessions.all) {
      // A session that has ended meanwhile has nothing to say.
      if (session.configuration.program === path)
        session.customRequest(EDITED_REQUEST, { path }).then(undefined, () => {});
    }
  });
}
