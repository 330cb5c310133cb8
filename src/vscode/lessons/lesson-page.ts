/** One open lesson: shows it beside its trace, follows the debugger, and carries out what is done on the page. */
import * as vscode from 'vscode';
import { fields, integer, string } from '../../adapter/protocol/checked';
import { GO_TO_REQUEST } from '../../adapter/views/history';
import type { LessonActions } from '../../webview/lesson/messages';
import { type Checkpoint, isCheckpoint } from '../../world/lesson/lesson';
import type { LessonTrace } from '../../world/lesson/lesson-trace';
import type { Lessons } from '../../world/lesson/lessons';
import type { ParsedLesson } from '../../world/lesson/parse-lesson';
import type { BackgroundSession } from '../background/background-session';
import { TYPE } from '../debug/launch-configuration';
import { baseName } from '../debug/program';
import type { ViewsFeed } from '../views/feed';
import { answering } from '../views/page-answers';
import type { Act } from '../views/view';
import { lessonContent, stepOfCheckpoint } from './content';
import { LessonDebugging } from './lesson-debugging';
import { traceOfLesson } from './lesson-files';
import type { Progress } from './progress';
import { renderLesson } from './render';

export interface LessonServices {
  readonly lessons: Lessons;
  readonly background: BackgroundSession;
  readonly feed: ViewsFeed;
  readonly progress: Progress;
}

export class LessonPage implements vscode.Disposable {
  private readonly debugging: LessonDebugging;
  private readonly traceUri: vscode.Uri;
  private parsed: ParsedLesson;
  private trace: LessonTrace;
  private html: ReadonlyMap<string, string> = new Map();
  private ready = false;
  private readonly subscriptions: vscode.Disposable;

  constructor(
    private readonly document: vscode.TextDocument,
    private readonly panel: vscode.WebviewPanel,
    private readonly services: LessonServices,
  ) {
    this.traceUri = traceOfLesson(document.uri);
    this.parsed = services.lessons.parse(document.getText());
    this.trace = services.lessons.traceOf(this.parsed.lesson);
    this.debugging = new LessonDebugging(this.traceUri, services);
    this.subscriptions = vscode.Disposable.from(
      this.debugging,
      this.debugging.onDidChange(() => this.show()),
      panel.webview.onDidReceiveMessage(
        answering({ ready: () => this.begin(), debug: () => this.debugging.start(), acts: this.acts }),
      ),
      panel.onDidChangeViewState(() => this.show()),
      vscode.workspace.onDidChangeTextDocument(({ document: changed }) => {
        if (changed === document) void this.read();
      }),
    );
  }

  dispose(): void {
    this.subscriptions.dispose();
  }

  /** Beside the page, which keeps the keyboard. */
  async showTrace(): Promise<void> {
    const isShown = vscode.window.visibleTextEditors.some(({ document: { uri } }) => isSame(uri, this.traceUri));
    if (isShown) return;
    const column = this.panel.viewColumn === vscode.ViewColumn.One ? vscode.ViewColumn.Two : vscode.ViewColumn.One;
    await vscode.window.showTextDocument(this.traceUri, { viewColumn: column, preserveFocus: true, preview: false });
  }

  /** The lesson's text, now and after each change of it. */
  private async read(): Promise<void> {
    const { lessons } = this.services;
    this.parsed = lessons.parse(this.document.getText());
    this.trace = lessons.traceOf(this.parsed.lesson);
    this.html = await renderLesson(this.parsed);
    this.show();
  }

  private show(): void {
    if (!this.ready || !this.panel.visible) return;
    const { parsed, trace, html, services, debugging } = this;
    const { lineOfMark } = services.lessons;
    const run = debugging.run;
    const content = lessonContent({ parsed, trace, html, progress: services.progress, run, lineOfMark });
    const header = { trace: baseName(this.traceUri), time: debugging.time, running: run?.stage === 'running' };
    void this.panel.webview.postMessage({ kind: 'show', header, content });
  }

  private readonly acts: { readonly [Name in keyof LessonActions]: Act<LessonActions[Name]> } = {
    start: { check: fields({}), run: () => this.debugging.start() },
    step: { check: fields({}), run: () => vscode.commands.executeCommand('workbench.action.debug.stepOver') },
    back: { check: fields({}), run: () => vscode.commands.executeCommand('workbench.action.debug.stepBack') },
    go: { check: fields({ number: integer }), run: ({ number }) => this.goTo(this.checkpoint(number)) },
    answer: {
      check: fields({ number: integer, text: string }),
      run: ({ number, text }) => {
        this.services.progress.answered(this.checkpoint(number), text, this.services.lessons.judgeAnswer);
        this.show();
      },
    },
    hint: { check: fields({ number: integer }), run: ({ number }) => this.change((now) => now.hinted(number)) },
    check: { check: fields({ number: integer }), run: ({ number }) => this.judge(this.checkpoint(number)) },
    solution: {
      check: fields({ number: integer }),
      run: ({ number }) => this.change((now) => now.solutionShown(number)),
    },
    skip: { check: fields({ number: integer }), run: ({ number }) => this.change((now) => now.skipped(number)) },
    restart: { check: fields({}), run: () => this.restart() },
    showTrace: { check: fields({}), run: () => this.showTrace() },
  };

  private begin(): Promise<void> {
    this.ready = true;
    return this.read();
  }

  private change(by: (progress: Progress) => void): void {
    by(this.services.progress);
    this.show();
  }

  private checkpoint(number: number): Checkpoint {
    const found = this.parsed.lesson.blocks.filter(isCheckpoint).find((each) => each.number === number);
    if (!found) throw new Error(`The lesson has no checkpoint ${number}.`);
    return found;
  }

  private async goTo(checkpoint: Checkpoint): Promise<void> {
    const run = await this.debugging.started();
    const session = vscode.debug.activeDebugSession;
    if (!run || session?.type !== TYPE) return;
    const step = stepOfCheckpoint(run, this.services.lessons.lineOfMark(run.text, checkpoint));
    if (step === undefined) throw new Error('The run does not come to this step: begin the lesson again, or undo.');
    await session.customRequest(GO_TO_REQUEST, { place: `@${step}` });
  }

  private async judge(checkpoint: Checkpoint): Promise<void> {
    const trace = await vscode.workspace.openTextDocument(this.traceUri);
    const asked = { lesson: this.document.getText(), number: checkpoint.number, text: trace.getText() };
    const judgement = await this.services.background.checkpoint(asked);
    this.change((now) => now.judged(checkpoint, judgement));
  }

  private async restart(): Promise<void> {
    const trace = await vscode.workspace.openTextDocument(this.traceUri);
    const edit = new vscode.WorkspaceEdit();
    edit.replace(this.traceUri, new vscode.Range(0, 0, trace.lineCount, 0), this.trace.text);
    await vscode.workspace.applyEdit(edit);
    await trace.save();
    await this.debugging.stop();
    this.change((now) => now.restart());
  }
}

function isSame(a: vscode.Uri, b: vscode.Uri): boolean {
  return a.toString() === b.toString();
}
