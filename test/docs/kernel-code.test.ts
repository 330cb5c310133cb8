import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { withSeam } from '../../scripts/kernel-code-page';

const PAGE = readFileSync(path.join(__dirname, '../../docs/kernel-code.md'), 'utf8');

describe('docs/kernel-code.md', () => {
  it('has the tables of the seam as they are (npm run docs)', () => {
    assert.equal(withSeam(PAGE), PAGE);
  });
});
