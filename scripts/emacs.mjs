/** Emacs with dap-mode, which drives the debug adapter in a test. That test does without, and says so. */
import { run } from './command.mjs';
import { installFromDebian } from './debian.mjs';

const PACKAGES = ['emacs-nox', 'elpa-dap-mode'];
const HAS_DAP_MODE = "(progn (require 'package) (package-initialize) (require 'dap-mode))";

export async function installEmacs() {
  if (await hasDapMode()) return 'up to date';
  if (process.platform !== 'linux') return 'not here: the test with it stays pending';
  try {
    await installFromDebian(PACKAGES);
  } catch {
    // Out of reach of a package archive: no reason to run no tests at all.
  }
  return (await hasDapMode()) ? undefined : 'without it: the test with it stays pending';
}

async function hasDapMode() {
  try {
    return (await run('emacs', ['--batch', '--eval', HAS_DAP_MODE])).code === 0;
  } catch {
    return false;
  }
}
