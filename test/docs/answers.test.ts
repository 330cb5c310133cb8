/** docs/answers.md says which laws there are. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { INVARIANTS } from '../../src/world/invariants/invariants';

const PAGE = readFileSync(path.join(__dirname, '../../docs/answers.md'), 'utf8');

describe('docs/answers.md', () => {
  it('has every law, with its sentence and its reason', () => {
    for (const { name, sentence, documentation } of INVARIANTS)
      assert.ok(PAGE.includes(`| \`${name}\` | ${sentence} ${documentation} |`), name);
  });
});
