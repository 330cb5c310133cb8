/** The table of views, with a row for each. `package.json` says where VS Code puts a view. */
import * as vscode from 'vscode';
import { buffersView } from './buffers';
import type { ViewsFeed } from './feed';
import { memoryView } from './memory';
import { registersView } from './registers';
import { tasksView } from './tasks';
import { tilesView } from './tiles';
import { timelineView } from './timeline';
import type { ViewRow } from './view';
import { ViewPages } from './view-pages';

const VIEWS: readonly ViewRow[] = [registersView, tasksView, buffersView, tilesView, memoryView, timelineView];

export function registerViews(extension: vscode.Uri, feed: ViewsFeed): vscode.Disposable {
  return vscode.Disposable.from(...VIEWS.map((row) => new ViewPages(row, extension, feed)));
}
