/**
 * Takes the moving pictures of README.md in the real editor: `npm run moving-pictures` behind `npm run package`. They are no
 * part of the extension. Each is an animated WebP, made by `img2webp` of libwebp: frames that differ in little cost little.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Workbench } from '../test/browser/workbench';
import { runOrThrow } from './command.mjs';
import { installFromDebian } from './debian.mjs';
import { findOnPath } from './find-program.mjs';
import { inRoot } from './project.mjs';

const folder = inRoot('media/moving');
const SIZE = { width: 1180, height: 700 };
/** Milliseconds that a frame stays, and the last one before it begins again. */
const FRAME = 1100;
const LAST = 2600;
/** What views and hovers take to be as they are. */
const SETTLED = 900;

class Film {
  private readonly scratch = mkdtempSync(path.join(tmpdir(), 'xtrace-film-'));
  private readonly frames: string[] = [];

  constructor(private readonly code: Workbench) {}

  async frame(): Promise<void> {
    const { page } = this.code;
    await page.waitForTimeout(SETTLED);
    const file = path.join(this.scratch, `${this.frames.length}.png`);
    writeFileSync(file, await page.screenshot());
    this.frames.push(file);
  }

  /** A frame for each key: what it did. */
  async keys(...keys: readonly string[]): Promise<void> {
    for (const key of keys) {
      await this.code.step(key);
      await this.frame();
    }
  }

  async write(name: string): Promise<void> {
    const timed = this.frames.flatMap((file, index) => [
      '-d',
      String(index === this.frames.length - 1 ? LAST : FRAME),
      file,
    ]);
    const quality = ['-lossy', '-q', '60', '-m', '4'];
    await runOrThrow('img2webp', ['-loop', '0', '-min_size', ...quality, ...timed, '-o', path.join(folder, name)]);
    rmSync(this.scratch, { recursive: true });
  }
}

const times = (count: number, key: string): readonly string[] => new Array<string>(count).fill(key);

async function main(): Promise<void> {
  if (!findOnPath(['img2webp']) && !(await installFromDebian(['webp'])))
    throw new Error('img2webp is missing: install libwebp (Debian: sudo apt-get install webp).');
  mkdirSync(folder, { recursive: true });
  const code = await Workbench.open({}, { 'editor.minimap.enabled': false });
  try {
    await code.page.setViewportSize(SIZE);
    await code.openFile('first-use.xtrace');
    await code.startDebugging();
    await code.show('Run and Debug');
    await code.callStack.find(/step 1/i);
    // By keys, since VS Code toggles both.
    await code.press('Control+j');
    await code.show('XState');
    await code.view('Registers');
    for (const pane of ['Tiles', 'Timeline']) await code.hidePane(pane);
    await leavePointer(code);
    await timeTravel(code);
    await tiles(code);
  } catch (error) {
    await code.photograph('failed-moving-pictures');
    throw error;
  } finally {
    await code.close();
  }
}

/** Where there is nothing: on an icon it would have a hover. */
function leavePointer({ page }: Workbench): Promise<void> {
  return page.mouse.move(SIZE.width / 2, SIZE.height - 60);
}

/** Into the kernel at the first use of tile data, until the buffer has grown, and back. */
async function timeTravel(code: Workbench): Promise<void> {
  const film = new Film(code);
  await code.stepUntil('F10', async () => (await code.place()) === 'first-use.xtrace:27');
  await film.frame();
  await film.keys(...times(20, 'F11'), ...times(11, 'Shift+Alt+F10'));
  await film.write('time-travel.webp');
}

/** Two tiles are loaded and multiplied, and what was is there again. */
async function tiles(code: Workbench): Promise<void> {
  await code.stepUntil('F10', async () => (await code.place()) === 'first-use.xtrace:32');
  await code.showPane('Tiles');
  const header = code.page.locator('.pane-header[aria-label^="Tiles"]');
  await header.hover();
  await header.locator('[aria-label^="Open Tiles in an Editor Tab"]').click();
  await code.view('Tiles', 'tab');
  await code.press('Control+b');
  await code.press('Control+1');
  await leavePointer(code);
  const film = new Film(code);
  await film.frame();
  await film.keys(...times(4, 'F10'), ...times(4, 'Shift+Alt+F10'));
  await film.write('tiles.webp');
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
