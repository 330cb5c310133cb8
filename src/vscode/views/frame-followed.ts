/** When VS Code has come along after a journey through time. */
import * as vscode from 'vscode';

/** Milliseconds to wait for a frame; a journey to where one is already moves none, and a busy machine moves it late. */
const PATIENCE = { moving: 10_000, staying: 1500 } as const;

/** Resolves when VS Code has moved its frame, after it has shown the frame's editor and, by default, given the editor the keyboard. */
export function frameFollowed(moves: boolean): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timeout);
      following.dispose();
      resolve();
    };
    const following = vscode.debug.onDidChangeActiveStackItem((item) => {
      if (item instanceof vscode.DebugStackFrame) done();
    });
    const timeout = setTimeout(done, moves ? PATIENCE.moving : PATIENCE.staying);
  });
}
