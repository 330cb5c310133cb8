import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { keptResults, withResults } from '../../scripts/conformance-page';

const PAGE = readFileSync(path.join(__dirname, '../../docs/conformance.md'), 'utf8');

describe('docs/conformance.md', () => {
  it('has the results that are kept: run `npx tsx scripts/conformance.ts` after a change of them', () => {
    assert.equal(PAGE, withResults(PAGE, keptResults()));
  });

  it('explains every trace that differs', () => {
    for (const { sets } of keptResults()) {
      for (const { differences } of Object.values(sets)) {
        for (const { file } of differences) {
          const name = file.replace(/^examples\//, '').replace(/\.xtrace$/, '');
          assert.ok(PAGE.includes(`\`${name}\``), name);
        }
      }
    }
  });
});
