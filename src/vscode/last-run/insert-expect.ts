/** *Insert expect from this value*: in the menu of a variable or of a value in a view, or for an expression that one types. */
import * as vscode from 'vscode';
import { EXPECTATION_REQUEST, type Expectation } from '../../adapter/views/expectation';
import type { ValueContext } from '../../webview/page/messages';
import { sessionAnswer } from '../debug/ask-session';
import { uriOf } from '../debug/program';
import type { VariableContext } from '../debug/variable-context';

/** Where the formatter begins what stands behind a keyword. */
const MARGIN = 10;
const INDENT = '    ';

export function registerInsertExpect(): vscode.Disposable {
  return vscode.commands.registerCommand('xtrace.insertExpect', async (context?: VariableContext & ValueContext) => {
    const expression =
      context?.xtraceExpression ?? context?.variable?.evaluateName ?? (await askForExpression(context));
    if (expression === undefined) return;
    const expectation = await sessionAnswer<Expectation>(EXPECTATION_REQUEST, { expression });
    if (expectation) await insert(expectation);
  });
}

/** A variable without an expression of its own is a group of others. */
async function askForExpression(context: VariableContext | undefined): Promise<string | undefined> {
  if (context?.variable) {
    const { name } = context.variable;
    void vscode.window.showInformationMessage(
      `${name} is made of several things: open it, and choose one of its parts.`,
    );
    return undefined;
  }
  const given = await vscode.window.showInputBox({
    prompt: 'Which value does the trace expect here?',
    placeHolder: 'xfd, A.fpstate.size, tmm0.i32[0][0]',
  });
  return given?.trim() || undefined;
}

async function insert({ condition, program, line }: Expectation): Promise<void> {
  const document = await vscode.workspace.openTextDocument(uriOf(program));
  const at = Math.min(line === null ? document.lineCount : line - 1, document.lineCount);
  const isBehind = at === document.lineCount;
  const neighbour = document.lineAt(Math.min(at, document.lineCount - 1)).text;
  const indent = /^\s*/.exec(neighbour)?.[0] || INDENT;
  const statement = `${indent}${'expect'.padEnd(MARGIN)}${condition}`;
  const edit = new vscode.WorkspaceEdit();
  // The last line of a file is mostly empty, and then the statement takes its place.
  const text = isBehind && neighbour !== '' ? `\n${statement}\n` : `${statement}\n`;
  edit.insert(document.uri, isBehind ? document.lineAt(at - 1).range.end : new vscode.Position(at, 0), text);
  await vscode.workspace.applyEdit(edit);
  const shown = new vscode.Position(isBehind && neighbour === '' ? at - 1 : at, 0);
  await vscode.window.showTextDocument(document, { selection: new vscode.Range(shown, shown), preserveFocus: true });
}
