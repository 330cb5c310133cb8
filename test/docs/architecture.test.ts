import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.join(__dirname, '../..');
const PAGES = ['docs/architecture.md', 'docs/testing.md', 'docs/performance.md', 'CONTRIBUTING.md'];

const text = (page: string): string => readFileSync(path.join(ROOT, page), 'utf8');

const FOLDERS = ['src', 'test', 'scripts', 'bench', 'assembly', 'examples', 'docs', 'syntaxes', 'dist'];
const names = new Set(
  FOLDERS.filter((folder) => existsSync(path.join(ROOT, folder))).flatMap((folder) =>
    readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((file) => path.basename(file)),
  ),
);

/** The part of a page below a heading, up to the next heading. */
const section = (page: string, heading: string): string => page.split(`${heading}\n`)[1]?.split('\n## ')[0] ?? '';

/** The folders in a folder of `src` that have a line on the map, as it writes them; the pages of `webview` have none. */
function foldersIn(folder: string): string[] {
  const inside = readdirSync(path.join(ROOT, 'src', folder), { withFileTypes: true });
  const isPage = (name: string) => folder === 'webview' && existsSync(path.join(ROOT, 'src', folder, name, 'main.ts'));
  return inside.filter((entry) => entry.isDirectory() && !isPage(entry.name)).map(({ name }) => `${folder}/${name}`);
}

/** What a page says in code spans. */
function spans(page: string): string[] {
  return [...text(page).matchAll(/`([^`\n]+)`/g)].map((match) => match[1] ?? '');
}

describe('the pages about the code', () => {
  it('name no folder and no file that does not exist', () => {
    for (const page of PAGES) {
      const paths = spans(page).filter((span) => /^(?:src|test|scripts|bench|assembly|syntaxes)\/[\w./-]+$/.test(span));
      const missing = paths.filter((span) => !/\bX-|\/X[./]/.test(span) && !existsSync(path.join(ROOT, span)));
      assert.deepEqual(missing, [], page);
    }
  });

  it('name no file by its last name that exists nowhere', () => {
    for (const page of PAGES) {
      const files = spans(page).filter((span) => /^[\w-]+\.(?:ts|mjs)$/.test(span));
      assert.deepEqual(
        files.filter((file) => !names.has(file)),
        [],
        page,
      );
    }
  });

  it('have recipes of at most four files, each of which is there', () => {
    const section = text('docs/architecture.md').split('## To add something')[1]?.split('What each file has to say')[0];
    const rows = [...(section ?? '').matchAll(/^\| (an? [^|]+) \| ([^|]+) \|/gm)];
    assert.ok(rows.length >= 13);
    for (const [, what = '', files = ''] of rows) {
      const paths = [...files.matchAll(/`([\w./-]+\/?)`/g)].flatMap(([, file = '']) =>
        /[./]/.test(file) ? [file] : [],
      );
      const alternatives = (files.match(/`[^`]+` or `/g) ?? []).length;
      assert.ok(paths.length - alternatives >= 1 && paths.length - alternatives <= 4, what);
      const places = paths.map((file) => (/\bX\b/.test(file) ? path.dirname(file.replace('/X/main.ts', '')) : file));
      assert.deepEqual(
        places.filter((place) => !existsSync(path.join(ROOT, place))),
        [],
        what,
      );
    }
  });

  it('have a line on the map for every folder of src, and for none that is gone', () => {
    const map = section(text('docs/architecture.md'), '### The map');
    const onMap = [...map.matchAll(/^\| `([^`/]+\/[^`/]+)` \|/gm)].map((row) => row[1]);
    const folders = readdirSync(path.join(ROOT, 'src')).flatMap(foldersIn);
    assert.deepEqual(onMap.toSorted(), folders.toSorted());
  });

  it('have no folder of src with more than 30 files', () => {
    const folders = readdirSync(path.join(ROOT, 'src'), { recursive: true, withFileTypes: true });
    const full = folders
      .filter((entry) => entry.isDirectory())
      .map((entry) => path.join(entry.parentPath, entry.name))
      .filter((folder) => readdirSync(folder, { withFileTypes: true }).filter((e) => e.isFile()).length > 30);
    assert.deepEqual(full, []);
  });
});
