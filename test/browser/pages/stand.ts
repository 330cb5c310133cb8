/** A page of ours without an editor around it: in Chromium, with the theme that it would have there. */
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { AxeResults } from 'axe-core';
import pixelmatch from 'pixelmatch';
import type { Page } from 'playwright-core';
import { PNG } from 'pngjs';
import { openBrowser } from '../../../scripts/code-web/browser.mjs';
import { inRoot, outFolder } from '../../../scripts/project.mjs';
import { recordedThemes, type Theme } from './themes';

const AXE = readFileSync(inRoot('node_modules/axe-core/axe.min.js'), 'utf8');
const pictures = path.join(__dirname, 'pictures');
/** The part of a picture that may be another: Chromium smooths edges otherwise from one version to the next. */
const TOLERANCE = 0.01;

/** Enough to see what is wrong. */
const MOST_VIOLATIONS = 5;

/** As the editor has them around every page (its `_defaultStyles`), as far as they reach ours. */
const DEFAULTS = `@layer vscode-default { body { overscroll-behavior-x: none; background-color: transparent;
  color: var(--vscode-editor-foreground); font-family: var(--vscode-font-family); font-weight: var(--vscode-font-weight);
  font-size: var(--vscode-font-size); margin: 0; padding: 0 20px; } }`;

export interface Scene {
  /** The view's name: `registers`. */
  readonly view: string;
  readonly title: string;
  readonly theme: Theme;
  readonly width: number;
  readonly height: number;
  readonly place?: 'sidebar' | 'tab';
  /** What it is sent, in order. */
  readonly messages: readonly unknown[];
}

export class PageStand {
  private constructor(
    readonly page: Page,
    readonly close: () => Promise<void>,
  ) {}

  static async open(): Promise<PageStand> {
    const { page, close } = await openBrowser();
    return new PageStand(page, close);
  }

  async show({ view, title, theme, width, height, place = 'sidebar', messages }: Scene): Promise<void> {
    const { page } = this;
    const variables = recordedThemes()[theme.name] ?? {};
    const style = Object.entries(variables).map(([name, value]) => `${name}: ${value};`);
    const background = place === 'tab' ? '--vscode-editor-background' : '--vscode-sideBar-background';
    const sheets = ['page', view].map((name) => readFileSync(inRoot('media', `${name}.css`), 'utf8'));
    await page.setViewportSize({ width, height });
    await page.setContent(`<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>${title}</title>
      <style>:root { ${style.join(' ')} background: var(${background}) }</style>
      ${[DEFAULTS, ...sheets].map((sheet) => `<style>${sheet}</style>`).join('')}</head>
      <body class="in-${place} ${theme.classes}" role="document"></body></html>`);
    await page.evaluate(`globalThis.heard = []; globalThis.stored = undefined;
      globalThis.acquireVsCodeApi = () => ({ postMessage: (message) => heard.push(message), getState: () => stored,
        setState: (state) => { stored = state; } });`);
    await page.addScriptTag({ content: readFileSync(inRoot('dist/webview', `${view}.js`), 'utf8') });
    for (const message of messages) await this.send(message);
    await page.evaluate('document.fonts.ready');
  }

  /** As the extension sends it. Resolves when it has been drawn. */
  async send(message: unknown): Promise<void> {
    await this.page.evaluate(
      (data) =>
        new Promise((resolve) => {
          const { dispatchEvent, MessageEvent, requestAnimationFrame } = globalThis as never as BrowserWindow;
          dispatchEvent(new MessageEvent('message', { data }));
          requestAnimationFrame(() => requestAnimationFrame(resolve));
        }),
      message,
    );
  }

  /** The view's content. */
  async html(): Promise<string> {
    return this.page.evaluate("document.querySelector('.content').outerHTML");
  }

  /** The elements that are put into the view's content when it is sent a message. */
  async addedBy(message: unknown): Promise<readonly string[]> {
    await this.page.evaluate(`globalThis.added = [];
      new MutationObserver((records) => added.push(...records.flatMap(({ addedNodes }) => [...addedNodes])))
        .observe(document.querySelector('.content'), { subtree: true, childList: true });`);
    await this.send(message);
    return this.page.evaluate('added.flatMap(({ outerHTML }) => (outerHTML ? [outerHTML.slice(0, 120)] : []))');
  }

  /** What the page has said to the extension so far. */
  async heard(): Promise<readonly unknown[]> {
    return this.page.evaluate('heard');
  }

  /** Whatever axe finds wrong, as `rule: element`. */
  async violations(): Promise<readonly string[]> {
    await this.page.evaluate(AXE);
    const { violations } = await this.page.evaluate<AxeResults>('axe.run()');
    const found = violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html, any, all }) => `${id}: ${html.slice(0, 120)} ${[...any, ...all][0]?.message ?? ''}`),
    );
    return found.length > MOST_VIOLATIONS ? [...found.slice(0, MOST_VIOLATIONS), `and ${found.length} in all`] : found;
  }

  /** Compares with the picture of that name; with `UPDATE_PICTURES` set, or where there is none, it takes it. */
  async compare(name: string): Promise<void> {
    const file = path.join(pictures, `${name}.png`);
    const taken = await this.page.screenshot({ animations: 'disabled', caret: 'hide' });
    if (process.env.UPDATE_PICTURES || !existsSync(file)) {
      assert.ok(
        process.env.UPDATE_PICTURES,
        `There is no picture ${name}: take it with UPDATE_PICTURES=1, and look at it.`,
      );
      mkdirSync(pictures, { recursive: true });
      writeFileSync(file, taken);
      return;
    }
    const [now, before] = [PNG.sync.read(taken), PNG.sync.read(readFileSync(file))];
    assert.deepEqual([now.width, now.height], [before.width, before.height], name);
    const difference = new PNG({ width: now.width, height: now.height });
    const pixels = pixelmatch(now.data, before.data, difference.data, now.width, now.height, { threshold: 0.2 });
    if (pixels <= TOLERANCE * now.width * now.height) return;
    const out = path.join(outFolder, 'pictures');
    mkdirSync(out, { recursive: true });
    writeFileSync(path.join(out, `${name}.png`), taken);
    writeFileSync(path.join(out, `${name}-difference.png`), PNG.sync.write(difference));
    assert.fail(`${pixels} pixels of ${name} are others than in the picture; see ${out}.`);
  }
}

/** What of a browser's window is used here: these tests are compiled for Node. */
interface BrowserWindow {
  readonly dispatchEvent: (event: object) => void;
  readonly MessageEvent: new (type: string, init: { readonly data: unknown }) => object;
  readonly requestAnimationFrame: (then: (time: unknown) => void) => void;
}
