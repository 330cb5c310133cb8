/** Which documents are ours. */
import type * as vscode from 'vscode';

export const TRACE_LANGUAGE = 'xtrace';
const KERNEL_LANGUAGE = 'xtrace-kernel';

export function languageOf({ languageId }: vscode.TextDocument): 'trace' | 'kernel' | 'other' {
  if (languageId === TRACE_LANGUAGE) return 'trace';
  return languageId === KERNEL_LANGUAGE ? 'kernel' : 'other';
}
