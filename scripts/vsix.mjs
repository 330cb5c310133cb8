/** The extension's package: built when anything that goes into it has changed. */
import { runOrThrow } from './command.mjs';
import { fingerprint, unlessDone } from './fingerprint.mjs';
import { inRoot, vsixFile } from './project.mjs';

/** Everything that the VSIX is made of or made by. */
const INPUTS = [
  ...[
    'src',
    'syntaxes',
    'media',
    'examples',
    'templates',
    'docs',
    'scripts/build.mjs',
    'scripts/package.mjs',
    'scripts/extension-readme.mjs',
    '.vscodeignore',
  ],
  ...['package.json', 'package-lock.json', 'README.md', 'CHANGELOG.md', 'LICENSE'],
];

export function buildVsix() {
  const results = [inRoot('dist', 'extension.js'), vsixFile];
  return unlessDone('vsix', fingerprint(INPUTS), results, async () => {
    await runOrThrow(process.execPath, [inRoot('scripts/build.mjs')]);
    await runOrThrow(process.execPath, [inRoot('scripts/package.mjs')]);
  });
}
