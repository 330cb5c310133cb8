/** Runs programs: their output is kept, and a time limit ends them with everything they started. */
import { spawn } from 'node:child_process';
import { root } from './project.mjs';

/**
 * @typedef {object} Finished
 * @property {number | null} code null when a signal or the time limit ended it
 * @property {string} output stdout and stderr as they came
 *
 * @typedef {object} Options
 * @property {string} [cwd]
 * @property {NodeJS.ProcessEnv} [env] added to this process's own
 * @property {number} [timeoutSeconds]
 */

/**
 * Never rejects: a program that cannot be started is one that failed, with the reason as its output.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {Options} [options]
 * @returns {Promise<Finished>}
 */
export function run(command, args, { cwd = root, env = {}, timeoutSeconds = 1500 } = {}) {
  return new Promise((resolve) => {
    const windowsScript = process.platform === 'win32' && !/\.exe$/i.test(command);
    const child = spawn(windowsScript ? `"${command}"` : command, windowsScript ? args.map((a) => `"${a}"`) : args, {
      cwd,
      env: { ...process.env, ...env },
      shell: windowsScript,
      detached: process.platform !== 'win32',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const keep = (/** @type {string} */ text) => {
      output += text;
    };
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', keep);
    const timer = setTimeout(() => {
      keep(`\nNo end after ${timeoutSeconds} s: stopped.\n`);
      killGroup(child.pid);
    }, timeoutSeconds * 1000);
    const forget = onExit(() => killGroup(child.pid));
    const finish = (/** @type {number | null} */ code) => {
      clearTimeout(timer);
      forget();
      resolve({ code, output });
    };
    child.on('error', (error) => {
      keep(`${command}: ${error.message}\n`);
      finish(null);
    });
    child.on('close', finish);
  });
}

/**
 * As `run`, but failing is an error: the program's own words.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {Options} [options]
 */
export async function runOrThrow(command, args, options) {
  const { code, output } = await run(command, args, options);
  if (code !== 0) throw new Error(output.trim() || `${[command, ...args].join(' ')} ended with ${code ?? 'a signal'}.`);
  return output;
}

/**
 * npm as the one that started this script, else the one on the path.
 * @param {readonly string[]} args
 * @param {Options} [options]
 */
export function npm(args, options) {
  const quiet = { npm_config_audit: 'false', npm_config_fund: 'false', npm_config_update_notifier: 'false' };
  const script = process.env.npm_execpath;
  const useScript = script?.endsWith('npm-cli.js');
  return runOrThrow(useScript ? process.execPath : 'npm', useScript ? [script ?? '', ...args] : args, {
    ...options,
    env: { ...quiet, ...options?.env },
  });
}

/** @param {number | undefined} pid */
function killGroup(pid) {
  if (pid === undefined) return;
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

/** @type {Set<() => void>} */
const atExit = new Set();

/**
 * Does something when this process ends, also by Ctrl+C; the result takes it back.
 * @param {() => void} action
 */
export function onExit(action) {
  if (atExit.size === 0 && !listening) listen();
  atExit.add(action);
  return () => atExit.delete(action);
}

let listening = false;
function listen() {
  listening = true;
  process.on('exit', () => {
    for (const action of atExit) action();
  });
  for (const [signal, code] of /** @type {const} */ ([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ]))
    process.on(signal, () => process.exit(code));
}
