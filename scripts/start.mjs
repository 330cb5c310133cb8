/**
 * `npm start [-- FILE]`: builds XTrace, installs it into the VS Code that is here and opens the examples, or FILE.
 * Where there is no VS Code, its server is fetched once and serves it to a browser until Ctrl+C. With `--web` the server is
 * taken in any case, and the extension runs in the browser, as where VS Code has no server.
 */
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { installDependencies } from './dependencies.mjs';
import { findDesktop, openInDesktop } from './desktop.mjs';
import { fingerprint, unlessDone } from './fingerprint.mjs';
import { runMain, step } from './progress.mjs';
import { examplesFolder, extensionId, inRoot, manifest, vsixFile } from './project.mjs';
import { buildVsix } from './vsix.mjs';

/** The same address every time, while it is free: a browser keeps the layout by address. */
const PORT = 4080;

async function main() {
  const { values, positionals } = parseArgs({ options: { web: { type: 'boolean' } }, allowPositionals: true });
  const web = values.web ?? false;
  const file = fileToOpen(positionals[0]);
  await step('Installing packages', installDependencies);
  await step('Building and packaging the extension', buildVsix);
  const desktop = web ? undefined : findDesktop();
  if (desktop) await openInDesktop(desktop, file);
  else await serve(file, web);
}

/** @param {string | undefined} argument */
function fileToOpen(argument) {
  if (argument === undefined) return undefined;
  // npm runs this in the project's folder; the user's own is in INIT_CWD.
  const file = path.resolve(process.env.INIT_CWD ?? process.cwd(), argument);
  if (!existsSync(file)) throw new Error(`${argument}: no such file.`);
  return file;
}

/** What VS Code does by itself where it has no server. */
const IN_THE_BROWSER = { 'remote.extensionKind': { [extensionId]: ['web'] } };

/** @param {string | undefined} file @param {boolean} web */
async function serve(file, web) {
  // Loaded here and not above: a machine with VS Code needs none of it.
  const { home, installServer } = await import('./code-web/install.mjs');
  const { profileIn, remoteUri, runServerCommand, startServer, workbenchUrl } = await import('./code-web/server.mjs');
  const profile = profileIn(path.join(home, web ? 'profile-web' : 'profile'));
  const installed = path.join(profile.extensionsDir, `${extensionId}-${manifest.version}`);
  await step('Fetching VS Code (once, about 800 MB on disk)', installServer);
  await step('Installing the extension', () =>
    unlessDone(
      web ? 'installed-web' : 'installed',
      fingerprint([path.relative(inRoot(), vsixFile)]) + home,
      [installed],
      async () => {
        await runServerCommand(['--install-extension', vsixFile, '--force'], profile);
      },
    ),
  );
  const token = kept(path.join(home, 'connection-token'), () => randomBytes(16).toString('hex'));
  /** @type {import('./code-web/server.mjs').Server | undefined} */
  let server;
  await step('Starting VS Code', async () => {
    server = await startServer(profile, {
      token,
      port: (await isFree(PORT)) ? PORT : 0,
      welcomes: file === undefined,
      settings: web ? IN_THE_BROWSER : {},
    });
  });
  if (!server) return;
  const folder = file ? path.dirname(file) : examplesFolder;
  /** @type {[string, string][]} */
  const payload = file ? [['openFile', remoteUri(server, file)]] : [];
  process.stdout.write(`\nXTrace is ready. Open this address in a browser; Ctrl+C ends it.\n\n`);
  process.stdout.write(`  ${workbenchUrl(server, { folder, token, payload })}\n\n`);
  server.onEnd((code) => {
    process.stderr.write(`VS Code's server ended (${code}).\n`);
    process.exit(1);
  });
}

/**
 * What a browser must know stays the same from start to start, so that a tab left open connects again. Only the user can read it.
 * @param {string} file @param {() => string} make @returns {string}
 */
function kept(file, make) {
  if (!existsSync(file)) writeFileSync(file, make(), { mode: 0o600 });
  return readFileSync(file, 'utf8');
}

/** @param {number} port @returns {Promise<boolean>} */
const isFree = (port) =>
  new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });

runMain(main);
