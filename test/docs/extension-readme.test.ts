import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { extensionReadme } from '../../scripts/extension-readme.mjs';
import { inRoot } from '../../scripts/project.mjs';

describe('the page of the extension', () => {
  const readme = readFileSync(inRoot('README.md'), 'utf8');
  const targets = (text: string): string[] => [...text.matchAll(/\]\(([^)]*)\)/g)].map((match) => match[1] ?? '');
  const page = extensionReadme(readme);

  it('has no picture and no link that leads nowhere from there', () => {
    assert.ok(targets(readme).includes('media/first-use.png'));
    assert.deepEqual(
      targets(page).filter((target) => !/^(?:https?:|#)/.test(target)),
      [],
    );
    assert.doesNotMatch(page, /!\[|<img/);
  });

  it('says all that README.md says', () => {
    for (const words of ['# XTrace', '## A first session', 'first-use', 'What is modelled']) {
      assert.ok(readme.includes(words) && page.includes(words), words);
    }
  });
});
