import assert from 'node:assert/strict';
import { Workbench } from './workbench';

const TRACE = 'first-use.xtrace';
const SOURCE = 'linux-rfc-2020.c';
const HANDLER = 'exc_device_not_available';
const EVENT = 'xfirstuse_event_handler';
const ALLOCATION = 'alloc_xstate_area';

describe("the kernel's source, as a person sees it in VS Code", function () {
  this.timeout(180_000);
  // Each stage goes on where the one before it ended.
  this.bail(true);

  let code: Workbench;

  before(async () => {
    code = await Workbench.open();
    await code.openFile(TRACE);
    await code.startDebugging();
    await code.show('Run and Debug');
    await code.tickBreakpoint('#NM (XFD)');
    await code.callStack.find(/step 1/i);
    await code.debugKey('F5');
    await code.callStack.find('27:1');
    await code.step('F11');
    await code.callStack.find(HANDLER);
  });

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await code.photograph('failed-kernel').catch(() => undefined);
  });

  after(async () => {
    await code.close();
  });

  it('says what a register of the processor, a constant and a bit are', async () => {
    assert.match(await code.hover('X86_CR0_TS'), /Task switched/i);
  });

  it('has an outline of its routines', async () => {
    await code.press('Control+Shift+O');
    const rows = code.page.locator('.quick-input-list .monaco-list-row');
    await rows.filter({ hasText: ALLOCATION }).first().waitFor();
    assert.ok((await rows.allInnerTexts()).some((row) => row.includes(HANDLER)));
    await code.press('Escape');
  });

  it('leads from a call to the routine with F12', async () => {
    await code.clickWord(EVENT);
    const before = await code.place();
    await code.press('F12');
    await code.until(async () => (await code.place()) !== before, 'the routine that is called');
    const line = code.page.locator('.monaco-editor .view-line', { hasText: `bool ${EVENT}(` });
    await line.first().waitFor();
    assert.ok((await code.place()).startsWith(SOURCE));
  });

  it('shows the values of a routine beside its lines, and in a hover', async () => {
    await code.stepUntil('F11', async () => (await code.callStack.all()).join().includes(ALLOCATION));
    for (const key of ['F10', 'F10', 'F10']) await code.step(key);
    const values = code.page.locator('.monaco-editor .view-line', { hasText: /oldsz\W=\W2560,\Wnewsz\W=\W10752/ });
    await values.first().waitFor();
    assert.match(await code.hover('newsz'), /10752/);
    await code.press('Escape');
  });

  it('has breakpoints that show, and that the list names by source and line', async () => {
    await code.press('F9');
    const glyph = code.page.locator('.glyph-margin-widgets [class*="codicon-debug-breakpoint"]');
    await glyph.first().waitFor();
    // The list has room for nine rows, and the boxes of the exceptions come first.
    await code.tall(async () => {
      const row = code.page.locator('.debug-breakpoints .monaco-list-row', { hasText: SOURCE });
      await code.page.locator('.debug-breakpoints .monaco-list-row').last().click();
      await code.press('End');
      await row.first().waitFor();
    });
    await code.photograph('kernel-1-breakpoint');
    await code.press('Control+1', 'F9');
    await glyph.first().waitFor({ state: 'detached' });
  });

  it('has a step taken out of the kernel by one click, as a line of the trace', async () => {
    const lens = code.page.locator('.codelens-decoration a', { hasText: `Take this step out: without ${ALLOCATION}.` });
    const title = await lens.first().innerText();
    await lens.first().click();
    await code.until(async () => (await code.place()) === `${TRACE}:27`, 'the trace');
    const line = code.page.locator('.monaco-editor .view-line', { hasText: /without\s+alloc_xstate_area/ });
    const [, step = ''] = /without (\S+)/.exec(title) ?? [];
    assert.match((await line.first().innerText()).replace(/\u00a0/g, ' '), new RegExp(`^ {4}without +${step}$`));
    await code.photograph('kernel-2-taken-out');
  });
});
