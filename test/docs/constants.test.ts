import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { constantsPage } from '../../scripts/constants-page';

describe('docs/constants.md', () => {
  it('is what the tables say: run `npm run docs` after a change of them', () => {
    assert.equal(readFileSync(path.join(__dirname, '../../docs/constants.md'), 'utf8'), constantsPage());
  });
});
