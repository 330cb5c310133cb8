/** What links of the pages of answers do. They are no commands for people. */
import * as vscode from 'vscode';
import { GO_TO_REQUEST } from '../../adapter/views/history';
import { nextSession } from '../commands';
import { launchOf } from '../debug/launch-configuration';
import { programOf } from '../debug/program';

export const DEBUG_FOUND = 'xtrace.debugFound';
export const SHOW_LINE = 'xtrace.showLine';

export function registerAnswerCommands(): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.commands.registerCommand(DEBUG_FOUND, async (trace: unknown, moment: unknown) => {
      if (typeof trace !== 'string') return;
      await debugFound(vscode.Uri.parse(trace, true), typeof moment === 'number' ? moment : undefined);
    }),
    vscode.commands.registerCommand(SHOW_LINE, showLine),
  );
}

/** Shows a trace, and debugs it from its first step, or at a moment; for a test run, if that is what it is for. */
export async function debugFound(
  uri: vscode.Uri,
  moment: number | undefined,
  testRun?: vscode.TestRun,
): Promise<boolean> {
  await vscode.window.showTextDocument(uri, { viewColumn: vscode.ViewColumn.One });
  const begun = nextSession();
  const folder = vscode.workspace.getWorkspaceFolder(uri);
  const launch = { ...launchOf(programOf(uri)), stopOnEntry: true };
  if (!(await vscode.debug.startDebugging(folder, launch, testRun ? { testRun } : {}))) return false;
  if (moment !== undefined) {
    const going = (await begun).customRequest(GO_TO_REQUEST, { moment });
    await going.then(undefined, (error: unknown) => {
      void vscode.window.showErrorMessage(error instanceof Error ? error.message : String(error));
    });
  }
  return true;
}

/** @param line zero-based. */
async function showLine(trace: unknown, line: unknown): Promise<void> {
  if (typeof trace !== 'string') return;
  const at = typeof line === 'number' && line >= 0 ? line : 0;
  const selection = new vscode.Range(at, 0, at, 0);
  await vscode.window.showTextDocument(vscode.Uri.parse(trace), { selection, viewColumn: vscode.ViewColumn.One });
}
