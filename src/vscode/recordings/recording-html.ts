/** The page of a core file or an XSAVE area: no script runs in it, and its only link is a command. */
import type { RecordingView, ViewRow, ViewState, ViewTile } from '../../recording/viewing/recording-view';

interface PageParts {
  /** Of the two style sheets. */
  readonly styles: readonly string[];
  /** What the page may load styles from. */
  readonly styleSource: string;
  /** The command that debugs the recording. */
  readonly debug: string;
}

export function recordingHtml(view: RecordingView, { styles, styleSource, debug }: PageParts): string {
  return `<!DOCTYPE html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src ${escaped(styleSource)}">
  <meta name="viewport" content="width=device-width, initial-scale=1">
${styles.map((href) => `  <link rel="stylesheet" href="${escaped(href)}">`).join('\n')}
  <title>${escaped(view.title)}</title>
</head>
<body class="in-tab recording">
  <main>
  <h1>${escaped(view.title)}</h1>
  <p><a class="button" href="${escaped(debug)}">Debug from here</a></p>
  ${facts(view.facts)}
  ${view.states.map(stateHtml).join('\n')}
  </main>
</body>
</html>`;
}

export function problemHtml(problem: string, parts: Omit<PageParts, 'debug'>): string {
  const html = recordingHtml({ title: 'No recording', facts: [], states: [] }, { ...parts, debug: '' });
  return html.replace('<p><a class="button" href="">Debug from here</a></p>', `<p>${escaped(problem)}</p>`);
}

function stateHtml(state: ViewState, index: number): string {
  const groups = state.registers.map(({ title, rows }) => `<h3>${escaped(title)}</h3>\n${facts(rows)}`);
  return `<details${index === 0 ? ' open' : ''}>
  <summary><h2>${escaped(state.title)}</h2></summary>
  ${facts(state.facts)}
  ${layoutHtml(state)}
  ${groups.join('\n')}
  ${state.tiles.map(tileHtml).join('\n')}
  </details>`;
}

function facts(rows: readonly ViewRow[]): string {
  if (rows.length === 0) return '';
  const cells = rows.map(([name, value]) => `<tr><th scope="row">${escaped(name)}</th><td>${escaped(value)}</td></tr>`);
  return `<table class="facts"><tbody>${cells.join('\n')}</tbody></table>`;
}

function layoutHtml({ layout }: ViewState): string {
  if (layout.length === 0) return '';
  const rows = layout.map(
    ({ component, place, size, isInUse }) =>
      `<tr><th scope="row">${escaped(component)}</th><td>${place}</td><td>${size}</td><td>${isInUse ? 'in use' : 'initial'}</td></tr>`,
  );
  const head = ['Component', 'Offset', 'Bytes', 'State'].map((title) => `<th scope="col">${title}</th>`).join('');
  return `<h3>Layout</h3>
<table class="layout"><thead><tr>${head}</tr></thead><tbody>${rows.join('\n')}</tbody></table>`;
}

function tileHtml({ name, shape, rows }: ViewTile): string {
  const lines = rows.map((bytes, row) => `<tr><th scope="row">${row}</th>${bytes.map(cell).join('')}</tr>`);
  return `<h3>${escaped(name)}: ${escaped(shape)}</h3>
<div class="scroll" tabindex="0"><table class="tile"><tbody>${lines.join('\n')}</tbody></table></div>`;
}

function cell(byte: string): string {
  return byte === '00' ? '<td class="zero">00</td>' : `<td>${byte}</td>`;
}

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
]);

/** Names of files and paths of mappings are others' words. */
function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => ENTITIES.get(character) ?? '');
}
