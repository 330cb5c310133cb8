import assert from 'node:assert/strict';
import { Workbench } from './workbench';

const RIGHT = 'first-use.xtrace';
/** Traces without an expectation, which come before the last one in order: looking through them takes a while. */
const MANY = Object.fromEntries(Array.from({ length: 1500 }, (_, index) => [`many/${index}.xtrace`, 'xtrace 1\n']));
/** Milliseconds that all of them may take on a machine that has other things to do. */
const ALL_TRACES = 300_000;

describe('traces as tests, as a person runs them in VS Code', function () {
  this.timeout(360_000);
  // Each stage goes on where the one before it ended.
  this.bail(true);

  let code: Workbench;

  before(async () => {
    code = await Workbench.open(MANY);
    await code.openFile(RIGHT);
    await code.show('Testing');
  });

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await code.photograph('failed-tests').catch(() => undefined);
  });

  after(async () => {
    await code.close();
  });

  const row = (name: string) => code.page.locator('.test-explorer .monaco-list-row', { hasText: name }).first();
  const state = async (name: string) => (await row(name).getAttribute('aria-label')) ?? '';

  it('runs them all, those too that are still being looked for, and says how each went', async () => {
    await row('amx-bf16.xtrace').waitFor();
    await code.command('Test: Run All Tests');
    const isOver = async () => /passed/i.test(await state('vectors.xtrace'));
    await code.until(isOver, 'the last trace has passed', ALL_TRACES);
    assert.match(await state(RIGHT), /passed/i);
    assert.match(await state('bugs'), /passed/i);
  });

  it('lists every trace that expects something, by folder, with its expectations', async () => {
    await row(RIGHT).click();
    await code.press('ArrowRight');
    await row('a new task starts with tile data armed').waitFor();
    await code.photograph('tests-1-passed');
  });

  it('shows a failure at its line, with both values', async () => {
    await code.clickWord('2560');
    await code.press('End', 'Backspace', '1', 'Control+s');
    await row(RIGHT).click();
    await code.command('Test: Run All Tests');
    await code.until(async () => /failed/i.test(await state(RIGHT)), 'the trace has failed');
    const message = 'expect A.fpstate.size == 2561: A.fpstate.size is 2560';
    await code.page.locator('.monaco-list-row', { hasText: message }).first().waitFor();
    await code.photograph('tests-2-failed');
  });

  it('debugs what failed, and stops at the expectation', async () => {
    await code.command('Test: Debug Failed Tests');
    await code.page.locator('.debug-toolbar').waitFor();
    await code.until(async () => (await code.arrows()).length > 0, 'the debugger stops');
    await code.until(async () => (await code.place()) === `${RIGHT}:23`, 'the debugger stands at the expectation');
    assert.match(await code.exception(), /A\.fpstate\.size is 2560/);
    await code.photograph('tests-3-debugged');
    await code.press('Shift+F5');
    await code.page.locator('.debug-toolbar').waitFor({ state: 'hidden' });
    await code.show('Testing');
    await code.until(async () => /failed/i.test(await state(RIGHT)), 'the trace has been judged');
  });

  it('runs a trace again whenever it is saved, once somebody has asked for that', async () => {
    await row(RIGHT).hover();
    await row(RIGHT).locator('[aria-label*="Continuous Run"]').first().click();
    await code.clickWord('2561');
    await code.press('End', 'Backspace', '0', 'Control+s');
    await code.until(async () => /passed/i.test(await state(RIGHT)), 'the trace has passed by itself');
    await code.photograph('tests-4-continuous');
  });

  it('shows which lines of the kernel the tests have run', async () => {
    await code.command('Test: Run All Tests with Coverage');
    const kernel = code.page.locator('.monaco-list-row', { hasText: 'linux-rfc-2020.xkernel' }).first();
    await kernel.waitFor();
    await code.photograph('tests-5-coverage');
    await kernel.dblclick();
    await code.page.locator('.tab.active', { hasText: 'linux-rfc-2020.xkernel' }).waitFor();
    await code.page.locator('[class*="coverage-deco"]').first().waitFor();
    await code.photograph('tests-6-covered-lines');
  });
});
