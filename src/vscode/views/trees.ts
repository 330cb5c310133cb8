/** The two trees of the XState container. */
import * as vscode from 'vscode';
import type { ViewsFeed } from './feed';
import { registerRows } from './registers-model';
import { RowTree, registerCopyValue } from './row-tree';
import { taskRows } from './tasks-model';

export function registerTrees(feed: ViewsFeed): vscode.Disposable {
  return vscode.Disposable.from(
    new RowTree(
      'xtrace.registers',
      feed,
      ({ registers }) => registerRows(registers),
      ({ registers, time, running }) => `CPU ${registers.cpu} · ${running ? 'running' : time.text}`,
    ),
    new RowTree(
      'xtrace.tasks',
      feed,
      ({ tasks }) => taskRows(tasks),
      ({ tasks }) => (tasks.length === 0 ? '' : String(tasks.length)),
    ),
    registerCopyValue(),
  );
}
