/** The emulator and the language in one bundle, which the extension and the command line load when they need them. */
import { XTraceSession } from '../adapter/session';
import type { Core } from '../vscode/core';

export { diagnose } from '../adapter/diagnose';
export { formatTrace } from '../language/format';
export { completionsAt } from '../vscode/language/completions';
export { hoverAt } from '../vscode/language/hover';
export { outline } from '../vscode/language/outline';
export { runCommandLine } from './cli/command-line';

export const createSession: Core['createSession'] = (host) => new XTraceSession(host);
