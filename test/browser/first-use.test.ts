import assert from 'node:assert/strict';
import { recordedThemes, recordThemes, usedVariables } from './pages/themes';
import { settled, Workbench } from './workbench';

const TRACE = 'first-use.xtrace';
const HANDLER = 'exc_device_not_available';
const ALLOCATION = 'alloc_xstate_area';

/** What the task's extended state looks like, in Variables and in the side bar. */
interface Seen {
  readonly variables: readonly string[];
  readonly registers: readonly string[];
  readonly task: readonly string[];
  readonly tiles: readonly string[];
}

describe('first use of tile data, as a person sees it in VS Code', function () {
  this.timeout(180_000);
  // Each stage goes on where the one before it ended.
  this.bail(true);

  let code: Workbench;
  let atFirstUse: Seen;

  before(async () => {
    code = await Workbench.open();
  });

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await code.photograph('failed').catch(() => undefined);
  });

  after(async () => {
    await code.close();
  });

  it('starts on F5 without a launch.json and stops at the first step', async () => {
    await code.openFile(TRACE);
    await code.startDebugging();
    await code.show('Run and Debug');
    await code.callStack.find(/step 1/i);
    await code.photograph('1-first-step');
  });

  it('stops at #NM when its box is ticked, and says why it happened', async () => {
    await code.tickBreakpoint('#NM (XFD)');
    await code.debugKey('F5');
    await code.callStack.find('27:1');
    assert.match(await code.exception(), /#NM \(XFD\)[\s\S]*IA32_XFD\[18\] is set and TILEZERO writes XTILEDATA/);
  });

  it('shows XFD, XFD_ERR and the buffer in Variables and in the side bar', async () => {
    atFirstUse = await see();
    assert.deepEqual(atFirstUse, {
      variables: [
        'xfd = 0x40000 XTILEDATA',
        'xfd_err = 0x40000 XTILEDATA',
        'fpstate = 2560 bytes in the kernel, 11008 in a signal frame',
      ],
      registers: [
        'XFD 0x40000: XTILEDATA',
        'XFD_ERR 0x40000: XTILEDATA',
        'XTILEDATA: permitted',
        'XTILEDATA: armed',
        'XTILEDATA: INIT',
        'XTILEDATA: not in the buffer',
      ],
      task: ['A running on CPU 0 2560 bytes', 'Next touch: #NM, then 10752 bytes'],
      tiles: [
        'tmm0, 16 rows of 64 bytes, shown as int32, all zero',
        'tmm1, 16 rows of 64 bytes, shown as int8, all zero',
        'tmm2, 16 rows of 64 bytes, shown as int8, all zero',
      ],
    });
    const tiles = await code.view('Tiles');
    assert.equal(await tiles.getByText('XFD is armed for tile data').isVisible(), true);
    await code.photograph('2-at-first-use');
  });

  it('has the colours that the pages are tested with', async () => {
    const themes = await code.themes(usedVariables());
    if (process.env.UPDATE_PICTURES) recordThemes(themes);
    assert.deepEqual(recordedThemes(), themes);
  });

  it("steps through the handler's own lines, where the buffer grows", async () => {
    await code.step('F11');
    await code.show('Run and Debug');
    await code.callStack.find(HANDLER);
    await code.stepUntil('F11', async () => (await code.callStack.all()).join().includes(ALLOCATION));
    for (const key of ['F10', 'F10', 'F10']) await code.step(key);
    await code.variables.expand('Locals');
    assert.equal(await code.variables.find(/^newsz =/), 'newsz = 10752');
    await code.photograph('3-in-the-handler');
    await kernelSource();
    await code.show('XState');
    await code.stepUntil('F10', async () => (await taskLine()).includes('10752'));
    assert.equal(await taskLine(), 'A running on CPU 0 10752 bytes, was 2560');
    await code.photograph('4-the-buffer-has-grown');
  });

  it('goes on with the instruction, disarmed, and the tiles change as they are loaded', async () => {
    await code.stepUntil('Shift+F11', async () => (await code.place()).startsWith(TRACE));
    await code.stepUntil('F10', async () => (await code.place()) === `${TRACE}:35`);
    const loaded = await see();
    assert.deepEqual(loaded.registers, [
      'XFD 0x0',
      'XFD_ERR 0x0',
      'XTILEDATA: permitted',
      'XTILEDATA: not armed',
      'XTILEDATA: in use',
      'XTILEDATA: in the buffer, INIT',
    ]);
    assert.deepEqual(loaded.task, [
      'A running on CPU 0 10752 bytes, was 2560',
      'Next touch: no #NM: its buffer has room',
    ]);
    assert.deepEqual(loaded.tiles, [
      'tmm0, 16 rows of 64 bytes, shown as int32',
      'tmm1, 16 rows of 64 bytes, shown as int8',
      'tmm2, 16 rows of 64 bytes, shown as int8',
    ]);
    await code.photograph('5-tiles-loaded');
  });

  it('steps back, and the tiles are as they were', async () => {
    await code.debugButton('Step Back');
    await code.until(async () => (await code.place()) === `${TRACE}:34`, 'a step back');
    await code.debugKey('Shift+Alt+F10');
    await code.until(async () => (await code.place()) === `${TRACE}:33`, 'another step back');
    const { tiles } = await see();
    assert.match(String(tiles[0]), /all zero/);
    assert.match(String(tiles[2]), /all zero/);
    await code.photograph('6-stepped-back');
  });

  it('runs back to the first use, and everything is as it was there', async () => {
    await code.debugButton('Reverse');
    await code.until(async () => (await code.place()) === `${TRACE}:27`, 'the first use');
    assert.deepEqual(await see(), atFirstUse);
    await code.photograph('7-back-at-first-use');
  });

  it('travels by the timeline, and says at the end how the run went', async () => {
    const timeline = (await code.view('Timeline')).getByRole('slider');
    await timeline.focus();
    await code.press('End', 'Enter');
    await code.until(async () => (await code.status()).includes('step 15 of 18'), 'the furthest step');
    // After a journey the editor has the keyboard for a moment, until the page takes it back.
    await code.until(async () => {
      await timeline.focus();
      await code.press('Home', 'ArrowRight', 'Enter');
      return (await code.status()).includes('step 1 of 18');
    }, 'the first switch');
    await code.photograph('8-travelled');
    await code.debugButton('Continue');
    await code.until(async () => (await code.place()) === `${TRACE}:27`, 'the first use once more');
    await code.debugButton('Continue');
    await code.until(async () => (await code.status()).includes('18 steps, 9 of 9 expectations'), 'the verdict');
    await code.photograph('9-the-end');
  });

  it('ends with Shift+F5', async () => {
    await code.press('Shift+F5');
    await code.page.locator('.debug-toolbar').waitFor({ state: 'hidden' });
    const tiles = await code.view('Tiles');
    await tiles.getByText('Tiles show here while a trace is debugged.').waitFor();
  });

  /** In the handler: a lens, a breakpoint that shows, and the routines as symbols. */
  async function kernelSource(): Promise<void> {
    const { page } = code;
    await page.locator('.codelens-decoration', { hasText: `Take this step out: without ${ALLOCATION}.` }).waitFor();
    await code.press('F9');
    await page
      .locator('.editor-instance .codicon-debug-breakpoint, .glyph-margin-widgets .codicon-debug-breakpoint')
      .first()
      .waitFor();
    await code.press('F9', 'Control+Shift+O');
    await page.locator('.quick-input-list .monaco-list-row', { hasText: HANDLER }).first().waitFor();
    await code.press('Escape');
  }

  /** The heading of the one task. */
  async function taskLine(): Promise<string> {
    const summary = (await code.view('Tasks')).locator('.task summary').first();
    return (await summary.innerText()).replace(/\s+/g, ' ').trim();
  }

  /** What the Registers view says of tile data. */
  async function xtileData(): Promise<string[]> {
    const frame = await code.view('Registers');
    const facts = ['permitted', 'armed', 'inUse', 'buffer'].map((fact) => `[data-key="component.18.${fact}"]`);
    const cells = ['[data-key="register.xfd"]', '[data-key="register.xfd_err"]', ...facts];
    return Promise.all(cells.map(async (cell) => (await frame.locator(cell).getAttribute('aria-label')) ?? ''));
  }

  /** Reads Variables and the side bar; leaves the side bar shown. */
  function see(): Promise<Seen> {
    return code.tall(async () => {
      await code.show('Run and Debug');
      await code.hidePane('Watch');
      await code.hidePane('Call Stack');
      const { variables } = code;
      await variables.expand('Control & XState');
      await variables.expand(/^Task$/);
      const shown = await settled(code.page, async () => [
        // The first of that name: the task has one too.
        await variables.find(/^xfd =/),
        await variables.find(/^xfd_err =/),
        await variables.find(/^fpstate =/),
      ]);
      await code.showPane('Call Stack');
      await code.show('XState');
      const sideBar = await settled(code.page, async () => ({
        registers: (await xtileData()).map(withoutMark),
        task: [await taskLine(), ...(await code.cellLabels('Tasks', 'Next touch'))].map(withoutMark),
        tiles: (await code.tileLabels()).map(withoutMark),
      }));
      return { variables: shown.map(withoutMark), ...sideBar };
    });
  }
});

/** A value without the marks of what the last stop changed. */
const withoutMark = (text: string): string =>
  text.replace(/ \((was .*|changed)\)$|, was 0x[0-9a-f]+$|, changed$|, \d+ elements? changed$/, '');
