/** Explore and Explain, as somebody uses them: a lens, the Test Explorer, pages, and the debugger at the first wrong moment. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Workbench } from './workbench';

const INNOCENT = readFileSync(path.join(__dirname, '../traces/explore/xfd-not-rewritten.xtrace'), 'utf8');
const CONTRADICTED = `xtrace 1
machine sapphire-rapids
kernel linux version=6.12
data cfg = tilecfg { tmm0: 16x64 }
task A
switch A
    syscall   arch_prctl(ARCH_REQ_XCOMP_PERM, ARCH_XCOMP_TILEDATA) => = 0
    ldtilecfg [cfg]
    tilezero  tmm0 => #NM, SIGSEGV, killed
`;

describe('explorations and explanations in VS Code', function () {
  this.timeout(280_000);
  // Each stage goes on where the one before it ended.
  this.bail(true);

  let code: Workbench;

  before(async () => {
    code = await Workbench.open({ 'innocent.xtrace': INNOCENT, 'recorded.xtrace': CONTRADICTED });
  });

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await code.photograph('failed-answers').catch(() => undefined);
  });

  after(async () => {
    await code.close();
  });

  const row = (name: string | RegExp) =>
    code.page.locator('.test-explorer .monaco-list-row', { hasText: name }).first();

  it('explores a trace from the lens over its first line, and shows what it has found', async () => {
    await code.openFile('innocent.xtrace');
    await code.awake();
    await code.page.locator('.codelens-decoration a', { hasText: 'Explore' }).first().click();
    const page = await code.view('Explored innocent.xtrace', 'tab');
    await page.getByText('1 found:').waitFor();
    assert.match(await page.locator('h2').first().innerText(), /^own-xfd: In user mode IA32_XFD is what/);
    await code.page
      .locator('.codelens-decoration a', { hasText: /^\s*Explore$/ })
      .first()
      .waitFor();
    await code.photograph('explored');
  });

  it('debugs what was found at its first wrong moment', async () => {
    const page = await code.view('Explored innocent.xtrace', 'tab');
    await page.getByText('Debug at the first wrong moment').first().click();
    await code.page.locator('.debug-toolbar').waitFor();
    // B is switched to, in line 19; what B is back in user mode with is wrong in front of the next step.
    await code.until(async () => (await code.place()) === 'innocent-1-own-xfd.xtrace:20', 'the wrong moment');
    await code.photograph('explored-debugged');
    await code.press('Shift+F5');
    await code.page.locator('.debug-toolbar').waitFor({ state: 'hidden' });
  });

  it('has what was found as failed tests', async () => {
    await code.show('Testing');
    await row(/innocent\.xtrace\s*1 found/).click();
    await code.press('ArrowRight');
    const found = row('own-xfd: B runs on CPU 0');
    await found.waitFor();
    await code.until(async () => /failed/i.test((await found.getAttribute('aria-label')) ?? ''), 'the test has failed');
    await code.photograph('explored-tests');
  });

  it('offers the explanation beside an expectation that failed', async () => {
    await code.show('Explorer');
    await code.openFile('recorded.xtrace');
    await code.goTo(9, 5);
    const fixes = await code.quickFixes();
    assert.ok(fixes.includes('Explain this divergence'), fixes.join('; '));
  });

  it('explains what the model contradicts, by the keyboard alone', async () => {
    await code.command('XTrace: Explain This Divergence');
    const page = await code.view('Explained recorded.xtrace', 'tab');
    const first = page.locator('tr.fits', { hasText: 'an allocation fails at line 9' });
    await first.waitFor();
    await code.photograph('explained');
    await first.locator('a').first().focus();
    await code.page.keyboard.press('Enter');
    await code.page.locator('.debug-toolbar').waitFor();
    await code.until(async () => (await code.place()).startsWith('recorded-explained-'), 'the changed trace');
    await code.press('Shift+F5');
  });
});
