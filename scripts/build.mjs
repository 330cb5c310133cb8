/**
 * Bundles the extension, the command line, the library and the views into `dist`. With `--dev` readable, for a debugger;
 * with `--watch` so, and again whenever a source changes.
 */
import { chmodSync, copyFileSync, existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { build, context } from 'esbuild';
import { writeDeclarations } from './declarations.mjs';
import { forget } from './fingerprint.mjs';
import { bundledPackages, noticesText } from './notices.mjs';
import { runMain } from './progress.mjs';
import { inRoot } from './project.mjs';

const dist = inRoot('dist');
const { watch = false, dev = watch } = parseArgs({
  options: { watch: { type: 'boolean' }, dev: { type: 'boolean' } },
}).values;

const icedCode = inRoot('node_modules/iced-x86/iced_x86_bg.wasm');

/** Loaded when they are first needed: the emulator and everything that stands on it, and the server for other editors. */
const APART = ['core', 'language-server'];

/** One copy of each, beside the programs that load it. @type {import('esbuild').Plugin} */
const keepApart = {
  name: 'keep-apart',
  setup({ onResolve }) {
    onResolve({ filter: new RegExp(`/(${APART.join('|')})$`) }, ({ path: imported, resolveDir }) => {
      const name = path.basename(imported);
      const isOurs = path.resolve(resolveDir, imported) === inRoot('src/main', name);
      return isOurs ? { path: `./${name}.js`, external: true } : undefined;
    });
  },
};

/** @type {import('esbuild').BuildOptions} */
const common = {
  bundle: true,
  minify: !dev,
  sourcemap: 'linked',
  logLevel: 'warning',
  // The texts of all licences are in the notices.
  legalComments: 'none',
  metafile: true,
};

/** @type {import('esbuild').BuildOptions} */
const node = {
  ...common,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  external: ['vscode'],
  // `import()` becomes a late `require`, which is what the extension host knows.
  supported: { 'dynamic-import': false },
};

/** @type {import('esbuild').BuildOptions} */
const browser = { ...common, platform: 'browser', format: 'iife', target: 'es2022' };

/** What `iced-x86`, which is published for Node, takes from Node, as a page has it. */
const PAGE_MODULES = {
  util: 'export const { TextDecoder, TextEncoder } = globalThis;',
  path: 'export const join = () => "";',
  fs: `import bytes from ${JSON.stringify(icedCode)}; export const readFileSync = () => bytes;`,
};

/** @param {typeof PAGE_MODULES} modules @returns {import('esbuild').Plugin} */
const icedFor = (modules) => ({
  name: 'iced-for-pages',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^(?:util|path|fs)$/ }, ({ path: name }) => ({ path: name, namespace: 'page' }));
    onLoad({ filter: /.*/, namespace: 'page' }, ({ path: name }) => ({
      contents: modules[/** @type {keyof typeof PAGE_MODULES} */ (name)],
      resolveDir: inRoot('.'),
    }));
  },
});

/** The library in a page: the code of `iced-x86` is part of the bundle. */
const icedForPages = icedFor(PAGE_MODULES);

/** Whoever starts the core gives it that code, which lies beside it. */
const icedGiven = icedFor({ ...PAGE_MODULES, fs: 'export const readFileSync = () => globalThis.xtraceIced;' });

/** @type {import('esbuild').BuildOptions} */
const pageLibrary = {
  ...common,
  minify: false,
  platform: 'browser',
  format: 'esm',
  target: 'es2022',
  loader: { '.wasm': 'binary' },
  define: { __dirname: '""' },
  plugins: [icedForPages],
};

/** The core as one script for browsers. @type {import('esbuild').BuildOptions} */
const webCore = {
  ...pageLibrary,
  minify: !dev,
  sourcemap: false,
  format: 'iife',
  globalName: 'xtraceCore',
  plugins: [icedGiven],
};

/** What VS Code loads in a browser. @type {import('esbuild').BuildOptions} */
const webExtension = { ...browser, format: 'cjs', external: ['vscode'] };

/** Every folder of src/webview that has an entry point, so that a new view is built without a word here. */
const pages = readdirSync(inRoot('src/webview')).filter((name) => existsSync(inRoot('src/webview', name, 'main.ts')));

/** @type {{ from: string, to: string, options: import('esbuild').BuildOptions }[]} */
const PROGRAMS = [
  { from: 'src/main/core.ts', to: 'core.js', options: { ...node, plugins: [keepApart] } },
  { from: 'src/main/language-server.ts', to: 'language-server.js', options: node },
  { from: 'src/main/extension.ts', to: 'extension.js', options: { ...node, plugins: [keepApart] } },
  {
    from: 'src/main/cli.ts',
    to: 'cli.js',
    options: { ...node, plugins: [keepApart], banner: { js: '#!/usr/bin/env node' } },
  },
  { from: 'src/main/worker.ts', to: 'worker.js', options: { ...node, plugins: [keepApart] } },
  // Readable, for whoever sees it in a stack trace.
  { from: 'src/main/library.ts', to: 'library.js', options: { ...node, minify: false } },
  { from: 'src/main/core-web.ts', to: 'core-web.js', options: webCore },
  { from: 'src/main/extension-web.ts', to: 'extension-web.js', options: webExtension },
  { from: 'src/player/main.ts', to: 'player.js', options: browser },
  { from: 'src/player/start.ts', to: 'player-start.js', options: browser },
  { from: 'src/main/library-in-browser.ts', to: 'library-in-browser.mjs', options: pageLibrary },
  ...pages.map((name) => ({ from: `src/webview/${name}/main.ts`, to: `webview/${name}.js`, options: browser })),
];

/** @returns {import('esbuild').BuildOptions[]} */
const allOptions = () =>
  PROGRAMS.map(({ from, to, options }) => ({
    ...options,
    entryPoints: [inRoot(from)],
    outfile: path.join(dist, to),
  }));

async function main() {
  // What lies in `dist` afterwards is no longer what the package was made of.
  if (dev) forget('vsix');
  rmSync(dist, { recursive: true, force: true });
  mkdirSync(dist, { recursive: true });
  // iced-x86 reads its code from beside the program that it is bundled into.
  copyFileSync(icedCode, path.join(dist, 'iced_x86_bg.wasm'));
  copyFileSync(inRoot('src/main/cli/commands/probe.c'), path.join(dist, 'probe.c'));
  if (watch) return watchAll();
  const results = await Promise.all(allOptions().map((options) => build(options)));
  const metafiles = results.flatMap(({ metafile = { inputs: {}, outputs: {} } }) => metafile);
  writeFileSync(path.join(dist, 'THIRD-PARTY-NOTICES.md'), noticesText(bundledPackages(metafiles)));
  writeModule('library');
  if (!dev) await writeDeclarations(path.join(dist, 'types'));
  chmodSync(path.join(dist, 'cli.js'), 0o755);
  for (const { to } of PROGRAMS) {
    const kilobytes = Math.ceil(statSync(path.join(dist, to)).size / 1024);
    process.stdout.write(`dist/${to} ${kilobytes} kB\n`);
  }
}

/**
 * A module that gives out what the bundle of that name does, so that `import` and `require` share one copy of everything.
 * @param {string} name
 */
function writeModule(name) {
  const file = path.join(dist, `${name}.js`);
  const require = createRequire(import.meta.url);
  const names = Object.keys(require(file));
  // The next build may give out others.
  delete require.cache[file];
  const text = `import library from './${name}.js';\nexport const { ${names.join(', ')} } = library;\n`;
  writeFileSync(path.join(dist, `${name}.mjs`), text);
}

let writing = Promise.resolve();

/** The library's module and types of a build, behind those of the one before. What is wrong with the types is printed. */
function writeLibrary() {
  writing = writing.then(async () => {
    writeModule('library');
    await writeDeclarations(path.join(dist, 'types'));
    process.stdout.write('[watch] library and its types written\n');
  });
  writing = writing.catch((error) => void process.stdout.write(`${error.message}\n`));
}

/** Until Ctrl+C. The lines are those that `.vscode/tasks.json` looks for. */
async function watchAll() {
  let underWay = 0;
  let isWhole = true;
  /** @type {import('esbuild').Plugin} */
  const tell = {
    name: 'tell',
    setup({ onStart, onEnd }) {
      onStart(() => {
        if (underWay++ > 0) return;
        isWhole = true;
        process.stdout.write('[watch] build started\n');
      });
      onEnd(({ errors }) => {
        for (const { text, location } of errors) {
          process.stdout.write(`${location?.file}:${location?.line}:${location?.column}: error: ${text}\n`);
        }
        if (errors.length > 0) isWhole = false;
        if (--underWay > 0) return;
        process.stdout.write('[watch] build finished\n');
        if (isWhole) writeLibrary();
      });
    },
  };
  const contexts = await Promise.all(
    allOptions().map((options) =>
      context({ ...options, logLevel: 'silent', plugins: [...(options.plugins ?? []), tell] }),
    ),
  );
  await Promise.all(contexts.map((each) => each.watch()));
}

runMain(main);
