/** The emulator and the language in one bundle, which the extension and the command line load when they need them. */
import './iced-on-node';
import './inflate-on-node';
import type { Core } from '../adapter/core';
import { XTraceSession } from '../adapter/session';

export { exportProgram } from '../adapter/launch/export-program';
export { exportTrace } from '../player/export-trace';
export { LESSONS as lessons } from '../world/lesson/lessons';
export { runCommandLine } from './cli/command-line';
export { exploreRequest } from './cli/exploring/explore-in-threads';
export { judgeRequest } from './cli/judging/judge-thread';
export { serveThread } from './dap/thread-side';
export * from './language-core';
export { importTrace, viewRecording } from './recording-source';

export const createSession: Core['createSession'] = (host) => new XTraceSession(host);
