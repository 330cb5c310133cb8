/** Writes the lock files of `locked` anew, for the versions of `versions.mjs`: installs each once, in a temporary folder. */
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { npm } from '../command.mjs';
import { runMain } from '../progress.mjs';
import { locked, SERVER } from './install.mjs';
import { CODE_SERVER, NODE, NODE_PACKAGES } from './versions.mjs';

/** No lock file tells which registry it came from. */
const INSTALL = ['install', '--omit=dev', '--ignore-scripts', '--omit-lockfile-registry-resolved'];

/**
 * @param {string} name a folder of `locked`
 * @param {Record<string, string>} dependencies
 * @param {readonly string[]} options of npm
 * @param {(folder: string) => Promise<void>} [use] what has been installed
 */
async function lock(name, dependencies, options, use = async () => {}) {
  const folder = mkdtempSync(path.join(tmpdir(), 'code-web-'));
  try {
    const manifest = { name: `code-web-${name}`, private: true, dependencies };
    writeFileSync(path.join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
    await npm([...INSTALL, ...options], { cwd: folder });
    for (const file of ['package.json', 'package-lock.json']) keep(folder, file, name);
    await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {string} folder @param {string} file @param {string} name */
function keep(folder, file, name) {
  mkdirSync(path.join(locked, name), { recursive: true });
  copyFileSync(path.join(folder, file), path.join(locked, name, file));
}

async function main() {
  for (const name of Object.values(NODE_PACKAGES))
    await lock(name, { [name]: NODE }, ['--package-lock-only', '--force']);
  await lock('server', { 'code-server': CODE_SERVER }, [], async (folder) => {
    const server = path.join(folder, SERVER);
    // The list that it ships does not match its package.json; npm mends it.
    await npm(INSTALL, { cwd: server });
    keep(server, 'npm-shrinkwrap.json', 'vscode');
  });
}

runMain(main);
