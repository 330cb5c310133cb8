/** What the server answers about the text of a trace, each from one function of the core. */
import {
  type CallHierarchyItem,
  type CodeAction,
  CodeActionKind,
  type CodeActionParams,
  type CompletionItem,
  CompletionItemKind,
  type Diagnostic,
  DocumentHighlightKind,
  type DocumentSymbol,
  type Hover,
  MarkupKind,
  type SignatureHelp,
  type SymbolInformation,
  SymbolKind,
  type TextEdit,
} from 'vscode-languageserver';
import type { Caller } from '../language/editing/calls';
import type { Completion } from '../language/editing/completion/item';
import { COMPLETION_KIND, SYMBOL_KIND } from '../language/editing/editor-kinds';
import type { QuickFix } from '../language/editing/fixes/quick-fix';
import type { Hover as Explanation } from '../language/editing/hover/hover';
import type { OutlineEntry } from '../language/editing/outline-entry';
import type { References } from '../language/editing/references';
import type { SignatureHelp as Signature } from '../language/editing/signature-help';
import { toRange, toTextEdit } from './places';

/** As Markdown names the language of a block of code. */
const LANGUAGE = 'xtrace';

export function toHover({ code, text, range }: Explanation): Hover {
  const value = `\`\`\`${LANGUAGE}\n${code}\n\`\`\`\n${text}`;
  return { contents: { kind: MarkupKind.Markdown, value }, range: toRange(range) };
}

/** @param rank the likeliest has 0 */
export function toCompletion(
  { label, kind, detail, documentation }: Completion,
  rank: number,
  range: TextEdit['range'],
): CompletionItem {
  return {
    label,
    kind: CompletionItemKind[COMPLETION_KIND[kind]],
    sortText: String(rank).padStart(6, '0'),
    textEdit: { range, newText: label },
    ...(detail && { detail }),
    ...(documentation && { documentation: { kind: MarkupKind.Markdown, value: documentation } }),
  };
}

export function toSymbol({ name, detail, kind, selection, lastLine, children }: OutlineEntry): DocumentSymbol {
  const selectionRange = toRange(selection);
  const isOneLine = lastLine === selection.line;
  const range = {
    start: { line: selection.line, character: 0 },
    end: isOneLine ? selectionRange.end : { line: lastLine + 1, character: 0 },
  };
  return { name, detail, kind: SymbolKind[SYMBOL_KIND[kind]], range, selectionRange, children: children.map(toSymbol) };
}

/** Of a list of all traces. */
export function toSymbolInformation(uri: string, { name, kind, selection }: OutlineEntry): SymbolInformation {
  return { name, kind: SymbolKind[SYMBOL_KIND[kind]], location: { uri, range: toRange(selection) } };
}

export function toCaller(uri: string, { kind, name, selection, lastLine }: Caller): CallHierarchyItem {
  const range = { start: { line: selection.line, character: 0 }, end: { line: lastLine + 1, character: 0 } };
  return { name, kind: SymbolKind[SYMBOL_KIND[kind]], uri, range, selectionRange: toRange(selection) };
}

export function toSignatureHelp({ label, documentation, parameters, active }: Signature): SignatureHelp {
  const signature = {
    label,
    documentation: { kind: MarkupKind.Markdown, value: documentation },
    parameters: parameters.map(({ start, end }) => ({ label: [start, end] as [number, number] })),
  };
  return { signatures: [signature], activeSignature: 0, activeParameter: active };
}

export function toCodeAction(
  { title, edits, problem }: QuickFix,
  { textDocument: { uri }, context: { diagnostics } }: CodeActionParams,
): CodeAction {
  const solved = diagnostics.filter(({ code, range }) => problem?.code === code && sameRange(range, problem));
  return {
    title,
    kind: CodeActionKind.QuickFix,
    edit: { changes: { [uri]: edits.map(toTextEdit) } },
    ...(solved.length > 0 && { diagnostics: solved }),
  };
}

function sameRange({ start, end }: Diagnostic['range'], problem: QuickFix['problem']): boolean {
  const range = problem?.range;
  return range?.line === start.line && range.start === start.character && range.end === end.character;
}

export function toHighlights({ definitions, uses }: References) {
  return [
    ...definitions.map((range) => ({ range: toRange(range), kind: DocumentHighlightKind.Write })),
    ...uses.map((range) => ({ range: toRange(range), kind: DocumentHighlightKind.Read })),
  ];
}
