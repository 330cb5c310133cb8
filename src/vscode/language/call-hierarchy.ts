/** Who calls a procedure of a trace, and what it calls, in VS Code. */
import * as vscode from 'vscode';
import type { Call, Caller } from '../../language/editing/calls';
import { SYMBOL_KIND } from '../../language/editing/editor-kinds';
import type { LoadCore } from '../core';
import { TRACE_LANGUAGE } from '../trace-document';
import { toRange } from './ranges';

export function registerCallHierarchy(loadCore: LoadCore): vscode.Disposable {
  const textOf = async ({ uri }: vscode.CallHierarchyItem) => (await vscode.workspace.openTextDocument(uri)).getText();
  return vscode.languages.registerCallHierarchyProvider(
    { language: TRACE_LANGUAGE },
    {
      async prepareCallHierarchy(document, { line, character }) {
        const found = (await loadCore()).callerAt(document.getText(), line, character);
        return found && itemOf(document.uri, found);
      },
      async provideCallHierarchyIncomingCalls(item) {
        const calls = (await loadCore()).callsTo(await textOf(item), item.selectionRange.start.line);
        return calls.map((call) => new vscode.CallHierarchyIncomingCall(itemOf(item.uri, call.other), rangesOf(call)));
      },
      async provideCallHierarchyOutgoingCalls(item) {
        const calls = (await loadCore()).callsFrom(await textOf(item), item.selectionRange.start.line);
        return calls.map((call) => new vscode.CallHierarchyOutgoingCall(itemOf(item.uri, call.other), rangesOf(call)));
      },
    },
  );
}

function itemOf(uri: vscode.Uri, { kind, name, selection, lastLine }: Caller): vscode.CallHierarchyItem {
  const whole = new vscode.Range(selection.line, 0, lastLine, Number.MAX_SAFE_INTEGER);
  const symbol = vscode.SymbolKind[SYMBOL_KIND[kind]];
  return new vscode.CallHierarchyItem(symbol, name, '', uri, whole, toRange(selection));
}

function rangesOf({ ranges }: Call): vscode.Range[] {
  return ranges.map(toRange);
}
