/** The emulator and the language in one script for browsers: of the web extension, and of exported pages. */
import type * as Iced from 'iced-x86';
import type { Core } from '../adapter/core';
import { XTraceSession } from '../adapter/session';
import { provideIced } from '../machine/encoding/iced';

export { exportProgram } from '../adapter/launch/export-program';
export { exportTrace } from '../player/export-trace';
export { LESSONS as lessons } from '../world/lesson/lessons';
export * from './language-core';
export { importTrace, viewRecording } from './recording-source';

export const createSession: Core['createSession'] = (host) => new XTraceSession(host);

let started: Promise<typeof Iced> | undefined;

/** Where the bundle's `iced-x86` finds its WebAssembly: as text in the script it would take a half more than as a file. */
interface IcedPlace {
  xtraceIced?: Uint8Array;
}

export async function start(code: Uint8Array): Promise<void> {
  (globalThis as IcedPlace).xtraceIced = code;
  started ??= import('iced-x86');
  const iced = await started;
  provideIced(() => iced);
}
