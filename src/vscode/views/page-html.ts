/** The page that a view's script fills. Nothing but our own script and styles may load. */
import * as vscode from 'vscode';
import { encodeBase64 } from '../../adapter/protocol/base64';

/** Folders of the extension that a page may load from. */
const RESOURCES = ['dist/webview', 'media'] as const;

export function webviewOptions(extension: vscode.Uri): vscode.WebviewOptions {
  return {
    enableScripts: true,
    localResourceRoots: RESOURCES.map((folder) => vscode.Uri.joinPath(extension, folder)),
  };
}

/** `place` is a class of the body, for styles that are not the same everywhere. */
export function pageHtml(
  webview: vscode.Webview,
  extension: vscode.Uri,
  { title, name, place }: { readonly title: string; readonly name: string; readonly place: 'sidebar' | 'tab' },
): string {
  const nonce = encodeBase64(crypto.getRandomValues(new Uint8Array(16)));
  const resource = (path: string): vscode.Uri => webview.asWebviewUri(vscode.Uri.joinPath(extension, path));
  const policy = `default-src 'none'; style-src ${webview.cspSource}; script-src 'nonce-${nonce}'`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="${policy}">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <link rel="stylesheet" href="${resource('media/page.css')}">
  <link rel="stylesheet" href="${resource(`media/${name}.css`)}">
  <title>${title}</title>
</head>
<body class="in-${place}" data-vscode-context='{"preventDefaultContextMenuItems": true}'>
  <script nonce="${nonce}" src="${resource(`dist/webview/${name}.js`)}"></script>
</body>
</html>`;
}
