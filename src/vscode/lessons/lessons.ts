/** Lessons in VS Code: a `.lesson.md` opens as a page beside its trace; *Open Lesson* has those that XTrace brings. */
import * as vscode from 'vscode';
import type { BackgroundSession } from '../background/background-session';
import type { LoadCore } from '../core';
import { baseName } from '../debug/program';
import type { ViewsFeed } from '../views/feed';
import { pageHtml, webviewOptions } from '../views/page-html';
import { LessonFiles } from './lesson-files';
import { LessonPage } from './lesson-page';
import { Progress } from './progress';

const EDITOR = 'xtrace.lesson';

export interface LessonSources {
  readonly extension: vscode.Uri;
  readonly loadCore: LoadCore;
  readonly background: BackgroundSession;
  readonly feed: ViewsFeed;
}

export function registerLessons(sources: LessonSources): vscode.Disposable {
  return vscode.Disposable.from(
    new LessonFiles(sources.loadCore),
    vscode.window.registerCustomEditorProvider(EDITOR, new LessonEditor(sources), {
      webviewOptions: { retainContextWhenHidden: true },
    }),
    vscode.commands.registerCommand('xtrace.openLesson', (name?: unknown) => openLesson(sources, name)),
  );
}

class LessonEditor implements vscode.CustomTextEditorProvider {
  /** By the lesson's URI: a lesson that is opened again goes on. */
  private readonly progress = new Map<string, Progress>();

  constructor(private readonly sources: LessonSources) {}

  async resolveCustomTextEditor(document: vscode.TextDocument, panel: vscode.WebviewPanel): Promise<void> {
    const { extension, loadCore, background, feed } = this.sources;
    const { lessons } = await loadCore();
    const page = new LessonPage(document, panel, { lessons, background, feed, progress: this.progressIn(document) });
    panel.onDidDispose(() => page.dispose());
    panel.webview.options = webviewOptions(extension);
    panel.webview.html = pageHtml(panel.webview, extension, { title: 'Lesson', name: 'lesson', place: 'tab' });
    await page.showTrace();
  }

  private progressIn({ uri }: vscode.TextDocument): Progress {
    const key = uri.toString();
    const progress = this.progress.get(key) ?? new Progress();
    this.progress.set(key, progress);
    return progress;
  }
}

/** `name`: from a link of the walkthrough; without one the user chooses. */
async function openLesson({ extension, loadCore }: LessonSources, name: unknown): Promise<void> {
  const folder = vscode.Uri.joinPath(extension, 'lessons');
  const chosen = typeof name === 'string' ? vscode.Uri.joinPath(folder, name) : await choose(folder, loadCore);
  if (chosen) await vscode.commands.executeCommand('vscode.openWith', chosen, EDITOR);
}

async function choose(folder: vscode.Uri, loadCore: LoadCore): Promise<vscode.Uri | undefined> {
  const found = await vscode.workspace.fs.readDirectory(folder);
  const { lessons } = await loadCore();
  const items = await Promise.all(
    found
      .map(([name]) => vscode.Uri.joinPath(folder, name))
      .sort((a, b) => (a.path < b.path ? -1 : 1))
      .map(async (uri) => {
        const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
        return { label: lessons.parse(text).lesson.title, description: baseName(uri), uri };
      }),
  );
  return (await vscode.window.showQuickPick(items, { placeHolder: 'Which lesson?', matchOnDescription: true }))?.uri;
}
