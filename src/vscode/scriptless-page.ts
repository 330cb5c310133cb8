/** Pages that need no script: their links are commands of the extension. */
import * as vscode from 'vscode';
import type { AnswerPage } from './answer-pages';
import { documentHtml } from './document-html';

export interface ScriptlessPage {
  readonly title: string;
  /** Between `<main>` and `</main>`. */
  readonly body: string;
  /** Of `media`, behind that of all pages. */
  readonly style: string;
  /** Commands that its links may name. */
  readonly commands: readonly string[];
}

/** Shows a page beside the editor; in a panel that is given, in the place of what that shows. */
export function showPage(
  extension: vscode.Uri,
  type: AnswerPage,
  { title, body, style, commands }: ScriptlessPage,
  shown?: vscode.WebviewPanel,
): vscode.WebviewPanel {
  const media = vscode.Uri.joinPath(extension, 'media');
  const panel =
    shown ??
    vscode.window.createWebviewPanel(type, title, vscode.ViewColumn.Beside, {
      enableCommandUris: commands,
      enableFindWidget: true,
      localResourceRoots: [media],
    });
  const { webview } = panel;
  webview.html = documentHtml({
    title,
    body,
    styles: ['page.css', style].map((file) => webview.asWebviewUri(vscode.Uri.joinPath(media, file)).toString()),
    policy: `default-src 'none'; style-src ${webview.cspSource}`,
  });
  return panel;
}

export function commandLink(command: string, ...args: readonly unknown[]): string {
  return `command:${command}?${encodeURIComponent(JSON.stringify(args))}`;
}
