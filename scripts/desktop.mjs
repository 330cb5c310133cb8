/** The VS Code that is installed here: found, given the extension, and opened. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { runOrThrow } from './command.mjs';
import { findOnPath } from './find-program.mjs';
import { step } from './progress.mjs';
import { examplesFolder, vsixFile } from './project.mjs';

/** Command-line programs that belong to an editor's own executable, relative to it. */
const COMMAND_OF = ['bin/code', 'bin/code-insiders', 'bin/code.cmd', '../Resources/app/bin/code'];

/** Some commands only return when the window is closed. */
const A_DAY = 24 * 3600;

/** The command of `VSCODE_EXECUTABLE`, else `code` on the path; undefined where there is no VS Code. */
export function findDesktop() {
  const chosen = process.env.VSCODE_EXECUTABLE;
  if (chosen) {
    const executable = path.resolve(process.env.INIT_CWD ?? process.cwd(), chosen);
    if (!existsSync(executable)) throw new Error(`VSCODE_EXECUTABLE is ${chosen}, and there is no such file.`);
    const commands = COMMAND_OF.map((command) => path.join(path.dirname(executable), command));
    return commands.find((command) => existsSync(command)) ?? executable;
  }
  return findOnPath(process.platform === 'win32' ? ['code.cmd'] : ['code']);
}

/**
 * @param {string} code
 * @param {string | undefined} file
 */
export async function openInDesktop(code, file) {
  await step(`Installing the extension into ${code}`, async () => {
    await runOrThrow(code, ['--install-extension', vsixFile, '--force']);
  });
  await step('Opening VS Code', async () => {
    const what = file ? [path.dirname(file), file] : [examplesFolder];
    // Heard by a VS Code that was not open yet.
    const env = file ? {} : { XTRACE_WELCOME: '1' };
    await runOrThrow(code, what, { env, timeoutSeconds: A_DAY });
  });
}
