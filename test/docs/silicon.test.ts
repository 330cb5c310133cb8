/** docs/silicon.md says what the models do. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { siliconPage } from '../../scripts/silicon-page';
import { UNSETTLED } from '../../src/machine/architecture/choices';
import { REGISTER_ROWS } from '../../src/machine/architecture/registers';
import { INSTRUCTIONS } from '../../src/machine/instructions';

describe('the page on what processors do where the manuals leave it open', () => {
  it('is what the tables say: run `npx tsx scripts/silicon.ts` after a change of them', () => {
    assert.equal(readFileSync(path.join(__dirname, '../../docs/silicon.md'), 'utf8'), siliconPage());
  });
});

describe('what no processor has settled', () => {
  it('is said where each FP8 product is documented', () => {
    const products = INSTRUCTIONS.filter(({ mnemonic }) => /^tdp[bh]+f8ps$/.test(mnemonic));
    assert.ok(products.length >= 4);
    for (const { mnemonic, operation } of products) {
      assert.ok(operation.includes(UNSETTLED.fp8Products.modelled), mnemonic);
    }
  });

  it('is said where IA32_XFD is documented', () => {
    const row = REGISTER_ROWS.find(({ msr }) => msr === 0x1c4);
    assert.ok(row?.documentation.includes(UNSETTLED.armingXfd.modelled));
  });
});
