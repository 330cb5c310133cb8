import assert from 'node:assert/strict';
import { needs } from '../host/needs';
import { imageFile } from '../kernel/native/images';
import { found } from '../world/programs/programs';
import { Workbench } from './workbench';

const TRACE = 'first-use.xtrace';
const NO_IMAGE = 'vmlinux-of-words';

describe('a real kernel’s code in VS Code, of the image and the sources in the user’s settings', function () {
  this.timeout(180_000);
  this.bail(true);

  let code: Workbench;

  before(async function () {
    needs(this, found('gcc'));
    const image = imageFile('kernel', '-mgeneral-regs-only', '-g');
    code = await Workbench.open(
      { [NO_IMAGE]: 'no image' },
      { 'xtrace.vmlinux': image, 'xtrace.sourceMap': { '/build': process.cwd() } },
    );
  });

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await code.photograph('kernel-code-failed').catch(() => undefined);
  });

  after(async () => {
    await code?.close();
  });

  it('is not remembered where it cannot be used', async () => {
    await code.openFile(TRACE);
    await code.awake();
    const file = code.page.locator('.explorer-viewlet .monaco-list-row', { hasText: NO_IMAGE });
    await code.choose('Use This vmlinux', file);
    const dialog = code.page.locator('.monaco-dialog-box');
    await dialog.locator('text=/vmlinux-of-words cannot be used as a kernel/').waitFor();
    await code.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
  });

  it('is one command away from the trace that is open', async () => {
    await code.command('Debug Under a Real Kernel: Use This vmlinux...');
    await code.page.locator('.debug-toolbar').waitFor();
    await code.show('Run and Debug');
    await code.tickBreakpoint('#NM (XFD)');
    await code.debugKey('F5');
    assert.match(await code.exception(), /the kernel \(vmlinux\) enters exc_device_not_available/);
  });

  it('goes into the kernel’s C, with frames that say whose they are', async () => {
    await code.stepUntil('F11', async () => (await code.place()).startsWith('kernel.c:'));
    await code.callStack.find(/exc_device_not_available\s+\[vmlinux\]/);
    await code.callStack.find(/exc_device_not_available\s+\[model\]/);
    assert.match(await code.status(), /step \d+ of \d+/);
    await code.photograph('kernel-code');
  });

  it('goes back out of it', async () => {
    await code.stepUntil('Shift+Alt+F10', async () => !(await code.place()).startsWith('kernel.c:'));
  });
});
