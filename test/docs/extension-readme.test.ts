import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { extensionReadme } from '../../scripts/extension-readme.mjs';
import { inRoot } from '../../scripts/project.mjs';

describe('the page of the extension', () => {
  const page = extensionReadme(readFileSync(inRoot('README.md'), 'utf8'));

  it('has no link that leads nowhere from there', () => {
    const targets = [...page.matchAll(/\]\(([^)]*)\)/g)].map((match) => match[1] ?? '');
    assert.deepEqual(
      targets.filter((target) => !/^(?:https?:|#)/.test(target)),
      [],
    );
  });

  it('brings its pictures along', () => {
    const sources = [...page.matchAll(/<img [^>]*src="([^"]*)"/g)].map((match) => match[1] ?? '');
    assert.ok(sources.length > 0);
    const png = Buffer.from([0x89, 0x50, 0x4e, 0x47]);
    for (const source of sources) {
      assert.ok(source.startsWith('data:image/png;base64,'));
      assert.deepEqual(Buffer.from(source.slice(source.indexOf(',') + 1), 'base64').subarray(0, 4), png);
    }
  });
});
