/**
 * The types of the library, out of what `tsc -b` has declared: the files that its entry points lead to, with the endings that
 * Node's resolution wants. What only has an effect, and no types, is left out.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { runOrThrow } from './command.mjs';
import { inRoot, packageProgram } from './project.mjs';

const DECLARED = inRoot('out/types/src');
const ENTRIES = ['main/library.d.ts', 'main/library-in-browser.d.ts'];

const EFFECT = /^import '[^']+';\n/gm;
const SPECIFIER = /(\bfrom |\bimport\()(['"])(\.{1,2}\/[^'"]*|\.{1,2})\2/g;
const PACKAGE = /(?:\bfrom |\bimport\()['"]([^.'"][^'"]*)['"]/;

/** @param {string} target the folder that gets them */
export async function writeDeclarations(target) {
  const [node, tsc] = packageProgram('typescript/bin/tsc');
  await runOrThrow(node, [tsc, '-b', inRoot('src/main')]);
  const done = new Set();
  const waiting = [...ENTRIES];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (done.has(file)) continue;
    done.add(file);
    const { text, imports } = withEndings(file);
    waiting.push(...imports);
    write(path.join(target, file), text);
  }
  for (const entry of ENTRIES) {
    const name = path.basename(entry, '.d.ts');
    // For `import`: the same declarations, as those of a module.
    write(path.join(target, `${name}.d.mts`), `export * from './main/${name}.js';\n`);
  }
}

/** @param {string} file within `DECLARED` */
function withEndings(file) {
  const imports = new Set();
  const declared = readFileSync(path.join(DECLARED, file), 'utf8').replace(EFFECT, '');
  const foreign = PACKAGE.exec(declared)?.[1];
  if (foreign) throw new Error(`The library's types take "${foreign}" from outside, in ${file}: a user has it not.`);
  const text = declared.replace(SPECIFIER, (_, before, quote, specifier) => {
    const resolved = resolve(path.posix.join(path.posix.dirname(file), specifier));
    imports.add(resolved);
    const relative = path.posix.relative(path.posix.dirname(file), resolved).replace(/\.d\.ts$/, '.js');
    return `${before}${quote}${relative.startsWith('.') ? relative : `./${relative}`}${quote}`;
  });
  return { text: text.replace(/^\/\/# sourceMappingURL=.*\n?/m, ''), imports };
}

/** @param {string} module */
function resolve(module) {
  const found = [`${module}.d.ts`, `${module}/index.d.ts`].find((file) => existsSync(path.join(DECLARED, file)));
  if (!found) throw new Error(`There are no declarations of ${module}: does tsc declare it?`);
  return found;
}

/** @param {string} file @param {string} text */
function write(file, text) {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
}
