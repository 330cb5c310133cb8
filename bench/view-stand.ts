/** Pages of our views in Chromium without an editor, and the adapter's answers that they show at a stop. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import type { BuffersView } from '../src/adapter/views/buffers';
import type { MemoryView } from '../src/adapter/views/memory';
import type { TimelineView } from '../src/adapter/views/timeline';
import type { ViewsSnapshot } from '../src/adapter/views/views';
import type { ViewName } from '../src/vscode/views/sidebar';
import type { SessionHeader } from '../src/webview/page/messages';
import type { DapClient } from './dap-client';

const INT8 = 'int8';
/** As wide as the sidebar is at first. */
const WIDTH = 300;

/** What a view shows, from the snapshot that all share or from a request of its own. */
const CONTENTS: Readonly<Record<ViewName, (snapshot: ViewsSnapshot, client: DapClient) => unknown>> = {
  registers: ({ registers }) => registers,
  tasks: ({ tasks }) => tasks,
  buffers: (_, client) => client.request<BuffersView>('xtrace/buffers'),
  tiles: ({ tiles, previousTiles }) => ({
    tiles,
    previous: previousTiles,
    armed: false,
    types: ['int32', ...new Array(7).fill(INT8)],
  }),
  memory: async (_, client) => {
    const window = await client.request<MemoryView>('xtrace/memory', { where: 'rsp', offset: 0, count: 512 });
    return { kind: 'window', where: 'rsp', window };
  },
  timeline: (_, client) => client.request<TimelineView>('xtrace/timeline', { columns: WIDTH }),
};

export interface Shown {
  readonly header: SessionHeader;
  /** By view. */
  readonly contents: Readonly<Record<string, unknown>>;
}

/** Asks for what all views show, at once, as the extension does. */
export async function contentsOf(client: DapClient): Promise<Shown> {
  const snapshot = await client.request<ViewsSnapshot>('xtrace/views');
  const asked = Object.entries(CONTENTS).map(
    async ([view, content]) => [view, await content(snapshot, client)] as const,
  );
  const header = { trace: 'bench.xtrace', time: snapshot.time.text, running: false };
  return { header, contents: Object.fromEntries(await Promise.all(asked)) };
}

/** A page with nothing in it yet. Loaded as it is: a bundle would not find what lies beside the module. */
export async function openBrowser(): Promise<{ readonly page: Page; readonly close: () => Promise<void> }> {
  const file = pathToFileURL(path.resolve('scripts/code-web/browser.mjs')).href;
  const browsers: typeof import('../scripts/code-web/browser.mjs') = await import(file);
  return browsers.openBrowser();
}

/** The page of a view, which shows what `globalThis.first` has if that is there. */
function viewHtml(view: string): string {
  const style = ['page', view].map((name) => `<style>${readFileSync(`media/${name}.css`, 'utf8')}</style>`);
  const script = readFileSync(`dist/webview/${view}.js`, 'utf8').replaceAll('</script', '<\\/script');
  return `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>${view}</title>${style.join('')}</head>
    <body class="in-sidebar vscode-dark"><script>
      globalThis.acquireVsCodeApi = () => ({ postMessage() {}, getState() {}, setState() {} });
      globalThis.show = (data) => dispatchEvent(new MessageEvent('message', { data }));
    </script><script>${script}</script></body></html>`;
}

/** Runs in the page. Behind the frame's own drawing, which canvases do when the frame begins. */
const PAINTED = 'new Promise((done) => requestAnimationFrame(() => setTimeout(done)))';

/** Milliseconds from an empty page to the view with its content. */
export async function firstPaint(page: Page, view: string, { header, contents }: Shown): Promise<number> {
  const data = { kind: 'show', header, content: contents[view] };
  await page.setContent('<!DOCTYPE html><title>Empty</title>');
  return page.evaluate(`(async () => {
    const begin = performance.now();
    document.open();
    document.write(${JSON.stringify(viewHtml(view)).replaceAll('</', '<\\/')});
    document.close();
    show(${JSON.stringify(data)});
    await ${PAINTED};
    return performance.now() - begin;
  })()`);
}

/** All views beside each other in one window. */
export async function openAll(page: Page): Promise<(shown: Shown) => Promise<void>> {
  await page.setViewportSize({ width: WIDTH * 6, height: 900 });
  const names = Object.keys(CONTENTS);
  await page.setContent(`<!DOCTYPE html><title>Views</title><style>body { margin: 0; display: flex }
    iframe { width: ${WIDTH}px; height: 900px; border: 0 }</style>${names.map((view) => `<iframe name="${view}"></iframe>`).join('')}`);
  for (const view of names) await page.frame(view)?.setContent(viewHtml(view));
  return async ({ header, contents }) => {
    const given = JSON.stringify({ header, contents });
    await page.evaluate(`(async () => {
      const { header, contents } = ${given};
      for (const view of Object.keys(contents)) frames[view].show({ kind: 'show', header, content: contents[view] });
      await ${PAINTED};
    })()`);
  };
}
