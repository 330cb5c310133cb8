import assert from 'node:assert/strict';
import { tileTypes } from '../../src/webview/tiles/tile-types';

describe('the element types that a trace suggests', () => {
  it('follow the products that use a tile', () => {
    const text = 'tdpbssd tmm0, tmm1, tmm2\n  TDPBUSD tmm3,tmm4,tmm5 => #NM\n@1.5 tdpbf16ps tmm6, tmm7, tmm1';
    assert.deepEqual(tileTypes(text, 'hex'), ['int32', 'int8', 'int8', 'int32', 'uint8', 'int8', 'fp32', 'bf16']);
  });

  it('show 8-bit floats as their bytes, for which there is no other type', () => {
    assert.deepEqual(tileTypes('tdpbhf8ps tmm0, tmm1, tmm2', 'int8').slice(0, 4), ['fp32', 'hex', 'hex', 'int8']);
  });

  it('ignore comments and other instructions', () => {
    const text = '; tdpbssd tmm0, tmm1, tmm2\ntilezero tmm0\ntdpnew tmm0, tmm1, tmm2';
    assert.deepEqual(new Set(tileTypes(text, 'int8')), new Set(['int8']));
  });
});
