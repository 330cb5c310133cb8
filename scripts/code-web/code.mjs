#!/usr/bin/env node
/**
 * A stand-in for the `code` command where there is no VS Code, made of VS Code's own server and headless Chromium.
 * It understands the part of the command line that this project and @vscode/test-electron use:
 *
 *   code.mjs --extensionDevelopmentPath=DIR --extensionTestsPath=FILE [--user-data-dir=DIR] [--extensions-dir=DIR]
 *            [--disable-extensions] [FOLDER]
 *   code.mjs --install-extension FILE | --list-extensions | --version
 */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { runMain } from '../progress.mjs';
import { runExtensionTests } from './extension-tests.mjs';
import { profileIn, runServerCommand } from './server.mjs';

const SERVER_COMMAND = /^--(install-extension|uninstall-extension|list-extensions|version|help)\b/;
/** Flags of a desktop VS Code that the server's command line does not know. */
const DESKTOP_ONLY =
  /^--(no-sandbox|disable-gpu-sandbox|disable-updates|skip-welcome|skip-release-notes|disable-workspace-trust)$/;

/** @param {readonly string[]} argv */
async function main(argv) {
  if (argv.some((argument) => SERVER_COMMAND.test(argument))) {
    process.stdout.write(await runServerCommand(argv.filter((argument) => !DESKTOP_ONLY.test(argument))));
    return;
  }
  const { values, positionals } = parseArgs({
    args: [...argv],
    strict: false,
    allowPositionals: true,
    options: {
      extensionDevelopmentPath: { type: 'string', multiple: true },
      extensionTestsPath: { type: 'string' },
      'user-data-dir': { type: 'string' },
      'extensions-dir': { type: 'string' },
      'disable-extensions': { type: 'boolean' },
    },
  });
  const tests = text(values.extensionTestsPath);
  if (!tests) throw new Error('This stand-in for VS Code only runs tests: --extensionTestsPath is missing.');
  const scratch = mkdtempSync(path.join(os.tmpdir(), 'xtrace-code-'));
  const profile = profileIn(scratch);
  try {
    process.exitCode = await runExtensionTests({
      extensions: [values.extensionDevelopmentPath ?? []].flat().map(String),
      tests,
      folder: positionals[0],
      disableOthers: values['disable-extensions'] === true,
      profile: {
        userDataDir: path.resolve(text(values['user-data-dir']) ?? profile.userDataDir),
        extensionsDir: path.resolve(text(values['extensions-dir']) ?? profile.extensionsDir),
      },
      timeoutSeconds: 300,
    });
  } finally {
    rmSync(scratch, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** @param {unknown} value */
const text = (value) => (typeof value === 'string' ? value : undefined);

runMain(() => main(process.argv.slice(2)));
