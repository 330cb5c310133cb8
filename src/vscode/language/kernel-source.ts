/** The pseudo-C of a kernel as source: outline, from a call to the routine, what constants are, values beside the lines. */
import * as vscode from 'vscode';
import type { LoadCore } from '../core';
import { namesUpTo, routineCalled, routinesIn, wordAt } from './kernel-outline';
import { hoverText } from './providers';

/** As package.json declares it. */
export const KERNEL_LANGUAGE = 'xtrace-kernel';

const SELECTOR: vscode.DocumentSelector = { language: KERNEL_LANGUAGE };

export function registerKernelSource(loadCore: LoadCore): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.languages.registerDocumentSymbolProvider(SELECTOR, {
      provideDocumentSymbols: (document) => routinesIn(linesOf(document)).map(symbolOf),
    }),
    vscode.languages.registerDefinitionProvider(SELECTOR, {
      provideDefinition(document, position) {
        const word = wordIn(document, position);
        const routine = word && routineCalled(routinesIn(linesOf(document)), word.text);
        return routine && new vscode.Location(document.uri, new vscode.Position(routine.line, routine.column));
      },
    }),
    vscode.languages.registerHoverProvider(SELECTOR, {
      async provideHover(document, position) {
        const word = wordIn(document, position);
        const hover = word && (await loadCore()).describeKernelName(word.text);
        return hover && new vscode.Hover(hoverText(hover));
      },
    }),
    vscode.languages.registerInlineValuesProvider(SELECTOR, {
      provideInlineValues: (document, _viewPort, { stoppedLocation }) =>
        valuesUpTo(document, stoppedLocation.start.line),
    }),
  );
}

/** Of the routine that has stopped on a line: the editor shows the values of those names that are variables. */
function valuesUpTo(document: vscode.TextDocument, line: number): vscode.InlineValue[] {
  return namesUpTo(linesOf(document), line).map(({ text, line: at, start }) => {
    const range = new vscode.Range(at, start, at, start + text.length);
    return new vscode.InlineValueVariableLookup(range, text);
  });
}

function symbolOf({ name, file, line, end, column }: ReturnType<typeof routinesIn>[number]): vscode.DocumentSymbol {
  const whole = new vscode.Range(line, 0, end, 1);
  const selected = new vscode.Range(line, column, line, column + name.length);
  return new vscode.DocumentSymbol(name, file, vscode.SymbolKind.Function, whole, selected);
}

function linesOf(document: vscode.TextDocument): readonly string[] {
  return document.getText().split(/\r?\n/);
}

function wordIn(document: vscode.TextDocument, { line, character }: vscode.Position) {
  return wordAt(document.lineAt(line).text, character);
}
