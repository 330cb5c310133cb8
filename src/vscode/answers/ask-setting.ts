/** Asks for a kernel or a machine in place of the trace's; what is wrong with it is said while it is typed. */
import * as vscode from 'vscode';
import { type BackgroundSession, Cancelled } from '../background/background-session';
import { programOf } from '../debug/program';
import { type SettingKeyword, settingProblem } from './setting-problem';

/** Undefined once the user has thought better of it. */
export async function askForSetting(
  keyword: SettingKeyword,
  trace: vscode.Uri,
  background: BackgroundSession,
): Promise<string | undefined> {
  const program = programOf(trace);
  let source = new vscode.CancellationTokenSource();
  const typed = await vscode.window.showInputBox({
    ...WORDS[keyword],
    validateInput: async (value) => {
      source.cancel();
      source = new vscode.CancellationTokenSource();
      const { token } = source;
      const diagnose = async (text: string) => (await background.diagnose({ program, text }, token)).diagnostics;
      return settingProblem(keyword, value, diagnose).catch((error: unknown) => {
        // The next letter has its own answer.
        if (error instanceof Cancelled) return undefined;
        throw error;
      });
    },
  });
  return typed?.trim() || undefined;
}

const WORDS: Readonly<Record<SettingKeyword, { readonly prompt: string; readonly placeHolder: string }>> = {
  kernel: { prompt: 'Which kernel?', placeHolder: 'As a line `kernel ...` has it: linux version=6.12' },
  machine: { prompt: 'Which machine?', placeHolder: 'As a line `machine ...` has it: granite-rapids' },
};
