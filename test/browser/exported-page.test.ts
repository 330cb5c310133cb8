import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { AxeResults } from 'axe-core';
import type { Frame, Locator, Page } from 'playwright-core';
import { openBrowser } from '../../scripts/code-web/browser.mjs';
import { examplesFolder, inRoot, outFolder } from '../../scripts/project.mjs';

const CLI = inRoot('dist/cli.js');
const AXE = readFileSync(inRoot('node_modules/axe-core/axe.min.js'), 'utf8');
const MOST_BYTES = 3_000_000;

/** What would end a script or a document early, were it not packed. */
const TRAPS = `xtrace 1
machine sapphire-rapids
kernel linux
data given = file "given.bin"
task A
switch A
    print "</script><script>document.title = 1</script> {u8[given],x}"
    expect 1 == 2, "<b>never</b>"
`;

describe('an exported page, opened from disk', function () {
  this.timeout(120_000);
  const folder = mkdtempSync(path.join(tmpdir(), 'xtrace-export-'));
  const first = path.join(folder, 'first-use.html');
  let page: Page;
  let close: () => Promise<void>;
  const asked: string[] = [];
  const wrong: string[] = [];

  before(async () => {
    execFileSync(process.execPath, [CLI, 'export', path.join(examplesFolder, 'first-use.xtrace'), '--html', first]);
    ({ page, close } = await openBrowser());
    page.on('request', (request) => asked.push(request.url()));
    page.on('pageerror', (error) => wrong.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') wrong.push(message.text());
    });
  });

  beforeEach(async () => {
    asked.length = 0;
    wrong.length = 0;
    await page.setViewportSize({ width: 1440, height: 960 });
    await page.emulateMedia({ colorScheme: 'light' });
  });

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await photograph('failed-exported');
    assert.deepEqual(wrong, [], 'errors of the page');
  });

  after(async () => {
    await close();
    rmSync(folder, { recursive: true, force: true });
  });

  const photograph = (name: string): Promise<unknown> =>
    page.screenshot({ path: path.join(outFolder, 'screenshots', `${name}.png`) });
  const open = async (file: string): Promise<void> => {
    await page.goto(pathToFileURL(file).href);
    await status(/step 1 of|step 1,/).waitFor();
  };
  const status = (text: RegExp): Locator => page.locator('.status', { hasText: text });
  const present = (line: number): Locator => page.locator(`.line.present[data-line="${line}"]`);
  const button = (name: string): Locator => page.getByRole('button', { name, exact: true });

  async function viewOf(title: string): Promise<Frame> {
    const handle = await page.locator(`iframe[title="${title}"]`).elementHandle();
    const frame = await handle?.contentFrame();
    assert.ok(frame, title);
    return frame;
  }

  it('is one file under 3 MB that asks for nothing else', async () => {
    assert.ok(statSync(first).size < MOST_BYTES, `${statSync(first).size} bytes`);
    await open(first);
    assert.deepEqual(
      asked.filter((url) => !/^(?:data|blob|about):/.test(url)),
      [pathToFileURL(first).href],
    );
  });

  it('steps to #NM and back by keys, and its views follow', async () => {
    await open(first);
    const registers = await viewOf('Registers');
    const xfd = registers.locator('tr', { hasText: /^XFD/ }).first();
    await present(21).waitFor();
    for (const line of [22, 23, 24, 25, 26, 27]) {
      await page.keyboard.press('n');
      await present(line).waitFor();
    }
    await registers.getByText('0x40000').first().waitFor();
    assert.match(await xfd.innerText(), /0x40000/);
    await page.keyboard.press('n');
    await page.locator('.log', { hasText: '#NM (XFD)' }).waitFor();
    await page.locator('.log', { hasText: 'buffer grows from 2560 to 10752 bytes' }).waitFor();
    await xfd.filter({ hasText: /0x0/ }).waitFor();
    await page.keyboard.press('p');
    await present(27).waitFor();
    await xfd.filter({ hasText: '0x40000' }).waitFor();
  });

  it('stops at #NM, goes into the handler and shows its source, then runs to the end and all the way back', async () => {
    await open(first);
    await page.getByText('Stop on', { exact: true }).click();
    await page.getByRole('checkbox', { name: '#NM (XFD)' }).check();
    await page.getByText('Stop on', { exact: true }).click();
    await button('Continue').click();
    await status(/#NM/).waitFor();
    await button('Step Into').click();
    await page.locator('.code h2', { hasText: /\.c|exc_device_not_available|xfd/ }).waitFor();
    await photograph('exported-1-handler');
    await button('Continue').click();
    await status(/9 of 9 expectations/).waitFor();
    await button('Reverse Continue').click();
    await status(/#NM/).waitFor();
    await button('To the Beginning').click();
    await status(/step 1 of/).waitFor();
  });

  it('takes breakpoints at lines, by the pointer and by keys', async () => {
    await open(first);
    await button('Breakpoint at line 34').click();
    await page.locator('.gutter[aria-pressed="true"]', { hasText: '34' }).waitFor();
    await page.keyboard.press('c');
    await present(34).waitFor();
    await page.getByRole('group', { name: 'Code' }).focus();
    for (const key of ['ArrowDown', 'ArrowDown', 'F9']) await page.keyboard.press(key);
    await page.locator('.gutter[aria-pressed="true"]', { hasText: '36' }).waitFor();
    await page.keyboard.press('c');
    await present(36).waitFor();
    await page.keyboard.press('r');
    await present(34).waitFor();
  });

  it('answers expressions and commands in its console', async () => {
    await open(first);
    const input = page.getByRole('textbox', { name: 'Command or expression' });
    await input.fill('xfd');
    await input.press('Enter');
    await page.locator('.log', { hasText: '0x40000' }).waitFor();
    await input.fill('nonsense + 1');
    await input.press('Enter');
    await page.locator('.log .failed', { hasText: 'nonsense' }).waitFor();
    await input.fill('c');
    await present(21).waitFor();
    await input.fill('');
  });

  it('travels where the timeline is clicked, and opens bytes from the buffer map', async () => {
    await open(first);
    await page.keyboard.press('c');
    await status(/9 of 9/).waitFor();
    const timeline = await viewOf('Timeline');
    await timeline.getByRole('slider').click({ position: { x: 400, y: 40 } });
    await status(/step \d+ of 18/).waitFor();
    const buffers = await viewOf('Buffer Map');
    await buffers.getByRole('button', { name: /^SSE at/ }).press('Enter');
    const memory = await viewOf('Memory');
    await memory.locator('.byte').first().waitFor();
  });

  for (const theme of ['light', 'dark'] as const) {
    it(`has nothing that axe objects to, in ${theme} colours, wide and narrow`, async () => {
      await page.emulateMedia({ colorScheme: theme });
      await open(first);
      for (let steps = 0; steps < 14; steps++) await page.keyboard.press('n');
      await status(/step 1[0-9] of/).waitFor();
      for (const width of [1440, 400]) {
        await page.setViewportSize({ width, height: 900 });
        await photograph(`exported-2-${theme}-${width}`);
        for (const frame of page.frames()) await frame.evaluate(AXE);
        const { violations } = await page.evaluate<AxeResults>('axe.run()');
        assert.deepEqual(
          violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`),
          [],
        );
      }
    });
  }

  it('carries the files that the trace reads, and text that looks like HTML stays text', async () => {
    writeFileSync(path.join(folder, 'given.bin'), Uint8Array.of(0xab));
    const trace = path.join(folder, 'traps.xtrace');
    writeFileSync(trace, TRAPS);
    const file = path.join(folder, 'traps.html');
    execFileSync(process.execPath, [CLI, 'export', trace, '--html', file]);
    await open(file);
    await page.keyboard.press('c');
    await page.locator('.log', { hasText: '</script><script>document.title = 1</script> 0xab' }).waitFor();
    await page.locator('.log', { hasText: '<b>never</b>' }).waitFor();
    assert.equal(await page.title(), 'traps.xtrace · XTrace');
  });
});
