/** Entry point of the VS Code extension. */
import { join } from 'node:path';
import type * as vscode from 'vscode';
import { activateExtension } from '../vscode/activate';
import type { LoadCore, OpenSession } from '../vscode/core';
import { provideDisk } from '../vscode/debug/editor-host';
import { ThreadSession, threadsOf } from './dap/thread-session';
import { demandInside } from './inside-folder';

const loadCore: LoadCore = () => import('./core');
const startThread = threadsOf(join(__dirname, 'worker.js'));

/** Runs sessions in a thread where the host has threads, so that no trace holds up the editor; else here, in slices. */
const openSession: OpenSession = async (host) => {
  const thread = startThread();
  return thread ? new ThreadSession(thread, host, { files: 'client' }) : (await loadCore()).createSession(host);
};

/** `npm start` opens a window for whoever has never seen the extension. */
export function activate(context: vscode.ExtensionContext): void {
  provideDisk(demandInside);
  activateExtension(context, loadCore, openSession, { welcomes: process.env.XTRACE_WELCOME === '1' });
}
