/** VS Code's own server as a child process: the real extension host, with the workbench served to a browser. */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { onExit, runOrThrow } from '../command.mjs';
import { serverNode, serverProgram } from './install.mjs';

/** Nothing that greets, asks or looks for updates: the editor opens on the files. */
const SETTINGS = {
  'security.workspace.trust.enabled': false,
  'workbench.startupEditor': 'none',
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'telemetry.telemetryLevel': 'off',
  'git.enabled': false,
  'window.confirmBeforeClose': 'never',
};

/**
 * @typedef {object} Profile
 * @property {string} userDataDir
 * @property {string} extensionsDir
 *
 * @typedef {object} ServerOptions
 * @property {number} [port] any free one by default
 * @property {string} [token] what a browser must know to connect; none by default
 * @property {boolean} [automation] needed by tests: without it the workbench silently ignores `extensionTestsPath`
 * @property {boolean} [welcomes] whether a window in which nothing is open shows where one begins
 * @property {Record<string, unknown>} [settings] added to the ones above in a new profile
 *
 * @typedef {object} Server
 * @property {number} port
 * @property {() => string} log everything that it has printed
 * @property {(listener: (code: number | null) => void) => void} onEnd
 * @property {() => Promise<void>} stop
 */

/** @param {string} folder @returns {Profile} */
export const profileIn = (folder) => ({
  userDataDir: path.join(folder, 'user-data'),
  extensionsDir: path.join(folder, 'extensions'),
});

/** @param {Profile} profile @param {ServerOptions} [options] @returns {Promise<Server>} */
export async function startServer(
  profile,
  { port = 0, token, automation = false, welcomes = false, settings = {} } = {},
) {
  seedSettings(profile, settings);
  const child = spawn(
    serverNode(),
    [
      serverProgram,
      ...['--host', '127.0.0.1', '--port', String(port)],
      ...(token ? ['--connection-token', token] : ['--without-connection-token']),
      ...['--accept-server-license-terms', '--disable-telemetry', '--disable-workspace-trust'],
      ...(automation ? ['--enable-smoke-test-driver', '--enable-remote-auto-shutdown'] : []),
      ...profileArguments(profile),
    ],
    {
      env: { ...serverEnvironment(), ...(welcomes && { XTRACE_WELCOME: '1' }) },
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let log = '';
  const forget = onExit(() => signalGroup(child, 'SIGKILL'));
  const ended = new Promise((resolve) => child.once('close', resolve)).then(forget);
  const listening = new Promise((resolve, reject) => {
    const read = (/** @type {string} */ text) => {
      log += text;
      const match = /Extension host agent listening on (\d+)/.exec(log);
      if (match) resolve(Number(match[1]));
    };
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', read);
    child.once('error', reject);
    child.once('close', (code) => reject(new Error(`VS Code's server ended (${code}):\n${log}`)));
    setTimeout(() => reject(new Error(`VS Code's server did not start in 60 s:\n${log}`)), 60_000).unref();
  });
  return {
    port: await listening,
    log: () => log,
    onEnd: (listener) => child.once('close', listener),
    stop: async () => {
      signalGroup(child, 'SIGTERM');
      setTimeout(() => signalGroup(child, 'SIGKILL'), 3000).unref();
      await ended;
    },
  };
}

/**
 * Runs a command of the server's command line to its end: `--install-extension`, `--list-extensions`, `--version`.
 * @param {readonly string[]} args
 * @param {Profile} [profile]
 */
export const runServerCommand = (args, profile) =>
  runOrThrow(
    serverNode(),
    [serverProgram, '--accept-server-license-terms', ...args, ...(profile ? profileArguments(profile) : [])],
    { env: serverEnvironment() },
  );

/**
 * Address of the workbench.
 * @param {Server} server
 * @param {{ folder?: string | undefined, token?: string, payload?: [string, string][] }} what payload: instructions to the workbench
 */
export function workbenchUrl(server, { folder, token, payload = [] }) {
  const url = new URL(`http://127.0.0.1:${server.port}/`);
  if (token) url.searchParams.set('tkn', token);
  if (folder) url.searchParams.set('folder', path.resolve(folder));
  else url.searchParams.set('ew', 'true');
  if (payload.length > 0) url.searchParams.set('payload', JSON.stringify(payload));
  return url.href;
}

/**
 * How the workbench names a file on the server.
 * @param {Server} server
 * @param {string} file
 */
export const remoteUri = (server, file) =>
  `vscode-remote://127.0.0.1:${server.port}${encodeURI(path.resolve(file).replaceAll('\\', '/'))}`;

/** @param {Profile} profile */
const profileArguments = ({ userDataDir, extensionsDir }) => [
  ...['--user-data-dir', userDataDir],
  ...['--extensions-dir', extensionsDir],
];

/** @param {Profile} profile @param {Record<string, unknown>} settings */
function seedSettings({ userDataDir, extensionsDir }, settings) {
  const file = path.join(userDataDir, 'User', 'settings.json');
  mkdirSync(path.dirname(file), { recursive: true });
  mkdirSync(extensionsDir, { recursive: true });
  if (!existsSync(file)) writeFileSync(file, `${JSON.stringify({ ...SETTINGS, ...settings }, null, 2)}\n`);
}

/** Without npm's variables and those of a VS Code that this runs inside; an empty gallery means no look-ups there. */
function serverEnvironment() {
  const own = Object.entries(process.env).filter(
    ([name]) => !/^(VSCODE_|npm_)/.test(name) || /^VSCODE_TEST_/.test(name),
  );
  return { EXTENSIONS_GALLERY: '{"serviceUrl":""}', ...Object.fromEntries(own) };
}

/** @param {import('node:child_process').ChildProcess} child @param {NodeJS.Signals} signal */
function signalGroup(child, signal) {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  try {
    process.kill(process.platform === 'win32' ? child.pid : -child.pid, signal);
  } catch {
    // It has ended by itself.
  }
}
