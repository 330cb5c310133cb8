/** Which documents are ours. */
import type * as vscode from 'vscode';

export const TRACE_LANGUAGE = 'xtrace';
const KERNEL_LANGUAGE = 'xtrace-kernel';

export function languageOf({ languageId }: vscode.TextDocument): 'trace' | 'kernel' | 'other' {
  if (languageId === TRACE_LANGUAGE) return 'trace';
  return languageId === KERNEL_LANGUAGE ? 'kernel' : 'other';
}

/** Of the traces of lessons. */
export const LESSON_SCHEME = 'xtrace-lesson';

/** Whether a document is the trace of a lesson: what its lines do is for the reader to find out. */
export function isLessonTrace({ scheme }: vscode.Uri): boolean {
  return scheme === LESSON_SCHEME;
}
