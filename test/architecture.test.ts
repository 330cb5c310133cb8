import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import path from 'node:path';

const SOURCE = path.join(__dirname, '../src');

/** What each folder of src may import from, itself apart (docs/architecture.md). */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  machine: [],
  kernel: ['machine'],
  language: ['machine'],
  world: ['kernel', 'language', 'machine'],
  adapter: ['world', 'kernel', 'language', 'machine'],
  vscode: ['webview', 'adapter', 'world', 'kernel', 'language', 'machine'],
  webview: ['adapter', 'language'],
  main: ['vscode', 'adapter', 'world', 'kernel', 'language', 'machine'],
};

const PURE = ['machine', 'kernel', 'language', 'world'];

/** Packages that a pure folder may use. */
const PURE_PACKAGES = ['iced-x86'];

/** Globals that would make the same trace behave differently, or bind the core to where it runs. */
const IMPURE =
  /(?<![.\w])(Date\.|new Date|Math\.random|performance\.|console\.|process\.(?:env|argv|exit|cwd|stdout|stderr|nextTick|hrtime)|setTimeout\(|setImmediate\(|window\.|document\.|Buffer\.)/;

interface Import {
  readonly file: string;
  readonly from: string;
}

const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.replaceAll('\\', '/'));

function text(file: string): string {
  return readFileSync(path.join(SOURCE, file), 'utf8');
}

/** Code without its comments and strings, for words that would be harmless in those. */
function code(file: string): string {
  return text(file)
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/(^|[^:])\/\/.*$/gm, '$1')
    .replace(/'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`/g, "''");
}

function folderOf(file: string): string {
  return file.split('/')[0] ?? '';
}

const IMPORT = /^(?:import|export)\b[^;'"]*?\bfrom '([^']+)'|^import '([^']+)'|\bimport\('([^']+)'\)/gm;

const imports: readonly Import[] = files.flatMap((file) =>
  [...text(file).matchAll(IMPORT)].map((match) => ({ file, from: match[1] ?? match[2] ?? match[3] ?? '' })),
);

/** The folder of src that a relative import leads to. */
function target({ file, from }: Import): string {
  return folderOf(path.posix.join(path.posix.dirname(file), from));
}

describe('the architecture', () => {
  it('sees the imports at all', () => {
    assert.ok(files.length > 300 && imports.length > 1000);
  });

  it('knows every folder', () => {
    assert.deepEqual([...new Set(files.map(folderOf))].sort(), Object.keys(MAY_IMPORT).sort());
  });

  it('lets imports point one way only', () => {
    const wrong = imports
      .filter(({ from }) => from.startsWith('.') && !from.endsWith('/package.json'))
      .filter((one) => target(one) !== folderOf(one.file) && !MAY_IMPORT[folderOf(one.file)]?.includes(target(one)));
    assert.deepEqual(wrong, []);
  });

  it('keeps the core free of Node, editors and other packages', () => {
    const wrong = imports
      .filter(({ file, from }) => PURE.includes(folderOf(file)) && !from.startsWith('.'))
      .filter(({ from }) => !PURE_PACKAGES.includes(from));
    assert.deepEqual(wrong, []);
  });

  it('keeps the core free of clocks, randomness and input or output', () => {
    const wrong = files.filter((file) => PURE.includes(folderOf(file)) && IMPURE.test(code(file)));
    assert.deepEqual(wrong, []);
  });

  it('imports vscode in src/vscode only, and for its types in the entry point', () => {
    const folders = imports.filter(({ from }) => from === 'vscode').map(({ file }) => file);
    assert.deepEqual(
      folders.filter((file) => folderOf(file) !== 'vscode'),
      ['main/extension.ts'],
    );
  });

  it('uses Node only where it runs: in the entry points', () => {
    const builtin = new Set(builtinModules);
    const wrong = imports
      .filter(({ from }) => from.startsWith('node:') || builtin.has(from))
      .filter(({ file }) => !['main', 'vscode', 'adapter'].includes(folderOf(file)));
    assert.deepEqual(wrong, []);
  });

  it('begins every file of the core with what it implements', () => {
    const wrong = files.filter((file) => PURE.includes(folderOf(file)) && !text(file).startsWith('/**'));
    assert.deepEqual(wrong, []);
  });
});
