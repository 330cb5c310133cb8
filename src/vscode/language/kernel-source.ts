/** The pseudo-C of a kernel as source: outline, from a call to the routine, what constants are, values beside the lines. */
import * as vscode from 'vscode';
import type { LoadCore } from '../core';
import { namesIn, routinesIn, wordAt } from './kernel-outline';
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
        const routine = routinesIn(linesOf(document)).find(({ name }) => name === word?.text);
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

/** Of the routine that has stopped there: each variable on the lines that lead there. The editor shows those that it knows. */
function valuesUpTo(document: vscode.TextDocument, line: number): vscode.InlineValue[] {
  const routine = routinesIn(linesOf(document)).find((each) => each.line <= line && line <= each.end);
  if (!routine) return [];
  const values: vscode.InlineValue[] = [];
  for (let at = routine.line; at <= line; at++) {
    for (const { text, start } of namesIn(document.lineAt(at).text)) {
      values.push(new vscode.InlineValueVariableLookup(new vscode.Range(at, start, at, start + text.length), text));
    }
  }
  return values;
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
