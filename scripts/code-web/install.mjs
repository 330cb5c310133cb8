/**
 * Installs VS Code's own server out of npm, once, into `.code-web` (or `CODE_WEB_HOME`). What is fetched, down to the last
 * package, has its hash in the lock files of `locked`; `npm run lock-code-web` writes them anew for other versions.
 */
import { copyFileSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import module from 'node:module';
import path from 'node:path';
import { npm } from '../command.mjs';
import { inRoot } from '../project.mjs';
import { CODE_SERVER, NODE, NODE_PACKAGES } from './versions.mjs';

export const home = path.resolve(process.env.CODE_WEB_HOME || inRoot('.code-web'));

/** Of code-server's package, within a folder where it is installed. */
export const SERVER = path.join('node_modules', 'code-server', 'lib', 'vscode');
const server = path.join(home, SERVER);
export const serverProgram = path.join(server, 'out', 'server-main.js');

export const locked = inRoot('scripts/code-web/locked');

const nodePackage = NODE_PACKAGES[`${process.platform}-${process.arch}`];
const nodeHome = path.join(home, 'node');
const installedMark = path.join(home, `.installed-${CODE_SERVER}-${NODE}-locked`);

/** The Node that runs the server: the packaged one, or this one where none is packaged and it is new enough. */
export function serverNode() {
  if (!isInstalled()) throw new Error("VS Code's server is not installed yet: npm start and npm test do that.");
  if (!nodePackage) return process.execPath;
  const file = process.platform === 'win32' ? 'node.exe' : 'node';
  return path.join(nodeHome, 'node_modules', nodePackage, 'bin', file);
}

const isInstalled = () => existsSync(installedMark);

export async function installServer() {
  if (isInstalled()) return 'up to date';
  if (!nodePackage && !('registerHooks' in module))
    throw new Error(
      `There is no VS Code here, and its server cannot be fetched for ${process.platform} ${process.arch} with Node ` +
        `${process.versions.node}: install VS Code (its "code" command on the path, or VSCODE_EXECUTABLE), or use Node 24.`,
    );
  await installLocked('server', home);
  if (nodePackage) await installLocked(nodePackage, nodeHome);
  // The server's own dependencies, which an install script would have fetched.
  await installLocked('vscode', server);
  writeFileSync(installedMark, '');
  return undefined;
}

/**
 * Exactly what the lock file says. The install scripts want another Node and compile native modules that nothing here uses.
 * @param {string} name a folder of `locked`
 * @param {string} folder
 */
async function installLocked(name, folder) {
  mkdirSync(folder, { recursive: true });
  for (const file of readdirSync(path.join(locked, name))) {
    copyFileSync(path.join(locked, name, file), path.join(folder, file));
  }
  await npm(['ci', '--omit=dev', '--ignore-scripts'], { cwd: folder });
}
