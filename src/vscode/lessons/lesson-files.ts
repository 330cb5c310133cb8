/**
 * The traces of lessons as files: `xtrace-lesson://SCHEME+AUTHORITY/PATH/NAME.lesson.md/NAME.xtrace`. A trace is made from its
 * lesson; what the reader writes into it is kept as long as the window, and the lesson's file stays as it is.
 */
import * as vscode from 'vscode';
import type { LoadCore } from '../core';
import { isLessonTrace, LESSON_SCHEME } from '../trace-document';

const LESSON = '.lesson.md';

export function traceOfLesson(lesson: vscode.Uri): vscode.Uri {
  // Without the lesson's number: VS Code writes places from right to left, and shows a number in front behind the line.
  const name = lesson.path.slice(lesson.path.lastIndexOf('/') + 1, -LESSON.length).replace(/^\d+-/, '');
  return vscode.Uri.from({
    scheme: LESSON_SCHEME,
    authority: `${lesson.scheme}+${lesson.authority}`,
    path: `${lesson.path}/${name}.xtrace`,
  });
}

function lessonOf(trace: vscode.Uri): vscode.Uri {
  const [scheme = '', ...authority] = trace.authority.split('+');
  return vscode.Uri.from({
    scheme,
    authority: authority.join('+'),
    path: trace.path.slice(0, trace.path.lastIndexOf('/')),
  });
}

export class LessonFiles implements vscode.FileSystemProvider, vscode.Disposable {
  private readonly written = new Map<string, { readonly content: Uint8Array; readonly mtime: number }>();
  private readonly changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly onDidChangeFile = this.changed.event;
  private readonly registration: vscode.Disposable;

  constructor(private readonly loadCore: LoadCore) {
    this.registration = vscode.workspace.registerFileSystemProvider(LESSON_SCHEME, this, { isCaseSensitive: true });
  }

  dispose(): void {
    this.registration.dispose();
    this.changed.dispose();
  }

  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    const isFolder = uri.path.endsWith(LESSON);
    const size = isFolder ? 0 : (await this.readFile(uri)).length;
    const mtime = this.written.get(uri.toString())?.mtime ?? 0;
    return { type: isFolder ? vscode.FileType.Directory : vscode.FileType.File, ctime: 0, mtime, size };
  }

  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    const written = this.written.get(uri.toString());
    if (written) return written.content;
    const lesson = lessonOf(uri);
    if (traceOfLesson(lesson).toString() !== uri.toString()) throw vscode.FileSystemError.FileNotFound(uri);
    const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(lesson));
    const { lessons } = await this.loadCore();
    return new TextEncoder().encode(lessons.traceOf(lessons.parse(text).lesson).text);
  }

  writeFile(uri: vscode.Uri, content: Uint8Array): void {
    if (!isLessonTrace(uri) || !uri.path.endsWith('.xtrace')) throw vscode.FileSystemError.NoPermissions(uri);
    const mtime = (this.written.get(uri.toString())?.mtime ?? 0) + 1;
    this.written.set(uri.toString(), { content, mtime });
    this.changed.fire([{ type: vscode.FileChangeType.Changed, uri }]);
  }

  /** Nothing but what the reader writes changes a trace. */
  watch(): vscode.Disposable {
    return new vscode.Disposable(() => undefined);
  }

  readDirectory(): [string, vscode.FileType][] {
    return [];
  }

  createDirectory(uri: vscode.Uri): void {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  delete(uri: vscode.Uri): void {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  rename(uri: vscode.Uri): void {
    throw vscode.FileSystemError.NoPermissions(uri);
  }
}
