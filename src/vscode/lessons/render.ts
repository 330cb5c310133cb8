/** Markdown as VS Code itself renders it. */
import * as vscode from 'vscode';
import type { ParsedLesson } from '../../world/lesson/parse-lesson';
import { markdownOf } from './content';

/** A command of the Markdown extension that VS Code brings. */
const RENDER = 'markdown.api.render';

/** The HTML of each Markdown text of a lesson; the page takes from it what it knows. */
export async function renderLesson(lesson: ParsedLesson): Promise<ReadonlyMap<string, string>> {
  const texts = [...new Set(markdownOf(lesson))];
  return new Map(await Promise.all(texts.map(async (text) => [text, await render(text)] as const)));
}

async function render(markdown: string): Promise<string> {
  try {
    return await vscode.commands.executeCommand<string>(RENDER, markdown);
  } catch {
    // Whoever has turned that extension off reads the text as it is written.
    const escaped = markdown.replace(/&/g, '&amp;').replace(/</g, '&lt;');
    return escaped
      .split(/\n{2,}/)
      .map((paragraph) => `<p>${paragraph}</p>`)
      .join('');
  }
}
