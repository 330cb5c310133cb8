/** What the language server needs of the core, and of where it runs. */
import type { Core } from '../adapter/core';
import type { CheckHost } from '../adapter/launch/diagnose';

export type LanguageCore = Omit<Core, 'createSession' | 'exportTrace' | 'importTrace' | 'lessons' | 'viewRecording'>;

export interface LanguageHost extends CheckHost {
  /** Of the program, for clients that show it. */
  readonly version: string;
  /** The absolute path of a document; a document that is no file has its URI for a path. */
  readonly pathOf: (uri: string) => string;
}
