/** A scratch VS Code with the packaged extension in it, and what a person does and sees there. */
import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Frame, Locator, Page } from 'playwright-core';
import { openBrowser, workbenchReady } from '../../scripts/code-web/browser.mjs';
import { profileIn, runServerCommand, startServer, workbenchUrl } from '../../scripts/code-web/server.mjs';
import { examplesFolder, outFolder, vsixFile } from '../../scripts/project.mjs';
import { THEMES, type Variables } from './pages/themes';
import { savedTabs } from './saved-layout';

/** For a machine that has other things to do as well. */
const PATIENCE = 60_000;
/** For a row that may be gone again: a view that refreshes replaces its rows. */
const SHORT = 1000;
/** For a list that a busy machine takes its time to fill. */
const LOOKING = 8 * SHORT;
/** More steps than any handler has. */
const MANY = 60;
/** What VS Code does by itself where it has no server: the extension runs in the browser. */
export const IN_THE_BROWSER = { 'remote.extensionKind': { 'xtrace.xtrace': ['web'] } };
/** `XTRACE_TEST_EXTENSION=web`: every suite has the extension in the browser. */
const HOST = process.env.XTRACE_TEST_EXTENSION === 'web' ? IN_THE_BROWSER : {};
/** What of a browser is used in pages: these tests are compiled for Node. */
interface StyleOfPage {
  readonly getPropertyValue: (name: string) => string;
}

const screenshots = path.join(outFolder, 'screenshots');

export class Workbench {
  private constructor(
    readonly page: Page,
    /** The copy of the examples that is open. */
    readonly folder: string,
    readonly close: () => Promise<void>,
  ) {
    page.setDefaultTimeout(PATIENCE);
  }

  /** Opens a copy of the examples, with further files beside them: text by name; and with further settings. */
  static async open(
    files: Readonly<Record<string, string>> = {},
    more: Readonly<Record<string, unknown>> = {},
  ): Promise<Workbench> {
    const scratch = mkdtempSync(path.join(tmpdir(), 'xtrace-browser-'));
    const folder = path.join(scratch, 'examples');
    cpSync(examplesFolder, folder, { recursive: true });
    for (const [name, text] of Object.entries(files)) {
      const file = path.join(folder, name);
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
    const profile = profileIn(scratch);
    await runServerCommand(['--install-extension', vsixFile], profile);
    const settings = {
      'window.autoDetectColorScheme': true,
      // A click chooses a row and leaves it as it is: see `Rows.expand`.
      'workbench.tree.expandMode': 'doubleClick',
      'workbench.tree.enableStickyScroll': false,
      ...HOST,
      ...more,
    };
    const server = await startServer(profile, { automation: true, settings });
    const browser = await openBrowser();
    const workbench = new Workbench(browser.page, folder, async () => {
      await browser.close();
      await server.stop();
      rmSync(scratch, { recursive: true, force: true, maxRetries: 3 });
    });
    await browser.page.emulateMedia({ colorScheme: 'dark' });
    await browser.page.goto(workbenchUrl(server, { folder }));
    await workbenchReady(browser.page);
    return workbench;
  }

  /**
   * As *Reload Window* does it, in the middle of whatever is going on. The views named are open in tabs that come again: in a
   * browser VS Code saves its tabs now and then, and not at the end.
   */
  async reload(...views: readonly string[]): Promise<void> {
    await this.until(
      async () => {
        const saved = await savedTabs(this.page);
        return views.every((view) => saved.includes(`mainThreadWebview-${view}`));
      },
      `saved tabs with ${views.join(' and ')}`,
    );
    await this.page.reload();
    await workbenchReady(this.page);
  }

  press(...keys: string[]): Promise<void> {
    return keys.reduce((before, key) => before.then(() => this.page.keyboard.press(key)), Promise.resolve());
  }

  async openFile(name: string): Promise<void> {
    await this.page.locator('.explorer-viewlet .monaco-list-row', { hasText: name }).dblclick();
    await this.page.locator('.tab.active', { hasText: name }).waitFor();
  }

  /** Waits until the extension is awake: its code lens is there. */
  async awake(): Promise<void> {
    await this.page.locator('.codelens-decoration', { hasText: 'Debug' }).waitFor();
  }

  /** F5, once the extension is awake. */
  async startDebugging(): Promise<void> {
    await this.awake();
    await this.press('F5');
    await this.page.locator('.debug-toolbar').waitFor();
  }

  /** A button of the debug toolbar, by the first words of its label. */
  async debugButton(label: string): Promise<void> {
    await this.page.locator(`.debug-toolbar a[aria-label^="${label}"]`).click();
  }

  async tickBreakpoint(label: string): Promise<void> {
    const row = this.page.locator('.debug-breakpoints .monaco-list-row', { hasText: label });
    const box = row.getByRole('checkbox').first();
    // A session that has just begun fills the list anew, and takes a click with it.
    await this.until(async () => {
      if (await box.isChecked({ timeout: SHORT }).catch(() => false)) return true;
      await box.click({ timeout: SHORT }).catch(() => undefined);
      return box.isChecked({ timeout: SHORT }).catch(() => false);
    }, `the box of ${label} is ticked`);
  }

  /** A command of the palette, by its whole title. */
  async command(title: string): Promise<void> {
    await this.chooseCommand(title);
    await this.page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
  }

  /** A command of the palette that asks for something, each in a box of its own: what is typed there, or a row of a list. */
  async answer(title: string, ...answers: readonly string[]): Promise<void> {
    await this.until(async () => {
      await this.chooseCommand(title);
      for (const answer of answers) if (!(await this.fillBox(answer))) return false;
      return true;
    }, `${title} takes its answers`);
    await this.page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
  }

  /** False where the box is gone: a page that takes the keyboard back at the end of its journey closes it. */
  private async fillBox(answer: string): Promise<boolean> {
    const input = this.page.locator('.quick-input-widget input').first();
    const asks = async () => (await input.isVisible()) && !(await input.inputValue()).startsWith('>');
    if (!(await worked(this.until(asks, 'a box that asks', LOOKING)))) return false;
    await this.page.waitForTimeout(SHORT);
    if (!(await worked(input.fill(answer, { timeout: LOOKING })))) return false;
    await this.press('Enter');
    await this.page.waitForTimeout(SHORT);
    return true;
  }

  /** The same, which may leave a box open. */
  async chooseCommand(title: string): Promise<void> {
    const input = this.page.locator('.quick-input-widget input').first();
    const row = this.page.locator('.quick-input-list .monaco-list-row', { hasText: title }).first();
    // A page that is just being opened takes keys and does not pass them on yet, and a stop can take the focus away.
    await this.until(async () => {
      if (!(await input.isVisible())) await this.press('F1');
      const hasChosen =
        (await worked(input.waitFor({ timeout: LOOKING }))) &&
        (await worked(input.fill(`>${title}`, { timeout: LOOKING }))) &&
        (await worked(row.click({ timeout: LOOKING })));
      // The palette lists what was there when it was opened, and the extension may have come since.
      if (!hasChosen) await this.press('Escape');
      return hasChosen;
    }, `the palette takes ${title}`);
  }

  /** An item of the menu that a right click on something opens. */
  async choose(item: string, on: Locator): Promise<void> {
    await on.click({ button: 'right' });
    const row = this.page.locator('.context-view .action-item', { hasText: item });
    await row.waitFor();
    // A menu ignores clicks for a moment after it has opened: VS Code takes them for the end of the click that opened the menu.
    await this.until(async () => {
      await row.click({ timeout: SHORT }).catch(() => undefined);
      return row.isHidden();
    }, `the menu takes ${item}`);
  }

  /** Clicks a word of the editor's text, at its first place in sight that is in no comment. */
  async clickWord(text: string): Promise<void> {
    const { x, y } = await this.wordPlace(text);
    await this.page.mouse.click(x, y);
  }

  /** What the editor says of a word when the pointer rests on it. */
  async hover(text: string): Promise<string> {
    const hover = this.page.locator('.monaco-hover:visible, .debug-hover-widget:visible').first();
    let said: string | undefined;
    await this.until(async () => {
      // What another word has said would stay, and lie over this one.
      await this.page.mouse.move(0, 0);
      await hover.waitFor({ state: 'hidden', timeout: 3 * SHORT }).catch(() => undefined);
      if (await hover.isVisible()) return false;
      const { x, y } = await this.wordPlace(text);
      // Straight to the word: a busy editor would show the hover of another that the pointer passes.
      await this.page.mouse.move(x, y);
      await this.page.mouse.move(x + 1, y);
      said = await hover.innerText({ timeout: 3 * SHORT }).catch(() => undefined);
      // Lines move while lenses come: the pointer may have come to rest on another word.
      const now = await this.wordPlace(text);
      return said !== undefined && now.x === x && now.y === y;
    }, `a hover on ${text}`);
    return oneLine(said ?? '');
  }

  private async wordPlace(text: string): Promise<{ readonly x: number; readonly y: number }> {
    let place: { x: number; y: number } | undefined;
    await this.until(async () => {
      place = await this.page.evaluate(findWord, text);
      return place !== undefined;
    }, `the word ${text} in the editor`);
    return place!; // as it has just been waited for
  }

  /** What the editor says where an exception has stopped it. */
  async exception(): Promise<string> {
    const widget = this.page.locator('.exception-widget');
    await widget.waitFor();
    return widget.innerText();
  }

  /** Where the debugger has put the cursor: `first-use.xtrace:27`. */
  async place(): Promise<string> {
    const file = await this.page
      .locator('.editor-group-container.active .tab.active')
      .getAttribute('data-resource-name');
    const selection = await this.page.locator('[id="status.editor.selection"]').innerText();
    return `${file}:${/\d+/.exec(selection)?.[0]}`;
  }

  /** The lines that the debugger marks as where a thread is. */
  async arrows(): Promise<number[]> {
    return this.page.evaluate(findArrows);
  }

  /** What the status bar says of the trace. */
  async status(): Promise<string> {
    return this.page.locator('.statusbar-item[id*="xtrace.status"]').innerText();
  }

  /**
   * A key that steps or runs on. VS Code drops one that comes before it has the last stop, which views and the status bar
   * may know already.
   */
  async debugKey(key: string): Promise<void> {
    await this.page.locator('.debug-toolbar .action-label.codicon-debug-continue:not(.disabled)').waitFor();
    await this.press(key);
  }

  /** Presses a key and waits until the debugger has stopped somewhere else. */
  async step(key: string): Promise<void> {
    const before = await this.place();
    await this.debugKey(key);
    await this.until(async () => (await this.place()) !== before, `${key} leaves ${before}`);
  }

  /** Does something in a window that is tall enough for all rows of a view, since lists draw only what is in sight. */
  async tall<T>(look: () => Promise<T>): Promise<T> {
    const size = this.page.viewportSize();
    await this.page.setViewportSize({ width: 1440, height: 3000 });
    try {
      return await look();
    } finally {
      if (size) await this.page.setViewportSize(size);
    }
  }

  async stepUntil(key: string, reached: () => Promise<boolean>): Promise<void> {
    for (let steps = 0; steps < MANY; steps++) {
      if (await reached()) return;
      await this.step(key);
    }
    assert.fail(`${key} pressed ${MANY} times in vain; the debugger is at ${await this.place()}.`);
  }

  /** @param patience milliseconds; for work that takes longer on a busy machine, more than usual */
  async until(condition: () => Promise<boolean>, what: string, patience = PATIENCE): Promise<void> {
    for (const deadline = Date.now() + patience; Date.now() < deadline; await this.page.waitForTimeout(100))
      if (await condition()) return;
    assert.fail(`Waited in vain: ${what}.`);
  }

  async hidePane(title: string): Promise<void> {
    await this.turnPane(title, 'false');
  }

  async showPane(title: string): Promise<void> {
    await this.turnPane(title, 'true');
  }

  private async turnPane(title: string, expanded: 'true' | 'false'): Promise<void> {
    const header = this.page.locator(`.pane-header[aria-label^="${title}"]`);
    if ((await header.getAttribute('aria-expanded')) !== expanded) await header.click();
  }

  /** Puts the cursor of the editor to a line and a column, both from 1, by keyboard. */
  async goTo(line: number, column: number): Promise<void> {
    await this.press('Control+g');
    const asked = this.page.locator('.quick-input-widget');
    await asked.locator('input').first().fill(`:${line}:${column}`);
    // What is typed while the editor still fills its list leads nowhere yet.
    await this.until(async () => {
      await this.press('Enter');
      return asked.waitFor({ state: 'hidden', timeout: 3000 }).then(
        () => true,
        () => false,
      );
    }, `the editor at line ${line}`);
  }

  /** Takes one of the quick fixes at the cursor, by keyboard. */
  async mend(title: string): Promise<void> {
    const at = (await this.quickFixes()).indexOf(title);
    assert.ok(at >= 0, `There is no quick fix "${title}".`);
    for (let times = 0; times < at; times++) await this.press('ArrowDown');
    await this.press('Enter');
    await this.page.locator('.action-widget .monaco-list-row').first().waitFor({ state: 'hidden' });
  }

  /** Opens what can be mended at the cursor, by keyboard, and lists it; the first is chosen. */
  async quickFixes(): Promise<string[]> {
    const titles = this.page.locator('.action-widget .monaco-list-row.action .title');
    // There is no menu while the line is being checked; in an open one the same keys would choose.
    await this.until(async () => {
      await this.press('Control+.');
      return titles
        .first()
        .waitFor({ timeout: 10 * SHORT })
        .then(
          () => true,
          () => false,
        );
    }, 'the menu of quick fixes');
    return (await titles.allInnerTexts()).map(oneLine);
  }

  /** What the editor says of the call that is being written: its parameters, with the one in turn in marks. */
  async signature(): Promise<string> {
    const label = this.page.locator('.parameter-hints-widget.visible .signature');
    await label.waitFor();
    const active = oneLine(await label.locator('.parameter.active').innerText());
    return oneLine(await label.innerText()).replace(active, `«${active}»`);
  }

  /** The list of problems, once it is shown. */
  get problems(): Rows {
    return new Rows(this.page.locator('.markers-panel'));
  }

  get variables(): Rows {
    return new Rows(this.page.locator('.debug-variables'));
  }

  get callStack(): Rows {
    return new Rows(this.page.locator('.debug-call-stack'));
  }

  /** Shows a view container by the name of its icon. */
  async show(container: string): Promise<void> {
    const icon = this.page.locator(`.activitybar .action-item:has(a[aria-label^="${container}"])`);
    if ((await icon.getAttribute('aria-selected')) !== 'true') await icon.click();
  }

  /** The page of one of our views, by its title; waits until it is there. `place` is where it is open. */
  async view(title: string, place: 'sidebar' | 'tab' = 'sidebar'): Promise<Frame> {
    let found: Frame | undefined;
    await this.until(async () => {
      for (const frame of this.page.frames()) {
        const seen = await frame
          .evaluate<string>('[document.title, document.body?.className].join(" ")')
          .catch(() => '');
        if (seen.startsWith(`${title} `) && seen.includes(`in-${place}`)) found = frame;
      }
      return found !== undefined;
    }, `the view ${title}`);
    return found!; // as it has just been waited for
  }

  /** What a screen reader is told of each tile. */
  async tileLabels(): Promise<string[]> {
    const grids = (await this.view('Tiles')).locator('section.tile:visible .grid');
    await grids.first().waitFor();
    return grids.evaluateAll((elements) => elements.map((element) => element.getAttribute('aria-label') ?? ''));
  }

  /** What a screen reader is told of the cells of a view, by the beginnings of their labels. */
  async cellLabels(view: string, ...beginnings: readonly string[]): Promise<string[]> {
    const frame = await this.view(view);
    const label = async (beginning: string): Promise<string> =>
      (await frame.locator(`[data-key][aria-label^="${beginning}"]`).first().getAttribute('aria-label')) ?? '';
    return Promise.all(beginnings.map(label));
  }

  /** What each theme of the editor gives our pages for these variables; where it gives nothing there is no member. */
  async themes(variables: readonly string[]): Promise<Readonly<Record<string, Variables>>> {
    const themes: Record<string, Variables> = {};
    for (const { name, media, classes } of THEMES) {
      await this.page.emulateMedia(media);
      const frame = await this.view('Tiles');
      const [kind = ''] = classes.split(' ');
      await frame.locator(`body.${kind}`).waitFor();
      themes[name] = await frame.evaluate((names) => {
        const { document } = globalThis as never as { document: { documentElement: { style: StyleOfPage } } };
        const { style } = document.documentElement;
        const values = names.map((variable) => [variable, style.getPropertyValue(variable).trim()] as const);
        return Object.fromEntries(values.filter(([, value]) => value !== ''));
      }, variables);
    }
    await this.page.emulateMedia({ colorScheme: 'dark', forcedColors: 'none' });
    return themes;
  }

  /** Files of that name, one in the dark theme and one in the light. */
  async photograph(name: string): Promise<void> {
    mkdirSync(screenshots, { recursive: true });
    for (const colorScheme of ['light', 'dark'] as const) {
      await this.page.emulateMedia({ colorScheme });
      await this.page.locator(colorScheme === 'dark' ? '.monaco-workbench.vs-dark' : '.monaco-workbench.vs').waitFor();
      await this.page.waitForTimeout(200);
      await this.page.screenshot({ path: path.join(screenshots, `${name}-${colorScheme}.png`) });
    }
  }
}

/** The rows of a list or tree. Only those in sight are in the page: see `Workbench.tall`. */
export class Rows {
  constructor(private readonly within: Locator) {}

  /** The text of the first row that has this in it; waits for it. */
  async find(text: string | RegExp): Promise<string> {
    return oneLine(await this.row(text).innerText());
  }

  /** By arrow key, which can be pressed once too often: views refresh meanwhile, and forget what they were told. */
  async expand(text: string | RegExp): Promise<void> {
    const page = this.within.page();
    for (const deadline = Date.now() + PATIENCE; Date.now() < deadline; await page.waitForTimeout(300)) {
      const row = this.row(text);
      const state = await row.getAttribute('aria-expanded', { timeout: SHORT }).catch(() => undefined);
      if (state === 'true') return;
      const isChosen = await row.click({ timeout: SHORT }).then(
        () => true,
        () => false,
      );
      if (isChosen) await page.keyboard.press('ArrowRight');
    }
    assert.fail(`The row ${text} stays collapsed.`);
  }

  /** The rows in sight. */
  async all(): Promise<string[]> {
    return (await this.within.locator('.monaco-list-row').allInnerTexts()).map(oneLine);
  }

  private row(text: string | RegExp): Locator {
    return this.within.locator('.monaco-list-row', { hasText: text }).first();
  }
}

/** Reads until two readings agree: views refresh at their own pace, and later when they have been hidden. */
export async function settled<T>(page: Page, read: () => Promise<T>): Promise<T> {
  for (let before = await read(); ; ) {
    await page.waitForTimeout(500);
    const now = await read();
    if (isDeepStrictEqual(now, before)) return now;
    before = now;
  }
}

/** Runs in the page: the middle of a word of the editor's text, in no comment. */
const findWord = new Function(
  'word',
  `
  const lines = [...document.querySelectorAll('.editor-group-container.active .monaco-editor .view-line')];
  for (const line of lines.sort((a, b) => a.offsetTop - b.offsetTop)) {
    const text = line.textContent.replaceAll('\\u00a0', ' ');
    const at = new RegExp('(?<![\\\\w])' + word + '(?![\\\\w])').exec(text)?.index;
    if (at === undefined || /^ *\\/\\//.test(text)) continue;
    const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
    let left = at + word.length / 2;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (left >= node.length) { left -= node.length; continue; }
      const range = document.createRange();
      range.setStart(node, Math.floor(left));
      range.setEnd(node, Math.floor(left) + 1);
      const { left: x, top, width, height } = range.getBoundingClientRect();
      return { x: x + width / 2, y: top + height / 2 };
    }
  }
  return undefined;
`,
) as (word: string) => { x: number; y: number } | undefined;

/** Runs in the page: the numbers of the lines that have a mark of the debugger's arrow in the margin. */
const findArrows = new Function(`
  const tops = (selector) => [...document.querySelectorAll(selector)].map((each) => [each.getBoundingClientRect().top, each]);
  const numbers = tops('.margin-view-overlays .line-numbers');
  return tops('.glyph-margin-widgets [class*="codicon-debug-stackframe"]').flatMap(([top]) =>
    numbers.filter(([at]) => Math.abs(at - top) < 4).map(([, each]) => Number(each.textContent)));
`) as () => number[];

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** Whether a promise is kept, whatever for. */
function worked(attempt: Promise<unknown>): Promise<boolean> {
  return attempt.then(
    () => true,
    () => false,
  );
}
