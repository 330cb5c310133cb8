/** Tells VS Code what to evaluate when the pointer rests on a trace that is being debugged. */
import * as vscode from 'vscode';
import { TRACE_LANGUAGE } from '../trace-document';
import { expressionAt } from './expression-at';

export function registerDebugHover(): vscode.Disposable {
  return vscode.languages.registerEvaluatableExpressionProvider(
    { language: TRACE_LANGUAGE },
    {
      provideEvaluatableExpression(document, { line, character }) {
        const span = expressionAt(document.lineAt(line).text, character);
        return span && new vscode.EvaluatableExpression(new vscode.Range(line, span.start, line, span.end));
      },
    },
  );
}
