import { Workbench } from './workbench';

const TRACE = 'first-use.xtrace';

describe('what the last run did, as a person sees it in VS Code', function () {
  this.timeout(180_000);
  // Each stage goes on where the one before it ended.
  this.bail(true);

  let code: Workbench;

  before(async () => {
    code = await Workbench.open();
    await code.openFile(TRACE);
  });

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await code.photograph('failed-last-run').catch(() => undefined);
  });

  after(async () => {
    await code.close();
  });

  const line = (text: RegExp) => code.page.locator('.monaco-editor .view-line', { hasText: text }).first();

  it('stands behind the steps, over expectations and tasks, and beside what faulted', async () => {
    await code.tall(async () => {
      await line(/tilezero.*#NM\W·\W2560→10752\W·\WXFD\W0/).waitFor();
      await code.page.locator('.codelens-decoration', { hasText: '#NM · 2560→10752 bytes' }).first().waitFor();
      await code.page.locator('.codelens-decoration', { hasText: 'holds' }).first().waitFor();
      await code.page.locator('.glyph-margin-widgets [class*="ced-"]').first().waitFor();
    });
    await code.photograph('last-run-1-hints');
  });

  it('marks an expectation that fails, and mends it by keyboard', async () => {
    await code.clickWord('2560');
    await code.press('End', 'Backspace', '1');
    await code.page.locator('.squiggly-error').first().waitFor();
    await code.photograph('last-run-2-failed');
    await code.press('Control+.');
    await code.page.locator('.action-widget', { hasText: 'Expect what was there: `2560`' }).waitFor();
    await code.press('Enter');
    await line(/^\W*expect\W+A\.fpstate\.size\W==\W2560$/).waitFor();
  });

  it('goes to an expectation from its lens', async () => {
    await code.command('File: Save');
    await code.page.locator('.codelens-decoration a', { hasText: 'holds' }).nth(1).click();
    await code.page.locator('.debug-toolbar').waitFor();
    // Lines 22 to 37 have expectations; the trace begins at line 21.
    await code.until(async () => /:(?:2[2-9]|3\d)$/.test(await code.place()), 'the debugger is at the expectation');
    await code.photograph('last-run-3-stopped');
  });

  it('writes a value of Variables into the trace as an expectation', async () => {
    await code.show('Run and Debug');
    await code.variables.expand('Control & XState');
    await code.page
      .locator('.debug-variables .monaco-list-row', { hasText: /^xfd =/ })
      .first()
      .click({ button: 'right' });
    // A menu takes no click in its first moments.
    await code.page.locator('.monaco-menu .action-item', { hasText: 'Insert expect From This Value' }).hover();
    await code.press('Enter');
    await line(/expect\W+xfd\W==\W0x40000/).waitFor();
    await code.photograph('last-run-4-inserted');
  });
});
