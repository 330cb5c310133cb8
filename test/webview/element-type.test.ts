import assert from 'node:assert/strict';
import { readElement } from '../../src/language/expressions/element';
import { dataTypeRow } from '../../src/language/syntax/data-type';
import { ELEMENT_TYPES, type ElementTypeId, elementType, isElementTypeId } from '../../src/webview/tiles/element-type';

function show(id: ElementTypeId, ...bytes: number[]): string {
  const type = elementType(id);
  const view = new DataView(Uint8Array.from(bytes).buffer);
  return type.format(Number(readElement(view, 0, type.lane)));
}

describe('element types of tiles', () => {
  it('are as wide as the lanes that expressions read', () => {
    for (const { lane, size } of ELEMENT_TYPES) assert.equal(size, dataTypeRow(lane).size);
  });

  it('are found by their ids', () => {
    for (const { id } of ELEMENT_TYPES) assert.equal(elementType(id).id, id);
    assert.ok(isElementTypeId('bf16'));
    assert.ok(!isElementTypeId('int64'));
    assert.ok(!isElementTypeId(null));
  });

  it('show integers exactly, with their sign', () => {
    assert.equal(show('int8', 0x80), '-128');
    assert.equal(show('uint8', 0x80), '128');
    assert.equal(show('int32', 0xff, 0xff, 0xff, 0x7f), '2147483647');
    assert.equal(show('int32', 0, 0, 0, 0x80), '-2147483648');
  });

  it('show bytes as two hexadecimal digits', () => {
    assert.equal(show('hex', 0x0a), '0a');
    assert.equal(show('hex', 0xff), 'ff');
  });

  it('show bf16 as the upper half of a single', () => {
    assert.equal(show('bf16', 0x80, 0x3f), '1');
    assert.equal(show('bf16', 0x49, 0x40), '3.14');
    assert.equal(show('bf16', 0x00, 0xc0), '-2');
    assert.equal(show('bf16', 0x80, 0xff), '-inf');
    assert.equal(show('bf16', 0xc0, 0x7f), 'nan');
  });

  it('show fp16 with its subnormals', () => {
    assert.equal(show('fp16', 0x00, 0x3c), '1');
    assert.equal(show('fp16', 0xff, 0x7b), '65500');
    assert.equal(show('fp16', 0x01, 0x00), '5.96e-8');
    assert.equal(show('fp16', 0x00, 0x7c), 'inf');
  });

  it('show fp32 in few digits, and keep the sign of zero', () => {
    assert.equal(show('fp32', 0, 0, 0xc0, 0x3f), '1.5');
    assert.equal(show('fp32', 0, 0, 0, 0x80), '-0');
    assert.equal(show('fp32', 0xff, 0xff, 0x7f, 0x7f), '3.4028e38');
  });
});
