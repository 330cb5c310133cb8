/** The npm packages: installed exactly as the lock file says, and only when they are not yet. */
import { existsSync, readFileSync } from 'node:fs';
import { npm } from './command.mjs';
import { inRoot } from './project.mjs';

/** @typedef {Record<string, { version?: string, optional?: boolean }>} LockedPackages */

export async function installDependencies() {
  if (dependenciesMatch()) return 'up to date';
  // Nothing that the project uses needs an install script, so none is run.
  await npm(['ci', '--ignore-scripts']);
  return undefined;
}

/** Compares the lock file with the one that npm keeps of what it has installed. */
function dependenciesMatch() {
  const installedFile = inRoot('node_modules', '.package-lock.json');
  if (!existsSync(installedFile)) return false;
  const wanted = packagesOf(inRoot('package-lock.json'));
  const installed = packagesOf(installedFile);
  return Object.entries(wanted).every(([place, { version, optional }]) => {
    if (place === '') return true;
    const found = installed[place];
    return found ? found.version === version : optional === true;
  });
}

/** @param {string} lockFile @returns {LockedPackages} */
function packagesOf(lockFile) {
  return JSON.parse(readFileSync(lockFile, 'utf8')).packages;
}
