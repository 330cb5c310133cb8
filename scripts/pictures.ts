/**
 * Takes the pictures of the walkthrough in the real editor: `npm run pictures [-- NAME ...]` behind `npm run package`. They
 * are part of the extension, so they are small: a part of a small window each.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { PNG } from 'pngjs';
import { Workbench } from '../test/browser/workbench';
import { inRoot } from './project.mjs';

const folder = inRoot('media/walkthrough');
const SIZE = { width: 1100, height: 760 };

interface Part {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Those that are written: all, unless the command names some. */
const wanted = process.argv.slice(2);

/** Fewer shades than a screen has: nobody misses them in a picture of text, and the file is much smaller. */
const SHADES = 16;

function small(picture: Buffer): Buffer {
  const png = PNG.sync.read(picture);
  const step = 255 / (SHADES - 1);
  png.data.forEach((value, index) => {
    png.data[index] = Math.round(Math.round(value / step) * step);
  });
  return PNG.sync.write(png, { colorType: 2, deflateLevel: 9, deflateStrategy: 0, inputHasAlpha: true });
}

async function main(): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const code = await Workbench.open();
  const { page } = code;
  const take = async (name: string, clip: Part): Promise<void> => {
    if (wanted.length > 0 && !wanted.includes(name)) return;
    // The pointer leaves hovers behind.
    await page.mouse.move(SIZE.width - 5, SIZE.height - 5);
    await page.waitForTimeout(1000);
    writeFileSync(path.join(folder, `${name}.png`), small(await page.screenshot({ clip })));
  };
  const partOf = async (selector: string, grow: Partial<Part> = {}): Promise<Part> => {
    const box = await page.locator(selector).first().boundingBox();
    if (!box) throw new Error(`${selector} is not in sight.`);
    return { ...box, ...grow };
  };
  const EDITOR = '.part.editor';
  const SIDEBAR = '.part.sidebar';
  try {
    await page.setViewportSize(SIZE);
    await code.openFile('first-use.xtrace');
    await page.locator('.codelens-decoration', { hasText: 'holds' }).first().waitFor();
    await code.command('View: Toggle Primary Side Bar Visibility');
    await code.press('Control+g');
    await page.keyboard.type('21');
    await code.press('Enter');
    await page.mouse.wheel(0, 0);
    const editor = await partOf(EDITOR);
    await take('open', { ...editor, height: Math.min(editor.height, 620) });

    await code.press('F1');
    await page.keyboard.type('XTrace: New Trace');
    await page.locator('.quick-input-list .monaco-list-row', { hasText: 'New Trace' }).first().click();
    await page.locator('.quick-input-list .monaco-list-row', { hasText: 'two-tasks' }).first().waitFor();
    await take('new', await partOf('.quick-input-widget'));
    await code.press('Escape');

    await code.show('Testing');
    await code.command('Test: Run All Tests');
    // How many have passed, and how long they took.
    await page.locator('.test-explorer .codicon-testing-passed-icon').first().waitFor();
    await page.waitForTimeout(8000);
    await take('tests', await partOf(SIDEBAR, { height: 520 }));

    await code.show('Explorer');
    await code.openFile('first-use.xtrace');
    await code.startDebugging();
    await code.show('Run and Debug');
    await code.callStack.find(/step 1/i);
    await code.tickBreakpoint('#NM (XFD)');
    await code.press('F5');
    await code.exception();
    await take('fault', await partOf(EDITOR));

    await code.stepUntil('F11', async () => (await code.callStack.all()).join().includes('alloc_xstate_area'));
    for (const key of ['F10', 'F10', 'F10']) await code.step(key);
    await take('kernel', await partOf(EDITOR));

    await code.press('F5');
    await code.show('XState');
    await page.waitForTimeout(3000);
    await code.command('XTrace: Open Timeline in an Editor Tab');
    await code.view('Timeline', 'tab');
    await page.waitForTimeout(2000);
    await take('timeline', await partOf(EDITOR, { height: 330 }));
    await code.command('XTrace: Open Tiles in an Editor Tab');
    await code.view('Tiles', 'tab');
    await page.waitForTimeout(2000);
    await take('tiles', await partOf(EDITOR));

    await code.command('View: Close All Editors');
    await code.command('Debug: Stop');
    await code.command('View: Hide Panel');
    await code.command('View: Toggle Primary Side Bar Visibility');
    await code.answer('XTrace: Open Lesson...', '3-xfd-and-nm.lesson.md');
    const lesson = await code.view('Lesson', 'tab');
    await lesson.getByRole('button', { name: 'Debug the trace' }).click();
    const question = lesson.locator('.checkpoint.here');
    await question.locator('input').fill('XTILEDATA');
    await question.getByRole('button', { name: 'Answer' }).click();
    await lesson.locator('.checkpoint.passed').getByRole('button', { name: 'Run the step' }).click();
    await lesson.locator('.said', { hasText: 'switches' }).waitFor();
    await lesson.locator('.checkpoint[data-number="2"]').getByRole('button', { name: 'Go to this step' }).click();
    await lesson.locator('.checkpoint.here[data-number="2"]').waitFor();
    await take('lesson', await partOf(EDITOR));
  } catch (error) {
    await code.photograph('failed-pictures');
    throw error;
  } finally {
    await code.close();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
