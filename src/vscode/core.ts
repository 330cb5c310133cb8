/** The emulator and the language, loaded when first needed, so that activation is quick. */
import type { Core } from '../adapter/core';
import type { AdapterHost } from '../adapter/protocol/host';
import type { Session } from '../adapter/session';

export type LoadCore = () => Promise<Core>;

/** Begins a debug session, wherever it runs. */
export type OpenSession = (host: AdapterHost) => Promise<Session>;
