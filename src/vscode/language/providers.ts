/** Hover, completion, outline and formatting in VS Code. */
import * as vscode from 'vscode';
import type { LoadCore } from '../core';
import { TRACE_LANGUAGE } from '../trace-document';
import type { Completion } from './completions';
import type { OutlineItem } from './outline';

const SELECTOR: vscode.DocumentSelector = { language: TRACE_LANGUAGE };
/** A letter starts completion by itself; these do too. */
const TRIGGERS = ['.', '#'];

const { SymbolKind, CompletionItemKind } = vscode;

const symbolKinds: Readonly<Record<OutlineItem['kind'], vscode.SymbolKind>> = {
  const: SymbolKind.Constant,
  data: SymbolKind.Array,
  task: SymbolKind.Class,
  proc: SymbolKind.Function,
  label: SymbolKind.Key,
  counter: SymbolKind.Variable,
};

const completionKinds: Readonly<Record<Completion['kind'], vscode.CompletionItemKind>> = {
  statement: CompletionItemKind.Keyword,
  instruction: CompletionItemKind.Operator,
  value: CompletionItemKind.Variable,
  function: CompletionItemKind.Function,
  constant: CompletionItemKind.Constant,
  syscall: CompletionItemKind.Function,
  exception: CompletionItemKind.Event,
  machine: CompletionItemKind.EnumMember,
  policy: CompletionItemKind.EnumMember,
  member: CompletionItemKind.Field,
  outcome: CompletionItemKind.Event,
  const: CompletionItemKind.Constant,
  data: CompletionItemKind.Variable,
  task: CompletionItemKind.Class,
  proc: CompletionItemKind.Function,
  label: CompletionItemKind.Reference,
  counter: CompletionItemKind.Variable,
};

export function registerLanguageProviders(loadCore: LoadCore): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.languages.registerHoverProvider(SELECTOR, {
      async provideHover(document, { line, character }) {
        const hover = (await loadCore()).hoverAt(document.getText(), line, character);
        return (
          hover && new vscode.Hover(markdown(hover.markdown), new vscode.Range(line, hover.start, line, hover.end))
        );
      },
    }),
    vscode.languages.registerCompletionItemProvider(
      SELECTOR,
      {
        async provideCompletionItems(document, { line, character }) {
          const before = document.lineAt(line).text.slice(0, character);
          const start = before.search(/#?\w*$/);
          const range = new vscode.Range(line, start, line, character);
          return (await loadCore())
            .completionsAt(document.getText(), before)
            .map((completion) => completionItem(completion, range));
        },
      },
      ...TRIGGERS,
    ),
    vscode.languages.registerDocumentSymbolProvider(SELECTOR, {
      async provideDocumentSymbols(document) {
        return (await loadCore()).outline(document.getText()).map(symbol);
      },
    }),
    vscode.languages.registerDocumentFormattingEditProvider(SELECTOR, {
      async provideDocumentFormattingEdits(document) {
        const text = document.getText();
        const formatted = (await loadCore()).formatTrace(text);
        const whole = new vscode.Range(document.positionAt(0), document.positionAt(text.length));
        return formatted === text ? [] : [vscode.TextEdit.replace(whole, formatted)];
      },
    }),
  );
}

function completionItem(
  { label, kind, detail, documentation }: Completion,
  range: vscode.Range,
): vscode.CompletionItem {
  const item = new vscode.CompletionItem({ label, description: detail }, completionKinds[kind]);
  item.documentation = markdown(documentation);
  item.range = range;
  return item;
}

function symbol({ name, kind, line, last, start, end, children }: OutlineItem): vscode.DocumentSymbol {
  const whole = new vscode.Range(line, 0, last, Number.MAX_SAFE_INTEGER);
  const made = new vscode.DocumentSymbol(
    name,
    kind,
    symbolKinds[kind],
    whole,
    new vscode.Range(line, start, line, end),
  );
  made.children = children.map(symbol);
  return made;
}

function markdown(text: string): vscode.MarkdownString {
  return new vscode.MarkdownString(text);
}
