/** Compare Kernels: the trace in the editor under several kernels and machines, as a table beside it. */
import * as vscode from 'vscode';
import type { WorldsAnswer } from '../../adapter/background/background';
import type { WorldChoices } from '../../world/worlds/world-choice';
import { SHOW_LINE } from '../answers/commands';
import { type BackgroundSession, Cancelled } from '../background/background-session';
import { launchOf } from '../debug/launch-configuration';
import { baseName, programOf } from '../debug/program';
import { commandLink, showPage } from '../scriptless-page';
import { worldsHtml } from './worlds-html';

const DEBUG = 'xtrace.debugWorld';

export function registerWorlds(extension: vscode.Uri, background: BackgroundSession): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.commands.registerCommand('xtrace.compareWorlds', (uri?: unknown, choices?: unknown) =>
      compareWorlds(extension, background, uri, choices),
    ),
    // A link of the page: it is no command for people.
    vscode.commands.registerCommand(DEBUG, debugWorld),
  );
}

interface Choice extends vscode.QuickPickItem {
  /** Undefined once the user has thought better of it. */
  readonly ask: () => Promise<WorldChoices | undefined>;
}

const CHOICES: readonly Choice[] = [
  {
    label: 'All versions of Linux',
    detail: 'Since which version is it so? Versions that do the same are one column.',
    ask: () => Promise.resolve({ versions: '..' }),
  },
  {
    label: 'All policies',
    detail: 'Linux, the RFC of October 2020, the proposal against it, and a full buffer for everybody.',
    ask: () => Promise.resolve({ kernels: ['linux', 'linux-rfc-2020', 'explicit', 'eager'] }),
  },
  {
    label: 'Another kernel...',
    detail: 'Beside that of the trace: linux version=6.12, policy "mine.xkernel".',
    ask: async () => one('kernels', await typed('Which kernel?', 'As a line `kernel ...` has it: linux version=6.12')),
  },
  {
    label: 'Another machine...',
    detail: 'Beside that of the trace: granite-rapids, zen4 cpus=2.',
    ask: async () => one('machines', await typed('Which machine?', 'As a line `machine ...` has it: granite-rapids')),
  },
];

async function typed(prompt: string, placeHolder: string): Promise<string | undefined> {
  return vscode.window.showInputBox({ prompt, placeHolder });
}

function one(name: 'kernels' | 'machines', text: string | undefined): WorldChoices | undefined {
  return text === undefined || text.trim() === '' ? undefined : { [name]: [text.trim()] };
}

/** The palette gives neither; a menu gives the trace, and a keybinding may give both. */
async function compareWorlds(
  extension: vscode.Uri,
  background: BackgroundSession,
  trace: unknown,
  given: unknown,
): Promise<void> {
  const uri = trace instanceof vscode.Uri ? trace : vscode.window.activeTextEditor?.document.uri;
  if (!uri) return void vscode.window.showErrorMessage('No trace is open. Open an .xtrace file, and compare again.');
  const choices = given ? (given as WorldChoices) : await (await vscode.window.showQuickPick(CHOICES, PICK))?.ask();
  if (!choices) return;
  const document = await vscode.workspace.openTextDocument(uri);
  const asked = { ...choices, program: programOf(uri), text: document.getText() };
  try {
    const answer = await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title: `Comparing ${baseName(uri)}`, cancellable: true },
      (_progress, token) => background.compareWorlds(asked, token),
    );
    showWorlds(extension, uri, answer);
  } catch (error) {
    if (!(error instanceof Cancelled)) {
      void vscode.window.showErrorMessage(error instanceof Error ? error.message : String(error));
    }
  }
}

const PICK: vscode.QuickPickOptions = { placeHolder: 'Compare the trace with what?', matchOnDetail: true };

function showWorlds(extension: vscode.Uri, uri: vscode.Uri, answer: WorldsAnswer): void {
  const name = baseName(uri);
  showPage(extension, 'xtrace.worlds', {
    title: `Compare ${name}`,
    style: 'answers.css',
    commands: [DEBUG, SHOW_LINE],
    body: worldsHtml({
      name,
      answer,
      debugLink: (world) => commandLink(DEBUG, uri.toString(), answer.worlds[world]),
      lineLink: (line) => commandLink(SHOW_LINE, uri.toString(), line),
    }),
  });
}

/** Debugs a trace with the kernel and the machine of a column. */
async function debugWorld(trace: unknown, world: unknown): Promise<void> {
  if (typeof trace !== 'string' || typeof world !== 'object' || world === null) return;
  const { label, kernel, machine } = world as WorldsAnswer['worlds'][number];
  const uri = vscode.Uri.parse(trace);
  const launch = launchOf(programOf(uri));
  await vscode.debug.startDebugging(vscode.workspace.getWorkspaceFolder(uri), {
    ...launch,
    name: `${launch.name}: ${label}`,
    stopOnEntry: true,
    ...(kernel && { kernel }),
    ...(machine && { machine }),
  });
}
