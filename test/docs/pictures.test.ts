import assert from 'node:assert/strict';
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.join(__dirname, '../..');
/** What one waits for on a slow line before one reads on. */
const MOST_BYTES = 1_000_000;

describe('the pictures of README.md', () => {
  const files = [...readFileSync(path.join(ROOT, 'README.md'), 'utf8').matchAll(/!\[([^\]]*)\]\(([^)]+)\)/g)];

  it('are files of the repository, small enough, with words for whoever does not see them', () => {
    assert.ok(files.length >= 3);
    for (const [, words = '', file = ''] of files) {
      assert.ok(words.length > 20, file);
      assert.ok(statSync(path.join(ROOT, file)).size < MOST_BYTES, file);
    }
  });

  it('move where they show time travel and tiles', () => {
    for (const name of ['time-travel', 'tiles']) {
      const bytes = readFileSync(path.join(ROOT, 'media/moving', `${name}.webp`));
      assert.equal(bytes.toString('latin1', 8, 12), 'WEBP');
      assert.ok(bytes.includes('ANMF'), name);
    }
  });
});
