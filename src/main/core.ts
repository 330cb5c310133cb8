/** The emulator and the language in one bundle, which the extension loads when it first needs them, and the command line. */
import { loadText } from '../adapter/load';
import { XTraceSession } from '../adapter/session';
import type { Core } from '../vscode/core';

export const createSession: Core['createSession'] = (host) => new XTraceSession(host);

export const diagnose: Core['diagnose'] = async (host, path, text) => (await loadText(host, path, text)).diagnostics;

export { runCommandLine } from './cli/command-line';
