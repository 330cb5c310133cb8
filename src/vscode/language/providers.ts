/** Hover, completion, outline and formatting in VS Code. */
import * as vscode from 'vscode';
import type { Core } from '../../adapter/core';
import type { Completion } from '../../language/editing/completion/item';
import { COMPLETION_TRIGGERS, popsUpBehind } from '../../language/editing/completion/pops-up';
import { COMPLETION_KIND, SYMBOL_KIND } from '../../language/editing/editor-kinds';
import type { Hover } from '../../language/editing/hover/hover';
import type { OutlineEntry } from '../../language/editing/outline-entry';
import type { LoadCore } from '../core';
import { editorHost } from '../debug/editor-host';
import { programOf } from '../debug/program';
import { TRACE_LANGUAGE } from '../trace-document';
import { toRange } from './ranges';

const SELECTOR: vscode.DocumentSelector = { language: TRACE_LANGUAGE };

export function registerLanguageProviders(loadCore: LoadCore): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.languages.registerHoverProvider(SELECTOR, {
      async provideHover(document, { line, character }) {
        const core = await loadCore();
        const text = document.getText();
        const files = await core.filesToAnswer(editorHost, programOf(document.uri), text, line);
        const hover = core.hoverAt(text, line, character, files);
        return hover && new vscode.Hover(hoverText(hover), toRange(hover.range));
      },
    }),
    vscode.languages.registerCompletionItemProvider(
      SELECTOR,
      {
        async provideCompletionItems(document, { line, character }, _, { triggerCharacter }) {
          const before = document.lineAt(line).text.slice(0, character);
          if (triggerCharacter !== undefined && !popsUpBehind(triggerCharacter, before)) return [];
          const core = await loadCore();
          const text = document.getText();
          const files = await core.filesToAnswer(editorHost, programOf(document.uri), text, line);
          const { range, items } = core.completionsAt(text, line, character, files);
          return items.map((item, rank) => completionItem(item, rank, toRange(range)));
        },
      },
      ...COMPLETION_TRIGGERS,
    ),
    vscode.languages.registerDocumentSymbolProvider(SELECTOR, {
      async provideDocumentSymbols(document) {
        return (await loadCore()).outline(document.getText()).map(symbol);
      },
    }),
    vscode.languages.registerDocumentLinkProvider(SELECTOR, {
      async provideDocumentLinks(document) {
        return (await loadCore()).fileLinksIn(document.getText()).map(({ range, path }) => {
          return new vscode.DocumentLink(toRange(range), vscode.Uri.joinPath(document.uri, '..', path));
        });
      },
    }),
    vscode.languages.registerDocumentRangeFormattingEditProvider(SELECTOR, {
      async provideDocumentRangeFormattingEdits(document, { start, end }) {
        return lineEdits(await loadCore(), document, start.line, end.line);
      },
    }),
    vscode.languages.registerOnTypeFormattingEditProvider(
      SELECTOR,
      {
        async provideOnTypeFormattingEdits(document, { line }) {
          return line === 0 ? [] : lineEdits(await loadCore(), document, line - 1, line - 1);
        },
      },
      '\n',
    ),
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

function lineEdits(core: Core, document: vscode.TextDocument, first: number, last: number): vscode.TextEdit[] {
  const edits = core.formatLines(document.getText(), first, last);
  return edits.map(({ range, text }) => vscode.TextEdit.replace(toRange(range), text));
}

export function hoverText({ code, text }: Pick<Hover, 'code' | 'text'>): vscode.MarkdownString {
  return new vscode.MarkdownString().appendCodeblock(code, TRACE_LANGUAGE).appendMarkdown(text);
}

function completionItem(
  { label, kind, detail, documentation }: Completion,
  rank: number,
  range: vscode.Range,
): vscode.CompletionItem {
  const item = new vscode.CompletionItem(
    { label, ...(detail && { description: detail }) },
    vscode.CompletionItemKind[COMPLETION_KIND[kind]],
  );
  if (documentation) item.documentation = new vscode.MarkdownString(documentation);
  item.range = range;
  // The core has the likeliest first.
  item.sortText = String(rank).padStart(6, '0');
  return item;
}

function symbol({ name, detail, kind, selection, lastLine, children }: OutlineEntry): vscode.DocumentSymbol {
  const own = toRange(selection);
  const whole = new vscode.Range(selection.line, 0, lastLine, Number.MAX_SAFE_INTEGER);
  const made = new vscode.DocumentSymbol(name, detail, vscode.SymbolKind[SYMBOL_KIND[kind]], whole, own);
  made.children = children.map(symbol);
  return made;
}
