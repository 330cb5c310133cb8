/** Compare Kernels, as somebody uses it: by the palette, to a table, and from a column to a session. */
import assert from 'node:assert/strict';
import type { Frame } from 'playwright-core';
import { Workbench } from './workbench';

describe('a comparison of kernels in VS Code', function () {
  this.timeout(180_000);
  // Each stage goes on where the one before it ended.
  this.bail(true);

  let code: Workbench;
  let page: Frame;

  before(async () => {
    code = await Workbench.open();
  });

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await code.photograph('failed-compare').catch(() => undefined);
  });

  after(async () => {
    await code.close();
  });

  it('is a table beside the editor, with a column for each kernel', async () => {
    await code.openFile('first-use.xtrace');
    await code.awake();
    await code.answer('XTrace: Compare Kernels...', 'All policies');
    page = await code.view('Compare first-use.xtrace', 'tab');
    const heads = await page.locator('thead th').allInnerTexts();
    assert.deepEqual(heads, ['linux', 'linux-rfc-2020', 'explicit', 'eager']);
    const row = page.locator('tr.differs', { hasText: 'XFD writes' });
    assert.deepEqual(await row.locator('td').allInnerTexts(), ['0', '1', '0', '0']);
    await code.photograph('compare-kernels');
  });

  it('leads from where two kernels part to the line', async () => {
    await page.getByText('programs part at step 7, line 27, in A').first().click();
    await code.until(async () => (await code.place()).endsWith(':27'), 'the line');
  });

  it('debugs the trace under the kernel of a column', async () => {
    await page.locator('thead th a', { hasText: 'eager' }).click();
    await code.page.locator('.debug-toolbar').waitFor();
    await code.until(async () => (await code.place()).startsWith('first-use.xtrace:'), 'the first step');
    await code.photograph('compare-debugs-a-column');
  });

  it('steps two columns side by side: one session follows the other, and a page says what differs', async () => {
    await code.press('Shift+F5');
    await code.page.locator('.debug-toolbar').waitFor({ state: 'hidden' });
    await code.page.locator('.tab', { hasText: 'Compare first-use.xtrace' }).first().click();
    page = await code.view('Compare first-use.xtrace', 'tab');
    await page.getByText('Step both side by side').first().click();
    // The page is made anew at each step.
    const says = async (text: string) => {
      const both = await code.view('linux | linux-rfc-2020', 'tab');
      return both
        .getByText(text)
        .isVisible()
        .catch(() => false); // a page that has gone meanwhile
    };
    await code.until(() => says('Nothing differs here.'), 'nothing that differs');
    await code.photograph('compare-side-by-side');
    await code.page.locator('.tab', { hasText: 'first-use.xtrace' }).first().click();
    for (let step = 1; step <= 7; step++) {
      await code.debugKey('F10');
      await code.until(() => says(`After step ${step}`), `step ${step}`);
    }
    await code.until(() => says('What programs could notice'), 'what differs');
    await code.photograph('compare-side-by-side-parted');
  });
});
