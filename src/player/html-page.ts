/** The text of an exported page: one document that loads nothing, with the emulator, the trace and the views in it. */
import { encodeBase64 } from '../adapter/protocol/base64';
import { type Exported, IDS, PLAYER_VIEWS } from './exported';

/** A file of the product: `dist/player.js`, `media/page.css`. */
export type ReadPart = (path: string) => Promise<Uint8Array>;

/** Nothing may be loaded, from nowhere. What runs is in the page itself; the emulator's code is WebAssembly. */
const POLICY = [
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  "script-src 'unsafe-inline' 'wasm-unsafe-eval'",
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

export async function htmlPage({ name, text, files }: Omit<Exported, 'pages'>, read: ReadPart): Promise<string> {
  const pages = await Promise.all(PLAYER_VIEWS.map(async (view) => [view.name, await viewPage(view, read)] as const));
  const exported: Exported = { name, text, files, pages: Object.fromEntries(pages) };
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="XTrace">
<title>${escaped(name)} · XTrace</title>
<style>${await styles(read, 'player-theme', 'player')}</style>
</head>
<body>
<div id="${IDS.root}"><noscript>This page steps through a trace, which needs JavaScript.</noscript></div>
<script type="text/plain" id="${IDS.exported}">${await packed(JSON.stringify(exported))}</script>
<script type="text/plain" id="${IDS.core}">${await packed(await program(read, 'core-web'))}</script>
<script type="text/plain" id="${IDS.iced}">${await packed(await read('dist/iced_x86_bg.wasm'))}</script>
<script type="text/plain" id="${IDS.code}">${await packed(await program(read, 'player'))}</script>
<script>${await program(read, 'player-start')}</script>
</body>
</html>
`;
}

/** The page of a view, as the editor would make it, for a frame. */
async function viewPage({ name, title }: (typeof PLAYER_VIEWS)[number], read: ReadPart): Promise<string> {
  return `<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>${title}</title><style>${await styles(read, 'player-theme', 'page', name)}
body { margin: 0; background: var(--vscode-sideBar-background); }</style></head>
<body class="in-sidebar">
<script>
let state;
globalThis.acquireVsCodeApi = () => ({
  postMessage: (message) => parent.postMessage(message, '*'),
  getState: () => state,
  setState: (stored) => { state = stored; },
});
</script>
<script>${await program(read, `webview/${name}`)}</script>
</body>
</html>`;
}

/** Of the build; the page has no place for source maps. */
async function program(read: ReadPart, name: string): Promise<string> {
  return (await readText(read, `dist/${name}.js`)).replace(/\n\/\/# sourceMappingURL.*\n?$/, '\n');
}

async function styles(read: ReadPart, ...names: readonly string[]): Promise<string> {
  return (await Promise.all(names.map((name) => readText(read, `media/${name}.css`)))).join('\n');
}

/** With gzip and base64, for `unpack`. */
async function packed(content: string | Uint8Array): Promise<string> {
  const stream = new Blob([content as BlobPart]).stream().pipeThrough(new CompressionStream('gzip'));
  return encodeBase64(new Uint8Array(await new Response(stream).arrayBuffer()));
}

async function readText(read: ReadPart, path: string): Promise<string> {
  return new TextDecoder().decode(await read(path));
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
