/** Tells VS Code what to evaluate when the pointer rests on a trace, or on its kernel's pseudo-C, while it is being debugged. */
import * as vscode from 'vscode';
import { TRACE_LANGUAGE } from '../trace-document';
import { expressionAt, kernelExpressionAt, type Span } from './expression-at';
import { KERNEL_LANGUAGE } from './kernel-source';

export function registerDebugHover(): vscode.Disposable {
  return vscode.Disposable.from(
    evaluating(TRACE_LANGUAGE, expressionAt),
    evaluating(KERNEL_LANGUAGE, kernelExpressionAt),
  );
}

function evaluating(language: string, at: (line: string, column: number) => Span | undefined): vscode.Disposable {
  return vscode.languages.registerEvaluatableExpressionProvider(
    { language },
    {
      provideEvaluatableExpression(document, { line, character }) {
        const span = at(document.lineAt(line).text, character);
        return span && new vscode.EvaluatableExpression(new vscode.Range(line, span.start, line, span.end));
      },
    },
  );
}
