/**
 * The traces of lessons as files: `xtrace-lesson://SCHEME+AUTHORITY/PATH/NAME.lesson.md/NAME.xtrace`. A trace is made from its
 * lesson; what the reader writes into it is kept as long as the window, and the lesson's file stays as it is.
 */
import * as vscode from 'vscode';
import type { LoadCore } from '../core';
import { KeptFiles } from '../kept-files';
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

export class LessonFiles extends KeptFiles {
  constructor(private readonly loadCore: LoadCore) {
    super(LESSON_SCHEME);
  }

  protected async original(uri: vscode.Uri): Promise<Uint8Array> {
    const lesson = lessonOf(uri);
    if (traceOfLesson(lesson).toString() !== uri.toString()) throw vscode.FileSystemError.FileNotFound(uri);
    const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(lesson));
    const { lessons } = await this.loadCore();
    return new TextEncoder().encode(lessons.traceOf(lessons.parse(text).lesson).text);
  }

  protected isFolder({ path }: vscode.Uri): boolean {
    return path.endsWith(LESSON);
  }

  protected canWrite(uri: vscode.Uri): boolean {
    return isLessonTrace(uri) && uri.path.endsWith('.xtrace');
  }
}
