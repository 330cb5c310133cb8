/** A test under the debugger, from the start of its session to the end. */
import * as vscode from 'vscode';
import { TYPE } from '../debug/launch-configuration';

/**
 * Resolves when the session that `start` begins has ended, and at once where none has begun. VS Code's *Stop* cancels the test
 * run and leaves the session as it is, so the session is ended here then.
 */
export async function debugged(start: () => Thenable<boolean>, token: vscode.CancellationToken): Promise<void> {
  let session: vscode.DebugSession | undefined;
  let ended = (): void => {};
  const end = new Promise<void>((resolve) => {
    ended = resolve;
  });
  const following = vscode.Disposable.from(
    vscode.debug.onDidStartDebugSession((started) => {
      if (started.type === TYPE) session ??= started;
    }),
    vscode.debug.onDidTerminateDebugSession(({ id }) => {
      if (id === session?.id) ended();
    }),
    token.onCancellationRequested(() => {
      if (session) void vscode.debug.stopDebugging(session);
    }),
  );
  try {
    if (await start()) await end;
  } finally {
    following.dispose();
  }
}
