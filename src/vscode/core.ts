/** What the editor's side needs of the emulator and the language. Loaded when first needed, so that activation is quick. */
import type { DebugSession } from '@vscode/debugadapter';
import type { AdapterHost } from '../adapter/host';
import type { Diagnostic } from '../language/diagnostic';
import type { Completion } from './language/completions';
import type { Hover } from './language/hover';
import type { OutlineItem } from './language/outline';

export interface Core {
  readonly createSession: (host: AdapterHost) => DebugSession;
  /** Everything that is wrong with a trace: its text, and the files beside `path` that it takes data from. */
  readonly diagnose: (host: AdapterHost, path: string, text: string) => Promise<readonly Diagnostic[]>;
  readonly hoverAt: (text: string, line: number, column: number) => Hover | undefined;
  /** `before` is the line up to the cursor. */
  readonly completionsAt: (text: string, before: string) => readonly Completion[];
  /** The text in canonical layout. */
  readonly formatTrace: (text: string) => string;
  readonly outline: (text: string) => readonly OutlineItem[];
}

export type LoadCore = () => Promise<Core>;
