/** Installs VS Code's own server out of npm, once, into `.code-web` (or `CODE_WEB_HOME`). */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import module from 'node:module';
import path from 'node:path';
import { npm } from '../command.mjs';
import { inRoot } from '../project.mjs';
import { CODE_SERVER, NODE, NODE_PACKAGES } from './versions.mjs';

export const home = path.resolve(process.env.CODE_WEB_HOME || inRoot('.code-web'));

const server = path.join(home, 'node_modules', 'code-server', 'lib', 'vscode');
export const serverProgram = path.join(server, 'out', 'server-main.js');

const nodePackage = NODE_PACKAGES[`${process.platform}-${process.arch}`];
const installedMark = path.join(home, `.installed-${CODE_SERVER}-${NODE}`);

/** The Node that runs the server: the packaged one, or this one where none is packaged and it is new enough. */
export function serverNode() {
  if (!isInstalled()) throw new Error("VS Code's server is not installed yet: npm start and npm test do that.");
  if (!nodePackage) return process.execPath;
  const file = process.platform === 'win32' ? 'node.exe' : 'node';
  return path.join(home, 'node_modules', nodePackage, 'bin', file);
}

const isInstalled = () => existsSync(installedMark);

export async function installServer() {
  if (isInstalled()) return 'up to date';
  if (!nodePackage && !('registerHooks' in module))
    throw new Error(
      `There is no VS Code here, and its server cannot be fetched for ${process.platform} ${process.arch} with Node ` +
        `${process.versions.node}: install VS Code (its "code" command on the path, or VSCODE_EXECUTABLE), or use Node 24.`,
    );
  mkdirSync(home, { recursive: true });
  const manifest = path.join(home, 'package.json');
  if (!existsSync(manifest)) writeFileSync(manifest, '{ "private": true }\n');
  const packages = [`code-server@${CODE_SERVER}`, ...(nodePackage ? [`${nodePackage}@${NODE}`] : [])];
  // code-server's install scripts want another Node and compile native modules that nothing here uses.
  await npm(['install', '--ignore-scripts', '--save-exact', ...packages], { cwd: home });
  // What those scripts would have done: the server's own dependencies. Its lock file does not match its
  // package.json, which `npm ci` refuses.
  await npm(['install', '--omit=dev', '--ignore-scripts'], { cwd: server });
  writeFileSync(installedMark, '');
  return undefined;
}
