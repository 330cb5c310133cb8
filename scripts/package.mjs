/** Packs `dist` and what goes with it into the VSIX, and holds it to its size. */
import { statSync } from 'node:fs';
import { runOrThrow } from './command.mjs';
import { runMain } from './progress.mjs';
import { packageProgram, vsixFile } from './project.mjs';

const MOST_BYTES = 2_000_000;

async function main() {
  await runOrThrow(...program('package', '--no-dependencies', '--out', vsixFile));
  const { size } = statSync(vsixFile);
  process.stdout.write(`${vsixFile} ${(size / 1e6).toFixed(2)} MB\n`);
  if (size > MOST_BYTES) throw new Error(`The VSIX may have ${MOST_BYTES / 1e6} MB at most.`);
}

/** @param {...string} args @returns {[string, string[]]} */
function program(...args) {
  const [command, file] = packageProgram('@vscode/vsce/vsce');
  // Links in the README are left as they are: the project has no address on the web.
  return [command, [file, ...args, '--allow-missing-repository', '--no-rewrite-relative-links']];
}

runMain(main);
