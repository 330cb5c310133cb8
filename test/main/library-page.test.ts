/** The programs of docs/library.md: they run, and print what the page says. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.join(__dirname, '../..');
/** Within the project, where its own name leads to its package. */
const FOLDER = path.join(ROOT, 'out/library-page');

const page = readFileSync(path.join(ROOT, 'docs/library.md'), 'utf8');
/** A heading, and behind it a program with what it prints. */
const PROGRAM = /^## (.+)\n(?:(?!^## )[\s\S])*?^```js\n([\s\S]*?)^```\n\n^```text\n([\s\S]*?)^```/gm;

describe('docs/library.md', () => {
  const programs = [...page.matchAll(PROGRAM)];

  it('has three programs', () => {
    assert.equal(programs.length, 3);
  });

  for (const [, title = '', program = '', output] of programs) {
    it(`prints what it says: ${title}`, () => {
      mkdirSync(FOLDER, { recursive: true });
      const file = path.join(FOLDER, `${title.replaceAll(/\W+/g, '-')}.mjs`);
      writeFileSync(file, program);
      assert.equal(execFileSync(process.execPath, [file], { encoding: 'utf8' }), output);
    });
  }

  it('names what the library has', () => {
    const names = page
      .match(/^\| .* \|$/gm)
      ?.flatMap((row) => [...row.matchAll(/`(?:new )?(\w+)/g)].map(([, name]) => name));
    const library = require(path.join(ROOT, 'dist/library.js')) as object;
    const missing = Object.keys(library).filter((name) => /^[A-Z]/.test(name) && !/Error$|^Trace$/.test(name));
    assert.deepEqual(
      missing.filter((name) => !names?.includes(name)),
      [],
    );
    assert.deepEqual(
      names?.filter((name) => name !== undefined && !(name in library)),
      [],
    );
  });
});
