/** What the protocol calls the kinds of things that the language has. */
import { CompletionItemKind, DiagnosticSeverity, SymbolKind } from 'vscode-languageserver';
import type { CompletionKind } from '../language/editing/completion/item';
import type { OutlineKind } from '../language/editing/outline';
import type { Severity } from '../language/errors/diagnostic';

export const SEVERITIES: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
};

export const SYMBOL_KINDS: Readonly<Record<OutlineKind, SymbolKind>> = {
  machine: SymbolKind.Module,
  kernel: SymbolKind.Module,
  const: SymbolKind.Constant,
  data: SymbolKind.Array,
  task: SymbolKind.Class,
  proc: SymbolKind.Function,
  label: SymbolKind.Key,
  block: SymbolKind.Namespace,
  event: SymbolKind.Event,
};

export const COMPLETION_KINDS: Readonly<Record<CompletionKind, CompletionItemKind>> = {
  keyword: CompletionItemKind.Keyword,
  instruction: CompletionItemKind.Operator,
  register: CompletionItemKind.Variable,
  value: CompletionItemKind.Variable,
  member: CompletionItemKind.Field,
  function: CompletionItemKind.Function,
  constant: CompletionItemKind.Constant,
  data: CompletionItemKind.Variable,
  task: CompletionItemKind.Class,
  label: CompletionItemKind.Reference,
  proc: CompletionItemKind.Function,
  type: CompletionItemKind.TypeParameter,
  option: CompletionItemKind.EnumMember,
  exception: CompletionItemKind.Event,
};
