/** What an editor needs of the emulator and the language: the interface of the bundle that `src/main/core.ts` makes. */

import type { TraceFiles } from '../language/data/data-bytes';
import type { Editing } from '../language/editing/editing';
import type { Edit } from '../language/editing/fixes/quick-fix';
import type { Diagnostic } from '../language/errors/diagnostic';
import type { RecordingView } from '../recording/viewing/recording-view';
import type { Showing } from '../world/account/showing';
import type { Lessons } from '../world/lesson/lessons';
import type { Reproducer } from '../world/reproducer/reproducer';
import type { RunHost } from './background/account-for';
import type { Account, AccountArguments } from './background/background';
import type { CheckHost } from './launch/diagnose';
import type { FilesHost } from './launch/files-while-typing';
import type { Driving } from './launch/in-slices';
import type { AdapterHost } from './protocol/host';
import type { Session } from './session';

export interface Core extends Editing, Showing {
  readonly createSession: (host: AdapterHost) => Session;
  /** Everything that is wrong with a trace: its text, and the files beside `path` that it takes data from. */
  readonly diagnose: (
    host: CheckHost,
    path: string,
    text: string,
    signal?: AbortSignal,
  ) => Promise<readonly Diagnostic[]>;
  /** The same at once, of a long text that `diagnose` knows but for some steps; undefined of every other. */
  readonly diagnoseAtOnce: (host: CheckHost, path: string, text: string) => readonly Diagnostic[] | undefined;
  /** What `hoverAt` and `completionsAt` need of the files beside `path`, for a place in that line. */
  readonly filesToAnswer: (
    host: FilesHost,
    path: string,
    text: string,
    line: number,
  ) => Promise<TraceFiles | undefined>;
  /** Runs a text to its end, at most `maxSteps` steps far. */
  readonly accountFor: (
    host: RunHost,
    asked: AccountArguments & { readonly text: string },
    signal?: AbortSignal,
  ) => Promise<Account>;
  /** The canonical layout of the lines from `first` to `last`. */
  readonly formatLines: (text: string, first: number, last: number) => readonly Edit[];
  /** The text in canonical layout. */
  readonly formatTrace: (text: string) => string;
  readonly lessons: Lessons;
  /** A recording as a trace, and what of it was not used, in one line or none. Rejects with `UserError`. */
  readonly importTrace: (
    host: Pick<AdapterHost, 'now' | 'schedule'>,
    bytes: Uint8Array,
    name: string,
    driving?: Driving,
  ) => Promise<{ readonly trace: string; readonly unused: string }>;
  /** A core file or an XSAVE area, to be shown. Rejects with `UserError`. */
  readonly viewRecording: (bytes: Uint8Array, name: string) => Promise<RecordingView>;
  /** The trace as a C program, and what it leaves out. Rejects with `UserError`. */
  readonly exportProgram: (
    host: CheckHost & Pick<AdapterHost, 'readBytes'>,
    path: string,
    text: string,
  ) => Promise<Reproducer>;
  /** A page that steps the trace in any browser; `read` gives the texts of the product's files. Rejects with `UserError`. */
  readonly exportTrace: (
    host: CheckHost & Pick<AdapterHost, 'readBytes'>,
    path: string,
    text: string,
    read: (part: string) => Promise<Uint8Array>,
  ) => Promise<string>;
}

/** The interface of the bundle for browsers, which `src/main/core-web.ts` makes: the script sets `xtraceCore`. */
export interface CoreInPages extends Core {
  /** Awaited once, before anything else is called. @param iced the WebAssembly of `iced-x86`, which lies beside the script */
  readonly start: (iced: Uint8Array) => Promise<void>;
}
