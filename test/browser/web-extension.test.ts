import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { inRoot } from '../../scripts/project.mjs';
import { IN_THE_BROWSER, Workbench } from './workbench';

/** A page with its parts unpacked: a browser and Node compress the same text to other bytes. */
function unpacked(page: string): string {
  return readFileSync(page, 'utf8').replace(
    /(<script type="text\/plain" id="[^"]+">)([^<]*)(?=<\/script>)/g,
    (_, head: string, part: string) => head + gunzipSync(Buffer.from(part, 'base64')).toString('base64'),
  );
}

describe('the extension in a browser, without Node', function () {
  this.timeout(180_000);
  this.bail(true);

  let code: Workbench;

  before(async () => {
    code = await Workbench.open({ 'wrong.xtrace': 'xtrace 1\nkernel none\nmov eax, nothing\n' }, IN_THE_BROWSER);
  });

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await code.photograph('failed-web').catch(() => undefined);
  });

  after(async () => {
    await code.close();
  });

  it('runs in the web worker of the browser', async () => {
    await code.openFile('first-use.xtrace');
    await code.page.locator('.codelens-decoration', { hasText: 'Debug' }).waitFor();
    await code.command('Developer: Show Running Extensions');
    const row = code.page.locator('.runtime-extensions-editor .monaco-list-row', { hasText: 'XTrace' });
    await row.first().waitFor();
    await code.photograph('web-1-running');
    assert.match(await row.first().innerText(), /Web Worker/i);
    await code.press('Escape');
    await row.first().waitFor({ state: 'hidden' });
  });

  it('steps to #NM and back, and shows registers', async () => {
    await code.startDebugging();
    await code.show('Run and Debug');
    await code.callStack.find(/step 1/i);
    await code.stepUntil('F10', async () => (await code.place()) === 'first-use.xtrace:28');
    await code.variables.expand('Control & XState');
    await code.variables.find(/^xfd =\s*0x0/);
    await code.debugButton('Step Back');
    await code.until(async () => (await code.place()) === 'first-use.xtrace:27', 'before the first use');
    await code.show('XState');
    const registers = await code.view('Registers');
    await registers.getByText('0x40000').first().waitFor();
    await code.photograph('web-2-debugging');
  });

  it('writes the trace as a web page, the same as the command line does', async () => {
    await code.debugButton('Stop');
    await code.page.locator('.statusbar-item[id*="xtrace.status"]').waitFor({ state: 'hidden' });
    await code.chooseCommand('XTrace: Export as Web Page...');
    const input = code.page.locator('.quick-input-widget input').first();
    await code.until(async () => (await input.inputValue()).endsWith('/first-use.html'), 'the place that is offered');
    await code.press('Enter');
    const page = path.join(code.folder, 'first-use.html');
    await code.until(async () => existsSync(page), 'the file is there');
    const trace = path.join(code.folder, 'first-use.xtrace');
    const wanted = path.join(code.folder, 'wanted.html');
    execFileSync(process.execPath, [inRoot('dist/cli.js'), 'export', trace, '--html', wanted]);
    const text = unpacked(wanted);
    await code.until(async () => unpacked(page) === text, 'it is the same page');
  });

  it('says what is wrong with a trace, and hovers', async () => {
    await code.show('Explorer');
    await code.openFile('wrong.xtrace');
    await code.page.locator('.squiggly-error').first().waitFor();
    // Lines move while the lenses come, and then it is another word that the pointer is on.
    await code.until(async () => /MOV/.test(await code.hover('mov')), 'what MOV does');
  });
});
