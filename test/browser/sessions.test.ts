import assert from 'node:assert/strict';
import { Workbench } from './workbench';

const FIRST = 'first-use.xtrace';
const SECOND = 'ping-pong.xtrace';
const LONG = 'long.xtrace';
const LINES = 200_000;

/** A trace of as many lines, each of which is a step. */
const long = `xtrace 1\nkernel none\n${'inc rax\n'.repeat(LINES)}expect rax == ${LINES}\n`;

describe('two traces at a time, and a long one, as a person debugs them in VS Code', function () {
  this.timeout(400_000);
  // Each stage goes on where the one before it ended.
  this.bail(true);

  let code: Workbench;

  before(async () => {
    code = await Workbench.open({ [LONG]: long });
  });

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await code.photograph('failed-sessions').catch(() => undefined);
  });

  after(async () => {
    await code.close();
  });

  const debugLens = () =>
    code.page.locator('.editor-group-container.active .codelens-decoration a', { hasText: 'Debug' });
  const session = async (view: string) => (await code.view(view)).locator('.session').first().innerText();
  const viewsShow = (trace: string) =>
    code.until(async () => (await session('Registers')).startsWith(trace), `the views show ${trace}`);

  it('debugs a second trace beside the first', async () => {
    await code.openFile(FIRST);
    await code.startDebugging();
    await code.until(async () => (await code.arrows()).join() === '21', 'the arrow in the first');
    await code.openFile(SECOND);
    await code.page.locator('.editor-group-container.active .view-line', { hasText: 'task Plain' }).first().waitFor();
    await debugLens().first().click();
    await code.show('Run and Debug');
    for (const trace of [FIRST, SECOND]) await code.callStack.find(trace);
    await code.until(
      async () => !(await code.callStack.all()).some((row) => /running/i.test(row)),
      'both have stopped',
    );
    await code.photograph('sessions-1-two');
  });

  it('has views of the session that one chooses, and names it', async () => {
    for (const trace of [SECOND, FIRST]) {
      await code.show('Run and Debug');
      await code.page.locator('.debug-call-stack .monaco-list-row', { hasText: trace }).first().click();
      await code.show('XState');
      await viewsShow(trace);
      await code.until(async () => (await code.status()).includes(`${trace}: `), `the status bar names ${trace}`);
    }
    await code.photograph('sessions-2-views');
  });

  it('ends one of them and goes on with the other', async () => {
    await code.command('Debug: Stop');
    await viewsShow(SECOND);
    await code.step('F10');
    assert.match(await code.status(), /of 38/);
    await code.command('Debug: Stop');
    await code.page.locator('.debug-toolbar').waitFor({ state: 'hidden' });
  });

  it('opens 200,000 lines, stops in them, and runs to their end and back', async () => {
    await code.show('Explorer');
    await code.openFile(LONG);
    await code.startDebugging();
    await code.until(async () => (await code.arrows()).join() === '3', 'the arrow at the first step');
    await code.step('F10');
    await code.step('F10');
    await code.until(async () => /step 3 of 200,001/.test(await code.status()), 'the third step');
    await code.debugKey('F5');
    await code.until(async () => /1 of 1 expectation/.test(await code.status()), 'the verdict');
    await code.until(async () => (await code.place()) === `${LONG}:${LINES + 3}`, 'the last line');
    await code.debugKey('Shift+Alt+F10');
    await code.until(async () => /step 200,001 of 200,001/.test(await code.status()), 'before the expectation again');
    await code.step('Shift+Alt+F10');
    assert.equal(await code.place(), `${LONG}:${LINES + 2}`);
    await code.photograph('sessions-3-long');
  });
});
