/**
 * Pages of the library's interface, in `out/api`, out of the declarations that the build has written. TypeDoc does not know
 * the compiler of this project; it brings its own, in a folder of its own, and both are locked in `scripts/typedoc`.
 */
import { copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { npm, runOrThrow } from './command.mjs';
import { runMain } from './progress.mjs';
import { inRoot, outFolder } from './project.mjs';

const DECLARATIONS = inRoot('dist/types/main/library.d.ts');
const tools = path.join(outFolder, 'typedoc');
const pages = path.join(outFolder, 'api');

async function main() {
  if (!existsSync(DECLARATIONS)) throw new Error('There are no declarations yet: npm run build writes them.');
  mkdirSync(tools, { recursive: true });
  for (const file of ['package.json', 'package-lock.json']) {
    copyFileSync(inRoot('scripts/typedoc', file), path.join(tools, file));
  }
  if (!existsSync(path.join(tools, 'node_modules'))) await npm(['ci', '--ignore-scripts'], { cwd: tools });
  const compilerOptions = { target: 'es2022', lib: ['es2023'], types: [], module: 'node16', strict: true };
  writeFileSync(path.join(tools, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: [DECLARATIONS] }));
  const options = {
    tsconfig: path.join(tools, 'tsconfig.json'),
    entryPoints: [DECLARATIONS],
    name: 'XTrace as a library',
    readme: inRoot('docs/library.md'),
    out: pages,
    excludePrivate: true,
    disableSources: true,
    treatWarningsAsErrors: true,
    // What types are made of, and no name of the library, is shown in place.
    validation: { notExported: false },
  };
  writeFileSync(path.join(tools, 'typedoc.json'), JSON.stringify(options));
  const program = path.join(tools, 'node_modules/typedoc/bin/typedoc');
  await runOrThrow(process.execPath, [program, '--options', path.join(tools, 'typedoc.json')], { cwd: tools });
  process.stdout.write(`${path.join(pages, 'index.html')}\n`);
}

runMain(main);
