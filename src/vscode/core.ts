/** What the editor's side needs of the emulator and the language. Loaded when first needed, so that activation is quick. */
import type { DebugSession } from '@vscode/debugadapter';
import type { AdapterHost } from '../adapter/host';
import type { Diagnostic } from '../language/diagnostic';

export interface Core {
  readonly createSession: (host: AdapterHost) => DebugSession;
  /** Everything that is wrong with a trace: its text, and the files beside `path` that it takes data from. */
  readonly diagnose: (host: AdapterHost, path: string, text: string) => Promise<readonly Diagnostic[]>;
}

export type LoadCore = () => Promise<Core>;
