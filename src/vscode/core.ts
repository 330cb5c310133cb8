/** What the editor's side needs of the emulator and the language. Loaded when first needed, so that activation is quick. */
import type { AdapterHost } from '../adapter/protocol/host';
import type { Session } from '../adapter/session';
import type { Completions } from '../language/editing/completion';
import type { Hover } from '../language/editing/hover';
import type { OutlineEntry } from '../language/editing/outline';
import type { References } from '../language/editing/references';
import type { Diagnostic, Range } from '../language/errors/diagnostic';

/** What is known about a trace's text; lines and columns are zero-based. */
export interface Editing {
  readonly hoverAt: (text: string, line: number, column: number) => Hover | undefined;
  readonly completionsAt: (text: string, line: number, column: number) => Completions;
  readonly outline: (text: string) => readonly OutlineEntry[];
  readonly referencesAt: (text: string, line: number, column: number) => References | undefined;
  /** The places to change; throws an error for the user where `name` cannot be another name for what is there. */
  readonly rename: (text: string, line: number, column: number, name: string) => readonly Range[];
}

export interface Core extends Editing {
  readonly createSession: (host: AdapterHost) => Session;
  /** Everything that is wrong with a trace: its text, and the files beside `path` that it takes data from. */
  readonly diagnose: (host: AdapterHost, path: string, text: string) => Promise<readonly Diagnostic[]>;
  /** The text in canonical layout. */
  readonly formatTrace: (text: string) => string;
}

export type LoadCore = () => Promise<Core>;

/** Begins a debug session, wherever it runs. */
export type OpenSession = (host: AdapterHost) => Promise<Session>;
