import assert from 'node:assert/strict';
import { PRODUCT_ROWS } from '../../src/machine/instructions/amx/products';
import { tileTypes } from '../../src/webview/tiles/tile-types';

describe('the element types that a trace suggests', () => {
  it('follow the products that use a tile', () => {
    const text = 'tdpbssd tmm0, tmm1, tmm2\n  TDPBUSD tmm3,tmm4,tmm5 => #NM\n@1.5 tdpbf16ps tmm6, tmm7, tmm1';
    const types = ['int32', 'int8', 'int8', 'int32', 'uint8', 'int8', 'fp32', 'bf16'];
    assert.deepEqual(tileTypes(text, [], 'hex'), types);
  });

  it('show 8-bit floats as their bytes, for which there is no other type', () => {
    assert.deepEqual(tileTypes('tdpbhf8ps tmm0, tmm1, tmm2', [], 'int8').slice(0, 4), ['fp32', 'hex', 'hex', 'int8']);
  });

  it('ignore comments and other instructions', () => {
    const text = '; tdpbssd tmm0, tmm1, tmm2\ntilezero tmm0\ntdpnew tmm0, tmm1, tmm2';
    assert.deepEqual(new Set(tileTypes(text, [], 'int8')), new Set(['int8']));
  });
});

describe('the element types that a run suggests', () => {
  const used = (mnemonic: string) => [0, 1, 2].map((operand) => ({ product: { mnemonic, operand } }));

  it('are those of the products that have computed or multiplied the tiles, whatever the text says', () => {
    const text = 'tdpbssd tmm0, tmm1, tmm2\ntdpbf16ps tmm5, tmm4, tmm3';
    const types = ['int32', 'uint8', 'int8', 'bf16', 'bf16', 'fp32', 'hex', 'hex'];
    assert.deepEqual(tileTypes(text, used('tdpbusd'), 'hex'), types);
  });

  it('are not known of a tile that no product has used', () => {
    assert.deepEqual(tileTypes('', [{}, ...used('tdpfp16ps')], 'int8').slice(0, 5), [
      'int8',
      'fp32',
      'fp16',
      'fp16',
      'int8',
    ]);
  });

  it('follow the format of the elements of every product that the machine has', () => {
    const byFormat: readonly (readonly [RegExp, string])[] = [
      [/^tdpb[su]/, 'int32'],
      [/bf16|fp16|f8/, 'fp32'],
    ];
    const factors: readonly (readonly [RegExp, readonly [string, string]])[] = [
      [/^tdpbss/, ['int8', 'int8']],
      [/^tdpbsu/, ['int8', 'uint8']],
      [/^tdpbus/, ['uint8', 'int8']],
      [/^tdpbuu/, ['uint8', 'uint8']],
      [/bf16/, ['bf16', 'bf16']],
      [/fp16/, ['fp16', 'fp16']],
      [/f8/, ['hex', 'hex']],
    ];
    assert.ok(PRODUCT_ROWS.length >= 12);
    for (const { mnemonic } of PRODUCT_ROWS) {
      const of = <Value>(table: readonly (readonly [RegExp, Value])[]) =>
        table.find(([name]) => name.test(mnemonic))?.[1];
      assert.deepEqual(
        tileTypes('', used(mnemonic), 'int8').slice(0, 3),
        [of(byFormat), ...(of(factors) ?? [])],
        mnemonic,
      );
    }
  });
});
