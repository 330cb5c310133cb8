/** The emulator and the language in one bundle, which the extension loads when it first needs them. */
import { loadText } from '../adapter/load';
import { XTraceSession } from '../adapter/session';
import type { Core } from '../vscode/core';

export const createSession: Core['createSession'] = (host) => new XTraceSession(host);

export const diagnose: Core['diagnose'] = async (host, path, text) => (await loadText(host, path, text)).diagnostics;
