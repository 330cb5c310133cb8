import assert from 'node:assert/strict';
import {
  memoryReference,
  parseMemoryReference,
  registerReference,
} from '../../../src/adapter/protocol/memory-reference';

describe('memory references', () => {
  it('name user memory with its address space, and kernel memory without', () => {
    assert.equal(memoryReference(3, 0x1000000), '3:0x1000000');
    assert.equal(memoryReference(3, -4096), '0xfffffffffffff000');
  });

  it('read back as what they were made of', () => {
    assert.deepEqual(parseMemoryReference('3:0x1000000'), { kind: 'memory', space: 3, address: 0x1000000 });
    assert.deepEqual(parseMemoryReference('0xfffffffffffff000'), { kind: 'memory', address: -4096 });
    assert.deepEqual(parseMemoryReference(registerReference(1, 'tmm7')), {
      kind: 'register',
      cpu: 1,
      file: 'tmm',
      index: 7,
    });
  });

  it('may be plain addresses, as people write them', () => {
    assert.deepEqual(parseMemoryReference('0x1000'), { kind: 'memory', address: 0x1000 });
    assert.deepEqual(parseMemoryReference('4096'), { kind: 'memory', address: 4096 });
  });

  it('are refused when they are none', () => {
    for (const text of ['', 'cfg', '0x', '0x8000000000000000', 'cpu0/xmm1', '1:2:3']) {
      assert.throws(() => parseMemoryReference(text), /no memory reference/, text);
    }
  });
});
