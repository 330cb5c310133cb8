/** Values beside the lines of a trace that has stopped: of what the step and the steps before it in its block mention. */
import * as vscode from 'vscode';
import { TRACE_LANGUAGE } from '../trace-document';
import { mentionedUpTo } from './mentioned';

export function registerInlineValues(): vscode.Disposable {
  return vscode.languages.registerInlineValuesProvider(
    { language: TRACE_LANGUAGE },
    {
      provideInlineValues(document, _viewPort, { stoppedLocation }) {
        const lines = document.getText().split(/\r?\n/);
        return mentionedUpTo(lines, stoppedLocation.start.line).map(({ line, start, end }) => {
          const range = new vscode.Range(line, start, line, end);
          return new vscode.InlineValueEvaluatableExpression(range);
        });
      },
    },
  );
}
