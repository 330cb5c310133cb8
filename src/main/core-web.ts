/** The emulator and the language in one script for browsers: of the web extension, and of exported pages. */
import type * as Iced from 'iced-x86';
import type { Core } from '../adapter/core';
import { XTraceSession } from '../adapter/session';
import { provideIced } from '../machine/encoding/iced';

export { exportTrace } from '../player/export-trace';
export * from './language-core';

export const createSession: Core['createSession'] = (host) => new XTraceSession(host);

let started: Promise<typeof Iced> | undefined;

export async function start(): Promise<void> {
  started ??= import('iced-x86');
  const iced = await started;
  provideIced(() => iced);
}
