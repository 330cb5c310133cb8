import assert from 'node:assert/strict';
import type { Frame } from 'playwright-core';
import { Workbench } from './workbench';

const XFD = '3-xfd-and-nm.lesson.md';

describe('a lesson in VS Code, as somebody takes it', function () {
  this.timeout(180_000);
  // Each stage goes on where the one before it ended.
  this.bail(true);

  let code: Workbench;
  let page: Frame;

  before(async () => {
    code = await Workbench.open();
  });

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await code.photograph('failed-lesson').catch(() => undefined);
  });

  after(async () => {
    await code.close();
  });

  const card = (number: number) => page.locator(`.checkpoint[data-number="${number}"]`);
  const press = (number: number, name: string) => card(number).getByRole('button', { name, exact: true }).click();
  const said = () => page.locator('.now .said').innerText();

  it('opens beside its trace, up to the first question', async () => {
    await code.answer('XTrace: Open Lesson...', XFD);
    page = await code.view('Lesson', 'tab');
    await page.getByRole('heading', { name: 'XFD and #NM' }).waitFor();
    await code.page.locator('.tab', { hasText: 'xfd-and-nm.xtrace' }).waitFor();
    assert.deepEqual(await page.locator('.checkpoint').count(), 1);
    assert.match(await page.locator('.more').innerText(), /goes on/);
  });

  it('tells nothing of what the trace will do', async () => {
    // Lenses are there once the extension has looked at the trace; hints of a run would come with the same change.
    await code.page.locator('.codelens-decoration', { hasText: 'Debug' }).first().waitFor();
    assert.equal(await code.page.locator('.codelens-decoration', { hasText: 'holds' }).count(), 0);
  });

  it('asks before the step is run, takes a wrong answer for wrong, gives a hint, and goes on when it is right', async () => {
    await page.getByRole('button', { name: 'Debug the trace' }).click();
    await page.locator('.checkpoint.here[data-number="1"]').waitFor();
    await card(1).locator('input').fill('0');
    await press(1, 'Answer');
    await card(1).getByText('It is not 0.').waitFor();
    await press(1, 'Hint');
    await card(1).getByText('18 for tile data').waitFor();
    await card(1).locator('input').fill('1 << 18');
    await code.press('Enter');
    await page.locator('.checkpoint.passed[data-number="1"]').waitFor();
    await card(1).getByText('tile data is armed').waitFor();
    await card(2).waitFor();
    await code.photograph('lesson-1-answered');
  });

  it('runs the step, and says what happened in it', async () => {
    await press(1, 'Run the step');
    await code.until(async () => /switches from the idle task to A/.test(await said()), 'the switch is told');
  });

  it('goes to the step of a question, and has choices to press', async () => {
    await press(2, 'Go to this step');
    await page.locator('.checkpoint.here[data-number="2"]').waitFor();
    await press(2, '11008');
    await card(2).getByText('It is not 11008.').waitFor();
    await press(2, '2560');
    await card(2).getByText('nothing is allocated').waitFor();
    await press(3, '0');
    await press(4, 'Go to this step');
    await page.locator('.checkpoint.here[data-number="4"]').waitFor();
    await card(4).locator('input').fill('2560 + 8192');
    await press(4, 'Answer');
    await press(4, 'Run the step');
    await code.until(async () => /raises #NM, Device Not Available/.test(await said()), 'the #NM is told');
    assert.match(await said(), /gives A a buffer of 10752 bytes in place of 2560/);
    await code.photograph('lesson-2-first-use');
  });

  it('goes back in time to a question that has been passed', async () => {
    await page.getByRole('button', { name: 'Step back' }).click();
    await page.locator('.checkpoint.here[data-number="4"]').waitFor();
  });

  it('has a task: the trace is changed until something holds', async () => {
    await card(5).locator('input').fill('1');
    await press(5, 'Answer');
    await press(6, 'Check');
    await card(6).getByText('It does not hold yet: B.state != "killed"').waitFor();
    await code.photograph('lesson-3-task');
    await code.page.locator('.tab', { hasText: 'xfd-and-nm.xtrace' }).click();
    await code.goTo(24, 1);
    await code.press('Shift+End', 'Backspace');
    await code.page.keyboard.type('syscall arch_prctl(ARCH_REQ_XCOMP_PERM, 18)');
    await code.press('Enter');
    await code.page.keyboard.type('tilezero tmm0 => #NM');
    page = await code.view('Lesson', 'tab');
    await press(6, 'Check');
    await page.locator('.checkpoint.passed[data-number="6"]').waitFor();
    await page.getByText('This is the end of the lesson.').waitFor();
    await code.photograph('lesson-4-done');
  });

  it('begins again, with the first text of the trace', async () => {
    await page.getByRole('button', { name: 'Begin again' }).click();
    await code.until(async () => (await page.locator('.checkpoint').count()) === 1, 'one checkpoint is shown');
    await code.page.locator('.view-line', { hasText: 'SIGILL, killed' }).first().waitFor();
  });
});
