/** What the language server needs of the core, and of where it runs. */
import type { Core } from '../adapter/core';
import type { CheckHost } from '../adapter/launch/diagnose';

export type LanguageCore = Omit<
  Core,
  'createSession' | 'exportProgram' | 'exportTrace' | 'importTrace' | 'lessons' | 'viewRecording'
>;

/** A trace that lies in a folder of the editor. */
export interface TraceFile {
  readonly uri: string;
  /** Another one once the file has been written. */
  readonly version: string;
}

export interface LanguageHost extends CheckHost {
  /** Of the program, for clients that show it. */
  readonly version: string;
  /** The absolute path of a document; a document that is no file has its URI for a path. */
  readonly pathOf: (uri: string) => string;
  /** The traces in a folder and the folders in it, at most so many; none where nobody may look. */
  readonly tracesIn: (folderUri: string, most: number) => Promise<readonly TraceFile[]>;
  /** The text of a trace. Rejects with `UserError` where it is no file that is read. */
  readonly readTrace: (uri: string) => Promise<string>;
}
