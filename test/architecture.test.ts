import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const SOURCE = path.join(__dirname, '../src');

/** Kept free of everything but the language by their own compiler options; what these cannot say is tested here. */
const PURE = ['elf', 'machine', 'kernel', 'language', 'world', 'library', 'recording'];

/** Packages that a pure folder may take types from. */
const PURE_PACKAGES = ['iced-x86'];

/** The clock and the dice, which belong to the language and would make the same trace behave differently. */
const IMPURE = /(?<![.\w])(Date\b|Math\.random)/;

/** A `!` behind a name or a bracket: TypeScript is told that something is there. */
const ASSERTION = /[\w)\]]!(?=[.;,)\][\s&|}]|$)(?!\s*==)/;

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

/** The adapter and the editors: they use what the core offers, and not how it does it. */
const OUTSIDE = ['adapter', 'lsp', 'vscode', 'webview', 'player'];

/** A line without its comment and its strings. */
function withoutWords(line: string): string {
  if (/^\s*(?:\*|\/\*)/.test(line)) return '';
  return line.replace(/\/\/.*$/, '').replace(/'(?:\\.|[^'\\])*'|`(?:\\.|[^`\\])*`/g, "''");
}

function folderOf(file: string): string {
  return file.split('/')[0] ?? '';
}

const IMPORT = /^(?:import|export)\b[^;'"]*?\bfrom '([^']+)'|^import '([^']+)'|\bimport\('([^']+)'\)/gm;

const imports: readonly Import[] = files.flatMap((file) =>
  [...text(file).matchAll(IMPORT)].map((match) => ({ file, from: match[1] ?? match[2] ?? match[3] ?? '' })),
);

interface Project {
  readonly extends?: string;
  readonly compilerOptions?: { readonly types?: readonly string[]; readonly lib?: readonly string[] };
  readonly references?: readonly { readonly path: string }[];
}

function project(file: string): Project {
  return JSON.parse(readFileSync(path.join(SOURCE, file), 'utf8')) as Project;
}

describe('the architecture', () => {
  it('sees the imports at all', () => {
    assert.ok(files.length > 300 && imports.length > 1000);
  });

  it('compiles every folder as a project of its own, which says what it may import', () => {
    const folders = [...new Set(files.map(folderOf))].sort();
    const built = project('../tsconfig.json').references?.map((reference) => reference.path);
    assert.deepEqual(
      built?.toSorted(),
      folders.map((folder) => `src/${folder}`),
    );
    for (const folder of folders) assert.equal(project(`${folder}/tsconfig.json`).extends, '../../tsconfig.base.json');
  });

  it('compiles the core with the libraries of the language alone', () => {
    const { types, lib } = project('../tsconfig.base.json').compilerOptions ?? {};
    assert.deepEqual([types, lib], [[], ['es2023']]);
    const options = PURE.map((folder) => project(`${folder}/tsconfig.json`).compilerOptions);
    assert.deepEqual(
      options,
      PURE.map(() => undefined),
    );
  });

  it('keeps the core free of editors and other packages', () => {
    const wrong = imports
      .filter(({ file, from }) => PURE.includes(folderOf(file)) && !from.startsWith('.'))
      .filter(({ from }) => !PURE_PACKAGES.includes(from));
    assert.deepEqual(wrong, []);
  });

  it('keeps the core free of clocks and randomness', () => {
    const wrong = files.filter((file) => PURE.includes(folderOf(file)) && IMPURE.test(code(file)));
    assert.deepEqual(wrong, []);
  });

  it('imports vscode in src/vscode only, and for its types in the entry points', () => {
    const folders = imports.filter(({ from }) => from === 'vscode').map(({ file }) => file);
    assert.deepEqual(
      folders.filter((file) => folderOf(file) !== 'vscode'),
      ['main/extension-web.ts', 'main/extension.ts'],
    );
  });

  it('reads instructions through one door, language/instructions', () => {
    const wrong = imports
      .filter(({ file }) => !file.startsWith('language/instructions/'))
      .filter(({ file, from }) => path.posix.join(path.posix.dirname(file), from).startsWith('language/instructions/'));
    assert.deepEqual(wrong, []);
  });

  it('has the adapter and the editors import the face of a folder that has one, and nothing behind it', () => {
    const ofCore = files.filter((file) => file.endsWith('/index.ts') && !OUTSIDE.includes(folderOf(file)));
    const faces = ofCore.map((file) => path.posix.dirname(file));
    assert.ok(faces.length > 10);
    const wrong = imports
      .filter(({ file, from }) => OUTSIDE.includes(folderOf(file)) && from.startsWith('.'))
      .map(({ file, from }) => ({ file, to: path.posix.join(path.posix.dirname(file), from) }))
      .filter(({ file, to }) => faces.some((face) => to.startsWith(`${face}/`) && !file.startsWith(`${face}/`)));
    assert.deepEqual(wrong, []);
  });

  it('begins every file of the core with what it implements', () => {
    const wrong = files.filter((file) => PURE.includes(folderOf(file)) && !text(file).startsWith('/**'));
    assert.deepEqual(wrong, []);
  });

  it('says what an event needs in its row, and nowhere else', () => {
    // What an event needs, what the world does for it, and what a program in C does for it.
    const rows = /^(?:language\/events|world\/run\/events|world\/reproducer)\//;
    const keyed = files.filter((file) => !rows.test(file) && /(?<!\w)Event\['kind'\]/.test(text(file)));
    assert.deepEqual(keyed, []);
  });

  it('gives a reason beside each `!`, on its line or on the one above', () => {
    const wrong = files.flatMap((file) => {
      const lines = text(file).split('\n');
      return lines.flatMap((line, index) => {
        if (!ASSERTION.test(withoutWords(line))) return [];
        const reasoned = [line, lines[index - 1] ?? ''].some((place) => place.includes('// '));
        return reasoned ? [] : [`${file}:${index + 1}: ${line.trim()}`];
      });
    });
    assert.deepEqual(wrong, []);
  });
});
