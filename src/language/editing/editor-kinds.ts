/** What editors call the kinds of things: names that the enumerations of VS Code and of the Language Server Protocol share. */
import type { Severity } from '../errors/diagnostic';
import type { CompletionKind } from './completion/item';
import type { OutlineKind } from './outline-entry';

/** Members of `DiagnosticSeverity`. */
export const DIAGNOSTIC_SEVERITY = {
  error: 'Error',
  warning: 'Warning',
  information: 'Information',
} as const satisfies Record<Severity, string>;

/** Members of `SymbolKind`. */
export const SYMBOL_KIND = {
  machine: 'Module',
  kernel: 'Module',
  const: 'Constant',
  data: 'Array',
  task: 'Class',
  proc: 'Function',
  label: 'Key',
  block: 'Namespace',
  event: 'Event',
  step: 'Operator',
} as const satisfies Record<OutlineKind, string>;

/** Members of `CompletionItemKind`. */
export const COMPLETION_KIND = {
  keyword: 'Keyword',
  instruction: 'Operator',
  register: 'Variable',
  value: 'Variable',
  member: 'Field',
  function: 'Function',
  constant: 'Constant',
  data: 'Variable',
  task: 'Class',
  label: 'Reference',
  proc: 'Function',
  type: 'TypeParameter',
  option: 'EnumMember',
  exception: 'Event',
  file: 'File',
} as const satisfies Record<CompletionKind, string>;
