/** When VS Code has come along after a journey through time. */
import * as vscode from 'vscode';

/** A journey to where one is already moves no frame. */
const NO_FRAME_COMES = 1500;

/** Resolves when VS Code has moved its frame, after it has shown the frame's editor and, by default, given the editor the keyboard. */
export function frameFollowed(): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timeout);
      following.dispose();
      resolve();
    };
    const following = vscode.debug.onDidChangeActiveStackItem((item) => {
      if (item instanceof vscode.DebugStackFrame) done();
    });
    const timeout = setTimeout(done, NO_FRAME_COMES);
  });
}
