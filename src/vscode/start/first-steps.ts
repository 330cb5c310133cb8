/** Notes what the user has done of the walkthrough. Context keys tick its steps off (`onContext` in package.json). */
import * as vscode from 'vscode';
import { TYPE } from '../debug/launch-configuration';
import { TRACE_LANGUAGE } from '../trace-document';

const HAS_OPENED = 'xtrace.hasOpened';

/** By request of the debug adapter protocol: what a user who makes it has done. */
const DONE_BY_REQUEST: ReadonlyMap<string | undefined, string> = new Map([
  ['launch', 'xtrace.hasDebugged'],
  ['stepIn', 'xtrace.hasSteppedIn'],
  ['stepBack', 'xtrace.hasGoneBack'],
  ['reverseContinue', 'xtrace.hasGoneBack'],
]);

export function registerFirstSteps(): vscode.Disposable {
  noteOpened(vscode.window.activeTextEditor);
  return vscode.Disposable.from(
    vscode.window.onDidChangeActiveTextEditor(noteOpened),
    vscode.debug.registerDebugAdapterTrackerFactory(TYPE, {
      createDebugAdapterTracker: () => ({
        onWillReceiveMessage: ({ command }: { readonly command?: string }) => {
          const done = DONE_BY_REQUEST.get(command);
          if (done !== undefined) void note(done);
        },
      }),
    }),
  );
}

function noteOpened(editor: vscode.TextEditor | undefined): void {
  if (editor?.document.languageId === TRACE_LANGUAGE) void note(HAS_OPENED);
}

/**
 * The key is true for a moment only: VS Code never ticks a step off whose key is true already when it first reads the walkthrough.
 */
async function note(done: string): Promise<void> {
  for (const value of [true, undefined]) await vscode.commands.executeCommand('setContext', done, value);
}
