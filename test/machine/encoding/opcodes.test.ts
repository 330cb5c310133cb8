import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { OPCODES_MODULE, opcodesModule } from '../../../scripts/opcodes-module';

describe('the module of opcodes', () => {
  it('is what the library says of the forms that no other table has: `npm run opcodes`', () => {
    assert.equal(readFileSync(OPCODES_MODULE, 'utf8'), opcodesModule());
  });
});
