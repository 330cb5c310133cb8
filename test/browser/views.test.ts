import assert from 'node:assert/strict';
import { Workbench } from './workbench';

const TRACE = 'first-use.xtrace';

describe('views and numbers, as a person uses them in VS Code', function () {
  this.timeout(180_000);
  // Each stage goes on where the one before it ended.
  this.bail(true);

  let code: Workbench;

  before(async () => {
    code = await Workbench.open();
    await code.openFile(TRACE);
    await code.startDebugging();
    await code.show('Run and Debug');
    await code.callStack.find(/step 1/i);
  });

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await code.photograph('failed-views').catch(() => undefined);
  });

  after(async () => {
    await code.close();
  });

  it('shows numbers in decimal and in binary by one click, and as they were by two more', async () => {
    const { variables, page } = code;
    await variables.expand('Control & XState');
    assert.equal(
      await variables.find(/^xcr0 =/),
      'xcr0 = 0x602e7 X87 SSE AVX OPMASK ZMM_HI256 HI16_ZMM PKRU XTILECFG XTILEDATA',
    );
    const next = page.locator('.pane-header a[aria-label^="Show Numbers in the Next Base"]');
    const click = async () => {
      await page.locator('.pane-header[aria-label^="Variables"]').hover();
      await next.click();
    };
    await click();
    await variables.find(/^xcr0 =\s*393959/);
    await click();
    await variables.find(/^xcr0 =\s*0b110_0000_0010_1110_0111/);
    await click();
    await click();
    await variables.find(/^xcr0 =\s*0x602e7/);
  });

  it('shows one number in another base from its menu', async () => {
    const { variables, page } = code;
    await code.choose('Show as Decimal', page.locator('.debug-variables .monaco-list-row', { hasText: /^xcr0 =/ }));
    await variables.find(/^xcr0 =\s*393959/);
    assert.match(await variables.find(/^xfd =/), /0x40000/);
  });

  it('leads from a section of the buffer to its bytes, which can be typed over', async () => {
    await code.show('XState');
    await code.showPane('Buffer Map');
    for (const title of ['Registers', 'Tasks', 'Tiles', 'Timeline']) await code.hidePane(title);
    await code.stepUntil('F10', async () => (await code.place()) === `${TRACE}:25`);
    const buffers = await code.view('Buffer Map');
    const legacy = buffers.getByRole('button', { name: /^SSE at 0xa0/ });
    await legacy.focus();
    await code.press('Enter');
    const memory = await code.view('Memory');
    const first = memory.locator('.byte[aria-label*="SSE"], .byte[aria-label*="xmm0" i]').first();
    await first.waitFor();
    await first.focus();
    await code.press('a', 'b');
    await memory.locator('.byte.changed, .byte', { hasText: /^ab$/ }).first().waitFor();
    await code.photograph('views-1-memory');
  });

  it('follows an expression, and says what is wrong with one', async () => {
    const memory = await code.view('Memory');
    const input = memory.getByRole('textbox', { name: 'Address or expression to follow' });
    await input.fill('cfg');
    await input.press('Enter');
    const first = memory.locator('.byte').first();
    await memory.locator('.byte[aria-label*="palette"]').first().waitFor();
    assert.equal(await first.innerText(), '01', 'the palette of the configuration');
    await input.fill('nonsense');
    await input.press('Enter');
    await memory.getByRole('alert').filter({ hasText: 'nonsense' }).waitFor();
    await input.fill('rsp');
    await input.press('Enter');
    await memory.locator('.byte.target').waitFor();
  });

  it('leads from a tile to the instruction that wrote it', async () => {
    await code.stepUntil('F10', async () => (await code.place()) === `${TRACE}:36`);
    await code.showPane('Tiles');
    await code.hidePane('Memory');
    await code.hidePane('Buffer Map');
    const tiles = await code.view('Tiles');
    await code.choose('Last Change', tiles.getByRole('heading', { name: 'tmm1' }));
    await code.until(async () => (await code.place()) === `${TRACE}:33`, 'behind the instruction that loaded the tile');
    await code.page.locator('.repl .monaco-list-row', { hasText: /tmm1/ }).first().waitFor();
  });

  it('opens each view large in a tab', async () => {
    for (const [command, title] of [
      ['Open Tiles in an Editor Tab', 'Tiles'],
      ['Open Buffer Map in an Editor Tab', 'Buffer Map'],
    ] as const) {
      await code.command(`XTrace: ${command}`);
      const page = await code.view(title, 'tab');
      await page.locator('.session', { hasText: TRACE }).waitFor();
    }
    await code.photograph('views-2-tabs');
  });

  it('goes on after a reload of the window with no stale state, and with its tabs', async () => {
    await code.reload('xtrace.tiles', 'xtrace.buffers');
    for (const title of ['Tiles', 'Buffer Map']) {
      const page = await code.view(title, 'tab');
      await page.getByText('while a trace is debugged').first().waitFor();
    }
    await code.page.locator('.tab', { hasText: TRACE }).first().click();
    // To the lens, which says that the extension is awake.
    await code.press('Control+Home');
    await code.startDebugging();
    await code.until(async () => /step 1\b/.test(await code.status()), 'a session as at first');
    await code.photograph('views-3-reloaded');
  });
});
