import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { withTables } from '../../scripts/policy-page';
import { POLICIES } from '../../src/kernel/policies';

const page = readFileSync(path.join(__dirname, '../../docs/policies.md'), 'utf8');

describe('docs/policies.md', () => {
  it('has the tables that running the traces gives: run `npx tsx scripts/policies.ts` after a change of the kernel', () => {
    assert.equal(page, withTables(page));
  });

  it('speaks of every policy', () => {
    for (const { name } of POLICIES) if (name !== 'none') assert.ok(page.includes(`**\`${name}\`**`), name);
  });
});
