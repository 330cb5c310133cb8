import assert from 'node:assert/strict';
import { Workbench } from './workbench';

describe('the first five minutes in VS Code', function () {
  this.timeout(180_000);

  let code: Workbench;

  before(async () => {
    code = await Workbench.open();
  });

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await code.photograph('failed-start').catch(() => undefined);
    await code.press('Escape');
  });

  after(async () => {
    await code.close();
  });

  const row = (text: string) => code.page.locator('.quick-input-list .monaco-list-row', { hasText: text }).first();

  /** A command that asks something. */
  const ask = (title: string) => code.chooseCommand(title);

  it('offers the examples with their stories while nothing is open, and opens one by keyboard', async () => {
    await ask('XTrace: Open Example...');
    await row('A sandbox that does not know of tiles').or(row('No kernel at all')).first().waitFor();
    assert.match(
      await code.page.locator('.quick-input-list .monaco-list-row').first().innerText(),
      /first-use\.xtrace/,
    );
    await code.photograph('start-1-examples');
    await code.page.keyboard.type('sandbox');
    await row('A sandbox that does not know of tiles').waitFor();
    await code.press('Enter');
    await code.page.locator('.tab.active', { hasText: 'sandbox.xtrace' }).waitFor();
  });

  it('begins a new trace with a template', async () => {
    await ask('XTrace: New Trace...');
    await row('Two tasks on one CPU').click();
    await code.page.locator('.tab.active', { hasText: 'Untitled-1' }).waitFor();
    await code.page.locator('.codelens-decoration', { hasText: 'holds' }).first().waitFor();
  });

  it('has a walkthrough with pictures of the real thing', async () => {
    await code.command('XTrace: Get Started');
    const page = code.page.locator('.gettingStartedContainer');
    for (const step of ['Open an example', 'Step into the kernel', 'Go back in time', 'Write a trace of your own'])
      await page.locator('.getting-started-step', { hasText: step }).first().waitFor();
    await page.locator('.getting-started-media img').first().waitFor();
    await code.photograph('start-2-walkthrough');
  });

  it('ticks a step of the walkthrough off when the user has done it, and not before', async () => {
    await code.command('XTrace: Get Started');
    const done = (step: string) =>
      code.page.locator('.gettingStartedContainer .getting-started-step', { hasText: step }).locator('.complete');
    assert.equal(await done('Open an example').count(), 0);
    await code.openFile('bare-metal-nm.xtrace');
    await code.startDebugging();
    // The first stop shows the trace.
    await code.until(async () => (await code.arrows()).length > 0, 'the first stop');
    await code.command('XTrace: Get Started');
    for (const step of ['Open an example', 'Debug it']) await done(step).first().waitFor();
    assert.equal(await done('Go back in time').count(), 0);
    await code.debugButton('Step Back');
    await done('Go back in time').first().waitFor();
  });
});
