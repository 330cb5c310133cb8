/**
 * Last Change, Next Change and Origin: in the menu of a variable or of a value in a view, or of an expression that one types. Stepping
 * back in and out.
 */
import * as vscode from 'vscode';
import {
  BACK_INTO_REQUEST,
  BACK_OUT_REQUEST,
  LAST_CHANGE_REQUEST,
  NEXT_CHANGE_REQUEST,
  ORIGIN_REQUEST,
} from '../../adapter/views/views';
import type { ValueContext } from '../../webview/page/messages';
import { askSession } from './ask-session';
import { namedVariable, type VariableContext } from './variable-context';

export function registerChanges(): vscode.Disposable {
  const { registerCommand } = vscode.commands;
  return vscode.Disposable.from(
    registerCommand('xtrace.stepBackInto', () => askSession(BACK_INTO_REQUEST, {})),
    registerCommand('xtrace.stepBackOut', () => askSession(BACK_OUT_REQUEST, {})),
    registerCommand('xtrace.lastChange', (context?: ChangeContext) => travel(LAST_CHANGE_REQUEST, context)),
    registerCommand('xtrace.nextChange', (context?: ChangeContext) => travel(NEXT_CHANGE_REQUEST, context)),
    registerCommand('xtrace.origin', (context?: ChangeContext) => travel(ORIGIN_REQUEST, context)),
  );
}

/** A menu gives a variable, or the expression of a value in a view; the palette gives nothing. */
type ChangeContext = VariableContext & ValueContext;

async function travel(request: string, context: ChangeContext | undefined): Promise<void> {
  const expression = context?.xtraceExpression;
  const named = typeof expression === 'string' ? { name: expression } : namedVariable(context);
  const what = named ?? (await askForExpression());
  if (what) await askSession(request, what);
}

async function askForExpression(): Promise<{ readonly name: string } | undefined> {
  const name = await vscode.window.showInputBox({
    prompt: 'Of which value?',
    placeHolder: 'xfd, A.fpstate.size, tmm0',
  });
  return name === undefined || name.trim() === '' ? undefined : { name: name.trim() };
}
