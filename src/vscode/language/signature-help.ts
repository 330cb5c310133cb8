/** The parameters of a call while one writes it, in VS Code. */
import * as vscode from 'vscode';
import { SIGNATURE_TRIGGERS } from '../../language/editing/signature-help';
import type { LoadCore } from '../core';
import { TRACE_LANGUAGE } from '../trace-document';

export function registerSignatureHelp(loadCore: LoadCore): vscode.Disposable {
  return vscode.languages.registerSignatureHelpProvider(
    { language: TRACE_LANGUAGE },
    {
      async provideSignatureHelp(document, { line, character }) {
        const found = (await loadCore()).signatureAt(document.getText(), line, character);
        if (!found) return undefined;
        const signature = new vscode.SignatureInformation(found.label, new vscode.MarkdownString(found.documentation));
        signature.parameters = found.parameters.map(({ start, end }) => new vscode.ParameterInformation([start, end]));
        const help = new vscode.SignatureHelp();
        help.signatures = [signature];
        help.activeSignature = 0;
        help.activeParameter = found.active;
        return help;
      },
    },
    { triggerCharacters: SIGNATURE_TRIGGERS.open, retriggerCharacters: SIGNATURE_TRIGGERS.change },
  );
}
