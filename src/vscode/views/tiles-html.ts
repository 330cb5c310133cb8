/** The page that the Tiles view's script fills. Nothing but our own script and style may load. */
import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';

export function tilesHtml(webview: vscode.Webview, extension: vscode.Uri): string {
  const nonce = randomBytes(16).toString('base64');
  const script = webview.asWebviewUri(vscode.Uri.joinPath(extension, 'dist/webview/tiles.js'));
  const style = webview.asWebviewUri(vscode.Uri.joinPath(extension, 'media/tiles.css'));
  const policy = `default-src 'none'; style-src ${webview.cspSource}; script-src 'nonce-${nonce}'`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="${policy}">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <link rel="stylesheet" href="${style}">
  <title>Tiles</title>
</head>
<body data-vscode-context='{"preventDefaultContextMenuItems": true}'>
  <main id="tiles"></main>
  <script nonce="${nonce}" src="${script}"></script>
</body>
</html>`;
}
