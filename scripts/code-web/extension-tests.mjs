/** Runs a test suite in the extension host of VS Code's server, as `code --extensionTestsPath` does on a desktop. */
import { format } from 'node:util';
import { openBrowser } from './browser.mjs';
import { remoteUri, startServer, workbenchUrl } from './server.mjs';

/** Milliseconds that the page may take to load: a busy machine is slow. */
const PATIENCE = 180_000;

/**
 * Lines of the workbench itself that say nothing about the tests: native modules left uncompiled that it does
 * without, and services that do not exist here.
 */
const NOISE = new RegExp(
  [
    "Could not locate the bindings file|/build/Release/watchdog'",
    'open-vsx\\.org|^Ignoring fetching additional builtin|^Updating additional builtin',
    '^\\[(AccountPolicyGate|AgentHost|ChatModelSelection|reconnection-grace-time|Service Worker)',
    '^\\[(remote-connection|DefaultAccount)\\]|^Canceled: ',
    "^(Creating a socket|Resolv(ing|ed) connection token)|authentication provider 'github'",
  ].join('|'),
);

/**
 * @typedef {object} TestRun
 * @property {readonly string[]} extensions folders of the extensions under development
 * @property {string} tests module whose `run` is called, without `.js`
 * @property {string | undefined} folder to open
 * @property {boolean} disableOthers
 * @property {import('./server.mjs').Profile} profile
 * @property {number} timeoutSeconds
 */

/**
 * Resolves to the exit code. What the extension host prints goes to stdout and stderr.
 * @param {TestRun} options
 */
export async function runExtensionTests({ extensions, tests, folder, disableOthers, profile, timeoutSeconds }) {
  const server = await startServer(profile, { automation: true });
  try {
    const { page, close } = await openBrowser();
    try {
      const code = new Promise((resolve, reject) => {
        // The workbench calls these two by name.
        const ready = [
          page.exposeFunction('codeAutomationLog', print),
          page.exposeFunction('codeAutomationExit', (/** @type {number} */ exitCode) => resolve(exitCode)),
        ];
        page.on('crash', () => reject(new Error('The Chromium page crashed.')));
        server.onEnd((end) => reject(new Error(`VS Code's server ended (${end}).`)));
        setTimeout(() => reject(new Error(`No result after ${timeoutSeconds} s.`)), timeoutSeconds * 1000).unref();
        /** @type {[string, string][]} */
        const payload = [
          ...extensions.map(
            (e) => /** @type {[string, string]} */ (['extensionDevelopmentPath', remoteUri(server, e)]),
          ),
          ['extensionTestsPath', remoteUri(server, tests)],
        ];
        if (disableOthers) payload.push(['disableExtensions', 'true']);
        Promise.all(ready)
          .then(() => page.goto(workbenchUrl(server, { folder, payload }), { timeout: PATIENCE }))
          .catch(reject);
      });
      return await believable(await code, server);
    } finally {
      await close();
    }
  } finally {
    await server.stop();
  }
}

/**
 * An extension host that was killed or crashed is also reported as exit code 0; the server's log knows better.
 * @param {unknown} code
 * @param {import('./server.mjs').Server} server
 */
async function believable(code, server) {
  if (code !== 0) return Number(code) || 1;
  const deadline = Date.now() + 5000;
  for (;;) {
    const end = [...server.log().matchAll(/Extension Host Process exited with code: (\S+), signal: (\S+?)\.?\s/g)].at(
      -1,
    );
    if (end?.[1] === '0') return 0;
    if (end || Date.now() > deadline) {
      const how = end ? `with code ${end[1]}, signal ${end[2]}` : 'without a word of its end';
      process.stderr.write(`The extension host ended ${how}.\n`);
      return 1;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** @param {string} type @param {unknown[]} args */
function print(type, args) {
  // Frames of the workbench's own code help nobody here.
  const text = format(...args).replaceAll(/\n\s+at .*\/workbench\.js:.*/g, '');
  if (NOISE.test(text) && !process.env.CODE_WEB_VERBOSE) return;
  (type === 'error' || type === 'warn' ? process.stderr : process.stdout).write(`${text}\n`);
}
