/**
 * *Take this step out*: from a line of the kernel's source to `without ROUTINE.STEP` in the trace that is being debugged. A
 * lens where the kernel has stopped, and a command in the menus of the other lines: in an editor that cannot be written to,
 * VS Code offers no code actions.
 */
import * as vscode from 'vscode';
import { KERNEL_STEP_REQUEST, type KernelStep } from '../../adapter/views/kernel-step';
import { KERNEL_LANGUAGE } from '../language/kernel-source';
import type { ViewsFeed } from '../views/feed';
import { TYPE } from './launch-configuration';
import { uriOf } from './program';

const COMMAND = 'xtrace.takeOutStep';
/** Where the formatter begins what stands behind a keyword. */
const MARGIN = 10;

/** What the menu of a line number gives. */
interface LineContext {
  readonly lineNumber?: number;
}

export function registerTakeOutStep(feed: ViewsFeed): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.languages.registerCodeLensProvider(
      { language: KERNEL_LANGUAGE },
      { onDidChangeCodeLenses: feed.onDidChange, provideCodeLenses: lensesIn },
    ),
    vscode.commands.registerCommand(COMMAND, async (given?: KernelStep | LineContext) => {
      const step = given && 'name' in given ? given : await stepAtCursor(given);
      if (step) await takeOut(step);
      else void vscode.window.showInformationMessage('This line is no step of the kernel that runs.');
    }),
  );
}

async function lensesIn(document: vscode.TextDocument): Promise<vscode.CodeLens[]> {
  const step = await askFor(document);
  if (!step) return [];
  const title = `Take this step out: without ${step.name}`;
  const line = step.kernelLine - 1;
  return [new vscode.CodeLens(new vscode.Range(line, 0, line, 0), { title, command: COMMAND, arguments: [step] })];
}

function stepAtCursor(given: LineContext | undefined): Promise<KernelStep | undefined> {
  const editor = vscode.window.activeTextEditor;
  if (editor?.document.languageId !== KERNEL_LANGUAGE) return Promise.resolve(undefined);
  return askFor(editor.document, given?.lineNumber ?? editor.selection.active.line + 1);
}

/** Without a line: of the step at which the kernel has stopped. */
async function askFor({ uri }: vscode.TextDocument, line?: number): Promise<KernelStep | undefined> {
  const session = vscode.debug.activeDebugSession;
  if (session?.type !== TYPE) return undefined;
  // The path of `debug:linux.c` is the name that the source has in the protocol.
  const path = uri.path.slice(uri.path.lastIndexOf('/') + 1);
  try {
    const asked = { source: { path }, ...(line === undefined ? {} : { line }) };
    return (await session.customRequest(KERNEL_STEP_REQUEST, asked)) as KernelStep;
  } catch {
    // A comment or a brace; or the kernel has not stopped there.
    return undefined;
  }
}

/** Writes the line where the trace is, so that the kernel goes on without the step from there; a restart then shows it. */
async function takeOut({ name, program, line }: KernelStep): Promise<void> {
  const document = await vscode.workspace.openTextDocument(uriOf(program));
  const { text } = document.lineAt(Math.min(line, document.lineCount) - 1);
  const indent = /^\s*/.exec(text)?.[0] ?? '';
  const edit = new vscode.WorkspaceEdit();
  edit.insert(document.uri, new vscode.Position(line - 1, 0), `${indent}${'without'.padEnd(MARGIN)}${name}\n`);
  await vscode.workspace.applyEdit(edit);
  await vscode.window.showTextDocument(document, { selection: new vscode.Range(line - 1, 0, line - 1, 0) });
  const restart = 'Save and Restart';
  const message = `Line ${line} takes ${name} out of the kernel. Restart the trace to see what comes of it.`;
  if ((await vscode.window.showInformationMessage(message, restart)) !== restart) return;
  await document.save();
  await vscode.commands.executeCommand('workbench.action.debug.restart');
}
