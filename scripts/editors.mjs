/** Other people's editors and debuggers, which tests drive. A test whose program cannot be had does without, and says so. */
import { run } from './command.mjs';
import { installFromDebian } from './debian.mjs';

/** @type {readonly { name: string, packages: readonly string[], probe: readonly [string, ...string[]] }[]} */
const EDITORS = [
  {
    name: 'Emacs with dap-mode',
    packages: ['emacs-nox', 'elpa-dap-mode'],
    probe: ['emacs', '--batch', '--eval', "(progn (require 'package) (package-initialize) (require 'dap-mode))"],
  },
  { name: 'Neovim', packages: ['neovim'], probe: ['nvim', '--version'] },
  { name: 'gdb', packages: ['gdb'], probe: ['gdb', '--version'] },
  { name: 'lldb', packages: ['lldb'], probe: ['lldb', '--version'] },
];

export async function installEditors() {
  const missing = await missingEditors();
  if (missing.length === 0) return 'up to date';
  if (process.platform !== 'linux') return 'not here: tests with them stay pending';
  try {
    await installFromDebian(missing.flatMap(({ packages }) => packages));
  } catch {
    // Out of reach of a package archive: no reason to run no tests at all.
  }
  const without = (await missingEditors()).map(({ name }) => name);
  return without.length === 0 ? undefined : `without ${without.join(', ')}: tests with them stay pending`;
}

async function missingEditors() {
  const found = await Promise.all(EDITORS.map(({ probe: [program, ...args] }) => succeeds(program, args)));
  return EDITORS.filter((_, index) => !found[index]);
}

/**
 * @param {string} program
 * @param {string[]} args
 */
async function succeeds(program, args) {
  try {
    return (await run(program, args)).code === 0;
  } catch {
    return false;
  }
}
