/** The emulator and the language in one bundle, which the extension and the command line load when they need them. */
import './iced-on-node';
import type { Core } from '../adapter/core';
import { XTraceSession } from '../adapter/session';
import { editingOf } from '../language/editing/editing';
import { CHECK_CONTEXT } from '../world/program/load-program';

export { diagnose } from '../adapter/launch/diagnose';
export { formatTrace } from '../language/format-trace';
export { runCommandLine } from './cli/command-line';
export { judgeRequest } from './cli/judging/judge-thread';

export { serveThread } from './dap/thread-side';

export const createSession: Core['createSession'] = (host) => new XTraceSession(host);
export const { hoverAt, describeKernelName, completionsAt, quickFixesIn, signatureAt, outline, referencesAt, rename } =
  editingOf(CHECK_CONTEXT);
