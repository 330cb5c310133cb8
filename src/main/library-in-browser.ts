/** Entry point of the library in a browser: `iced-x86` is part of the bundle, and `start` makes it ready. */
import type * as Iced from 'iced-x86';
import { provideIced } from '../machine/encoding/iced';

export * from '../library';

let started: Promise<typeof Iced> | undefined;

/** Awaited once, before anything else of the library is called. */
export async function start(): Promise<void> {
  started ??= import('iced-x86');
  const iced = await started;
  provideIced(() => iced);
}
