import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Frame } from 'playwright-core';
import { Workbench } from './workbench';

const TRACE = 'first-use.xtrace';
/** More than there are up to a moment in the kernel. */
const MOST_MARKS = 8;

/** As long as a page waits for a frame that does not move. */
const SETTLED_MS = 2000;

/** In the page: notes which tabs come in front of the timeline's, from now on, however shortly. */
const watchTimeline = `{
  const seen = globalThis.seenOverTimeline = [];
  const look = () => {
    for (const group of document.querySelectorAll('.editor-group-container')) {
      const tabs = [...group.querySelectorAll('.tab')];
      const active = tabs.find((tab) => tab.classList.contains('active'))?.textContent ?? '';
      if (tabs.some((tab) => tab.textContent === 'Timeline') && active !== 'Timeline') seen.push(active);
    }
  };
  new MutationObserver(look).observe(document.body, { subtree: true, childList: true, attributeFilter: ['class'] });
}`;

/** In the timeline's page. */
const SLIDER_HAS_KEYBOARD = "document.hasFocus() && document.activeElement.role === 'slider'";

/** In the page: has an editor take the keyboard from a view once more, shortly after it got it from the editor. */
const stealOnce = `{
  globalThis.stolen = false;
  const editor = () => document.querySelector('.monaco-editor .native-edit-context, .monaco-editor textarea');
  let fromEditor = false;
  const watch = setInterval(() => {
    const holder = document.activeElement;
    if (holder.closest('.monaco-editor')) fromEditor = true;
    if (!fromEditor || holder.tagName !== 'IFRAME') return;
    clearInterval(watch);
    editor().focus();
    globalThis.stolen = true;
  }, 20);
}`;

describe('time, as a person travels in it in VS Code', function () {
  this.timeout(180_000);
  // Each stage goes on where the one before it ended.
  this.bail(true);

  let code: Workbench;

  before(async () => {
    code = await Workbench.open();
    await code.openFile(TRACE);
    await code.startDebugging();
    await code.show('Run and Debug');
  });

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await code.photograph('failed-time').catch(() => undefined);
  });

  after(async () => {
    await code.close();
  });

  /** The slider has the keyboard, and keeps it: on a busy machine an editor may take it once more. */
  const keyboardIn = (page: Frame) =>
    code.until(async () => {
      for (let look = 0; look < 8; look++) {
        if (!(await page.evaluate<boolean>(SLIDER_HAS_KEYBOARD))) return false;
        await code.page.waitForTimeout(SETTLED_MS / 8);
      }
      return true;
    }, 'the keyboard in the timeline');

  /** A line of the debug console. */
  const told = (text: RegExp) => code.page.locator('.repl .monaco-list-row', { hasText: text }).first().waitFor();

  it('says how long the run is from the first stop on', async () => {
    await code.until(async () => /step 1 of 18/.test(await code.status()), 'the total in the status bar');
  });

  it('goes to a step, gives it a name, and comes back to it', async () => {
    await code.answer('XTrace: Go to Step or Bookmark...', '@12');
    await code.until(async () => /step 12 of 18/.test(await code.status()), 'step 12');
    await code.answer('XTrace: Add Bookmark...', 'allowed', 'the tile may be used');
    await code.answer('XTrace: Go to Step or Bookmark...', '3');
    await code.until(async () => /step 3 of 18/.test(await code.status()), 'step 3');
    await code.answer('XTrace: Go to Bookmark...', 'allowed');
    await code.until(async () => /step 12 of 18/.test(await code.status()), 'step 12 again');
  });

  it('shows bookmarks as a lane of the timeline', async () => {
    await code.show('XState');
    for (const title of ['Registers', 'Tasks', 'Tiles']) await code.hidePane(title);
    await code.showPane('Timeline');
    const timeline = await code.view('Timeline');
    await timeline.locator('.legend', { hasText: 'bookmark' }).waitFor();
    await code.photograph('time-1-bookmarks');
  });

  for (const place of ['sidebar', 'tab'] as const)
    it(`travels by the timeline in a ${place}: arrow and frame come along, the keyboard stays there`, async () => {
      if (place === 'tab') await code.command('XTrace: Open Timeline in an Editor Tab');
      const page = await code.view('Timeline', place);
      await page.getByRole('slider').focus();
      for (const [key, step, line] of [
        ['End', 12, 32],
        ['Home', 1, 21],
      ] as const) {
        await code.press(key, 'Enter');
        await code.until(async () => new RegExp(`step ${step} of`).test(await code.status()), `step ${step}`);
        await code.until(async () => (await code.arrows()).join() === String(line), `the arrow at line ${line}`);
        await keyboardIn(page);
      }
    });

  it('gives the timeline the keyboard again that an editor takes behind a journey', async () => {
    const page = await code.view('Timeline', 'tab');
    await page.getByRole('slider').focus();
    await code.page.evaluate(stealOnce);
    await code.press('End', 'Enter');
    await code.until(() => code.page.evaluate<boolean>('globalThis.stolen'), 'the editor to take the keyboard');
    await keyboardIn(page);
    await code.press('Home', 'Enter');
    await code.until(async () => /step 1 of/.test(await code.status()), 'step 1');
    await code.page.waitForTimeout(SETTLED_MS);
  });

  it('leaves alone what is opened while a journey is under way', async () => {
    // VS Code itself would close it otherwise, for the editor of the next stop.
    const settings = path.join(code.folder, '.vscode/settings.json');
    mkdirSync(path.dirname(settings), { recursive: true });
    // VS Code has read the settings once the one that shows is there.
    writeFileSync(settings, JSON.stringify({ 'debug.focusEditorOnBreak': false, 'editor.lineNumbers': 'off' }));
    const numbers = code.page.locator('.monaco-editor .line-numbers').first();
    await numbers.waitFor({ state: 'detached' });
    await code.page.waitForTimeout(SETTLED_MS);
    const page = await code.view('Timeline', 'tab');
    const input = code.page.locator('.quick-input-widget input').first();
    await page.getByRole('slider').focus();
    await code.press('End', 'Enter', 'F1');
    await input.waitFor();
    await code.until(async () => /step 12 of/.test(await code.status()), 'step 12');
    await code.page.waitForTimeout(SETTLED_MS);
    assert.ok(await input.isVisible());
    await code.press('Escape');
    rmSync(settings);
    await numbers.waitFor({ state: 'attached' });
    await page.getByRole('slider').focus();
    await code.press('Home', 'Enter');
    await code.until(async () => /step 1 of/.test(await code.status()), 'step 1');
  });

  it('shows the kernel’s source beside the timeline, and not over it', async () => {
    await code.page.evaluate(watchTimeline);
    const kernel = code.page.locator('.tab', { hasText: '.c' }).first();
    const travel = async (...keys: readonly string[]) => {
      const [before, arrows] = [await code.status(), await code.arrows()];
      // A page that was covered comes again.
      const page = await code.view('Timeline', 'tab');
      await page.getByRole('slider').focus();
      await code.press(...keys);
      await code.until(async () => (await code.status()) !== before || (await kernel.isVisible()), 'another moment');
      // Until then an editor may still take the keyboard.
      await code.until(async () => (await code.arrows()).join() !== arrows.join(), 'the arrow of that moment');
      await keyboardIn(page);
    };
    for (let marks = 0; marks < MOST_MARKS && !(await kernel.isVisible()); marks++) await travel('ArrowRight', 'Enter');
    const group = code.page.locator('.editor-group-container', { has: kernel });
    await group.locator('.tab', { hasText: TRACE }).first().waitFor();
    assert.equal(await group.locator('.tab', { hasText: 'Timeline' }).count(), 0);
    assert.deepEqual(await code.page.evaluate('globalThis.seenOverTimeline'), [], 'nothing was there for a moment');
    await travel('Home', 'Enter');
  });

  it('compares two moments in a document beside the trace', async () => {
    await code.answer('XTrace: Compare Two Moments...', '@1', '@allowed');
    await code.page.locator('.tab', { hasText: 'From @1' }).waitFor();
    await code.page.locator('.view-line', { hasText: 'xfd: 0x40000 XTILEDATA' }).first().waitFor();
    await code.photograph('time-2-difference');
    await code.page.locator('.tab', { hasText: TRACE }).first().click();
  });

  it('leads from a value back through its copies', async () => {
    await code.answer('XTrace: Go to Step or Bookmark...', '@17');
    await code.until(async () => /step 17 of 18/.test(await code.status()), 'step 17');
    await code.answer('XTrace: Origin of the Value', 'i32[out]');
    await told(/copied from tmm0\.u32\[0\]\[0\]/);
    await told(/a product of tiles/);
    await code.photograph('time-3-origin');
  });

  it('goes to a moment by a click on its row in the debug console', async () => {
    await code.command('Debug Console: Focus on Debug Console View');
    await code.page.keyboard.type('timeline grow');
    await code.press('Enter');
    const row = code.page.locator('.repl .monaco-list-row', { hasText: '@7: buffer of A' }).last();
    await row.waitFor();
    await code.photograph('time-4-rows');
    await row
      .locator('a', { hasText: 'buffer grows' })
      .first()
      .click({ modifiers: ['Control'] });
    await code.until(async () => /step 7 of 18/.test(await code.status()), 'step 7');
  });

  it('lists changes, and undoes one', async () => {
    await code.answer('XTrace: Go to Step or Bookmark...', '@5');
    await code.until(async () => /step 5 of 18/.test(await code.status()), 'step 5');
    await code.command('Debug Console: Focus on Debug Console View');
    await code.page.keyboard.type('rbx = 7');
    await code.press('Enter');
    await told(/^0x7/);
    await code.answer('XTrace: Undo a Change...', 'rbx = 7');
    await code.command('Debug Console: Focus on Debug Console View');
    await code.page.keyboard.type('rbx');
    await code.press('Enter');
    await told(/^0x0/);
  });

  it('saves all of it beside the trace, and opens it again', async () => {
    await code.answer('XTrace: Go to Bookmark...', 'allowed');
    await code.until(async () => /step 12 of 18/.test(await code.status()), 'step 12');
    const box = code.page.locator('.quick-input-widget input').first();
    await code.chooseCommand('XTrace: Save Session...');
    await code.until(async () => /first-use\.session\.json$/.test(await box.inputValue()), 'the name beside the trace');
    const saved = await box.inputValue();
    await code.press('Enter');
    await code.page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
    await code.answer('XTrace: Remove Bookmark...', 'allowed');
    await code.answer('XTrace: Go to Step or Bookmark...', '@2');
    await code.until(async () => /step 2 of 18/.test(await code.status()), 'step 2');
    await code.answer('XTrace: Open Session...', saved);
    await code.until(async () => /step 12 of 18/.test(await code.status()), 'where the session was');
    await code.answer('XTrace: Go to Step or Bookmark...', '@allowed');
    await code.until(async () => /step 12 of 18/.test(await code.status()), 'its bookmark');
  });
});
