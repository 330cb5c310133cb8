/** Bundles the extension, the command line and the views into `dist`. */
import { chmodSync, copyFileSync, mkdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { runMain } from './progress.mjs';
import { inRoot } from './project.mjs';

const dist = inRoot('dist');
/** Loaded when it is first needed: the emulator and everything that stands on it. */
const core = inRoot('src/main/core');

/** One copy of the core, beside the programs that load it. @type {import('esbuild').Plugin} */
const keepCoreApart = {
  name: 'keep-core-apart',
  setup({ onResolve }) {
    onResolve({ filter: /\/core$/ }, ({ path: imported, resolveDir }) =>
      path.resolve(resolveDir, imported) === core ? { path: './core.js', external: true } : undefined,
    );
  },
};

/** @type {import('esbuild').BuildOptions} */
const common = { bundle: true, minify: true, sourcemap: 'linked', logLevel: 'warning', legalComments: 'none' };

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

/** @type {{ from: string, to: string, options: import('esbuild').BuildOptions }[]} */
const PROGRAMS = [
  { from: 'src/main/core.ts', to: 'core.js', options: node },
  { from: 'src/main/extension.ts', to: 'extension.js', options: { ...node, plugins: [keepCoreApart] } },
  {
    from: 'src/main/cli.ts',
    to: 'cli.js',
    options: { ...node, plugins: [keepCoreApart], banner: { js: '#!/usr/bin/env node' } },
  },
  { from: 'src/main/worker.ts', to: 'worker.js', options: { ...node, plugins: [keepCoreApart] } },
  { from: 'src/webview/tiles/main.ts', to: 'webview/tiles.js', options: browser },
];

async function main() {
  rmSync(dist, { recursive: true, force: true });
  mkdirSync(dist, { recursive: true });
  await Promise.all(
    PROGRAMS.map(({ from, to, options }) =>
      build({ ...options, entryPoints: [inRoot(from)], outfile: path.join(dist, to) }),
    ),
  );
  // iced-x86 reads its code from beside the program that it is bundled into.
  copyFileSync(inRoot('node_modules/iced-x86/iced_x86_bg.wasm'), path.join(dist, 'iced_x86_bg.wasm'));
  copyFileSync(inRoot('src/main/cli/probe.c'), path.join(dist, 'probe.c'));
  chmodSync(path.join(dist, 'cli.js'), 0o755);
  for (const { to } of PROGRAMS) {
    const kilobytes = Math.ceil(statSync(path.join(dist, to)).size / 1024);
    process.stdout.write(`dist/${to} ${kilobytes} kB\n`);
  }
}

runMain(main);
