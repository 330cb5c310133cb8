/** Compare Kernels: the trace in the editor under several kernels and machines, as a table beside it. */
import * as vscode from 'vscode';
import type { WorldsAnswer, WorldsArguments } from '../../adapter/background/background';
import { askForSetting } from '../answers/ask-setting';
import { SHOW_LINE } from '../answers/commands';
import { type BackgroundSession, Cancelled } from '../background/background-session';
import { launchOf } from '../debug/launch-configuration';
import { baseName, programOf } from '../debug/program';
import { commandLink, showPage } from '../scriptless-page';
import { SideBySide, type World } from './side-by-side';
import { worldsHtml } from './worlds-html';

const DEBUG = 'xtrace.debugWorld';
const DEBUG_BOTH = 'xtrace.debugBothWorlds';

type WorldChoices = Pick<WorldsArguments, 'kernels' | 'machines' | 'versions' | 'vmlinux'>;

export function registerWorlds(extension: vscode.Uri, background: BackgroundSession): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.commands.registerCommand('xtrace.compareWorlds', (uri?: unknown, choices?: unknown) =>
      compareWorlds(extension, background, uri, choices),
    ),
    // Links of the page: they are no commands for people.
    vscode.commands.registerCommand(DEBUG, debugWorld),
    vscode.commands.registerCommand(DEBUG_BOTH, (...asked: readonly unknown[]) =>
      debugBoth(extension, background, asked),
    ),
  );
}

interface Choice extends vscode.QuickPickItem {
  /** Undefined once the user has thought better of it. */
  readonly ask: (trace: vscode.Uri, background: BackgroundSession) => Promise<WorldChoices | undefined>;
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
    ask: async (trace, background) => one('kernels', await askForSetting('kernel', trace, background)),
  },
  {
    label: 'Real kernels...',
    detail:
      'Their images: vmlinux files with symbols, and BTF or debugging information. Two builds say in which function they part.',
    ask: imagesAsked,
  },
  {
    label: 'Another machine...',
    detail: 'Beside that of the trace: granite-rapids, zen4 cpus=2.',
    ask: async (trace, background) => one('machines', await askForSetting('machine', trace, background)),
  },
];

function one(name: 'kernels' | 'machines', text: string | undefined): WorldChoices | undefined {
  return text === undefined ? undefined : { [name]: [text] };
}

async function imagesAsked(): Promise<WorldChoices | undefined> {
  const files = await vscode.window.showOpenDialog({
    canSelectMany: true,
    openLabel: 'Compare',
    title: 'Images of kernels',
  });
  return files && files.length > 0 ? { vmlinux: files.map(programOf) } : undefined;
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
  const asked = async () => (await vscode.window.showQuickPick(CHOICES, PICK))?.ask(uri, background);
  const choices = given ? (given as WorldChoices) : await asked();
  if (!choices) return;
  const document = await vscode.workspace.openTextDocument(uri);
  const question = { ...choices, program: programOf(uri), text: document.getText() };
  try {
    const answer = await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title: `Comparing ${baseName(uri)}`, cancellable: true },
      (_progress, token) => background.compareWorlds(question, token),
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
    commands: [DEBUG, DEBUG_BOTH, SHOW_LINE],
    body: worldsHtml({
      name,
      answer,
      debugLink: (world) => commandLink(DEBUG, uri.toString(), answer.worlds[world]),
      lineLink: (line) => commandLink(SHOW_LINE, uri.toString(), line),
      pairLink: (before, after) => commandLink(DEBUG_BOTH, uri.toString(), answer.worlds[before], answer.worlds[after]),
    }),
  });
}

/** Debugs a trace with the kernel and the machine of a column. */
async function debugWorld(trace: unknown, world: unknown): Promise<void> {
  if (typeof trace === 'string' && isWorld(world)) await begin(vscode.Uri.parse(trace), world);
}

async function debugBoth(
  extension: vscode.Uri,
  background: BackgroundSession,
  [trace, before, after]: readonly unknown[],
): Promise<void> {
  if (typeof trace !== 'string' || !isWorld(before) || !isWorld(after)) return;
  const uri = vscode.Uri.parse(trace);
  const text = (await vscode.workspace.openTextDocument(uri)).getText();
  await new SideBySide(extension, background, { uri, text, worlds: [before, after] }).start(begin);
}

function isWorld(value: unknown): value is World {
  return typeof value === 'object' && value !== null && 'label' in value;
}

/** The session, which stops before the first step; undefined where it does not start. */
async function begin(
  uri: vscode.Uri,
  { label, kernel, machine, vmlinux }: World,
): Promise<vscode.DebugSession | undefined> {
  const launch = launchOf(programOf(uri));
  const name = `${launch.name}: ${label}`;
  let begun: vscode.DebugSession | undefined;
  const watch = vscode.debug.onDidStartDebugSession((session) => {
    if (session.name === name) begun = session;
  });
  try {
    await vscode.debug.startDebugging(vscode.workspace.getWorkspaceFolder(uri), {
      ...launch,
      name,
      stopOnEntry: true,
      ...(kernel && { kernel }),
      ...(machine && { machine }),
      ...(vmlinux && { vmlinux }),
    });
    return begun;
  } finally {
    watch.dispose();
  }
}
