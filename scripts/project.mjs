/** Where things are in this project. Only Node built-ins: the scripts that use it run before anything is installed. */
import { readFileSync } from 'node:fs';
import path from 'node:path';

export const root = path.resolve(import.meta.dirname, '..');

/** @type {{ name: string, version: string, publisher: string, devDependencies: Record<string, string> }} */
export const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));

export const extensionId = `${manifest.publisher}.${manifest.name}`;
export const vsixFile = path.join(root, `${manifest.name}-${manifest.version}.vsix`);
export const examplesFolder = path.join(root, 'examples');

/** Built for the tests and thrown away: reports, screenshots, fingerprints. */
export const outFolder = path.join(root, 'out');

/** @param {...string} segments */
export const inRoot = (...segments) => path.join(root, ...segments);

/**
 * The command that runs an installed package's program, by this Node.
 * @param {string} file relative to node_modules
 * @returns {[command: string, firstArgument: string]}
 */
export const packageProgram = (file) => [process.execPath, inRoot('node_modules', file)];
