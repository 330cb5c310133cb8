import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const source = path.resolve(__dirname, '../src');

/** What each folder may import, besides itself. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  machine: [],
  kernel: ['machine'],
  language: ['machine'],
  world: ['machine', 'kernel', 'language'],
  adapter: ['machine', 'kernel', 'language', 'world'],
  webview: ['machine', 'language', 'adapter'],
  vscode: ['machine', 'kernel', 'language', 'world', 'adapter', 'webview'],
  main: ['machine', 'kernel', 'language', 'world', 'adapter', 'webview', 'vscode'],
};

/** No clock, no randomness, no console, no host: the same input gives the same state. */
const PURE = ['machine', 'kernel', 'language', 'world'];
const IMPURE = new RegExp(
  '\\b(?:' +
    '(?:console|performance|Buffer|globalThis|window|document|localStorage|navigator|crypto)\\s*\\.|' +
    '(?:setTimeout|setInterval|setImmediate|queueMicrotask|fetch|Math\\.random|Date\\.now)\\s*\\(|' +
    'new Date\\b|' +
    // A task's process is a word of the kernel; Node's is known by these.
    'process\\.(?:env|argv|std|exit|nextTick|cwd|hrtime|platform|versions|memoryUsage)' +
    ')',
);
/** The packages that these may use: iced-x86 encodes, decodes and formats. */
const PACKAGES: Readonly<Record<string, readonly string[]>> = { machine: ['iced-x86'] };

/** `import ... from 'x'`, `export ... from 'x'`, `import 'x'`, `import('x')`, `require('x')`. */
const IMPORT = /^(?:import|export)\b(?:[^;'"]*?\bfrom)?\s*['"]([^'"]+)['"]|\b(?:import|require)\(\s*['"]([^'"]+)['"]/gm;

interface Import {
  readonly file: string;
  readonly target: string;
}

describe('the architecture', () => {
  for (const folder of readdirSync(source)) {
    describe(`src/${folder}`, () => {
      const allowed = MAY_IMPORT[folder];

      it('has its place in the order of dependencies', () => {
        assert.ok(allowed, `Say in this test what src/${folder} may import.`);
      });

      it(`imports only from ${[folder, ...(allowed ?? [])].join(', ')}`, () => {
        const strangers = importsOf(folder).filter(({ file, target }) => {
          const layer = layerOf(file, target);
          return layer !== undefined && layer !== folder && !allowed?.includes(layer);
        });
        assert.deepEqual(strangers, []);
      });

      if (folder !== 'vscode' && folder !== 'main')
        it('does not know VS Code', () => {
          assert.deepEqual(
            importsOf(folder).filter(({ target }) => target === 'vscode'),
            [],
          );
        });

      if (PURE.includes(folder)) {
        it('imports nothing from outside that is not named here', () => {
          const outside = importsOf(folder).filter(({ target }) => !target.startsWith('.'));
          assert.deepEqual(
            outside.filter(({ target }) => !PACKAGES[folder]?.includes(target)),
            [],
          );
        });

        it('is pure: no clock, randomness, console or host', () => {
          const impure = filesOf(folder).flatMap((file) =>
            code(file)
              .split('\n')
              .map((line, index) => ({ place: `${path.relative(source, file)}:${index + 1}`, line }))
              .filter(({ line }) => IMPURE.test(line)),
          );
          assert.deepEqual(impure, []);
        });
      }
    });
  }
});

function filesOf(folder: string): string[] {
  const files = readdirSync(path.join(source, folder), { recursive: true, encoding: 'utf8' });
  return files.filter((file) => file.endsWith('.ts')).map((file) => path.join(source, folder, file));
}

/** The text without comments and strings, line for line. */
function code(file: string): string {
  return readFileSync(file, 'utf8').replace(
    /\/\*[\s\S]*?\*\/|\/\/.*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`/g,
    (text) => text.replace(/[^\n]/g, ' '),
  );
}

function importsOf(folder: string): Import[] {
  return filesOf(folder).flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(IMPORT)].map(([, target, dynamic]) => ({
      file: path.relative(source, file),
      target: target ?? dynamic ?? '',
    })),
  );
}

/** The folder of src that a relative import leads to; undefined for a package, and for package.json. */
function layerOf(file: string, target: string): string | undefined {
  const folder = target.startsWith('.') ? path.join(path.dirname(file), target).split(path.sep)[0] : undefined;
  return folder === '..' ? undefined : folder;
}
