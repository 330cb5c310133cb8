/** Packs `dist` and what goes with it into the VSIX, and holds it to its size. */
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { runOrThrow } from './command.mjs';
import { extensionReadme } from './extension-readme.mjs';
import { runMain } from './progress.mjs';
import { inRoot, outFolder, packageProgram, vsixFile } from './project.mjs';

const MOST_BYTES = 2_500_000;

/** From the project's folder, as vsce wants it. */
const README = 'out/extension-readme.md';

async function main() {
  mkdirSync(outFolder, { recursive: true });
  writeFileSync(inRoot(README), extensionReadme(readFileSync(inRoot('README.md'), 'utf8')));
  await runOrThrow(...program('package', '--no-dependencies', '--readme-path', README, '--out', vsixFile));
  const { size } = statSync(vsixFile);
  process.stdout.write(`${vsixFile} ${(size / 1e6).toFixed(2)} MB\n`);
  if (size > MOST_BYTES) throw new Error(`The VSIX may have ${MOST_BYTES / 1e6} MB at most.`);
}

/** @param {...string} args @returns {[string, string[]]} */
function program(...args) {
  const [command, file] = packageProgram('@vscode/vsce/vsce');
  // The project has no address on the web that links could lead to.
  return [command, [file, ...args, '--allow-missing-repository', '--no-rewrite-relative-links']];
}

runMain(main);
