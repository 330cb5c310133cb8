import assert from 'node:assert/strict';
import fc from 'fast-check';
import { copyPlainData } from '../../src/machine/plain-data';

/** What a state may hold. */
const plainData = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(null, undefined, true, 0, -0, Number.NaN),
    fc.string(),
    fc.bigInt(),
    fc.array(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n })).map((words) => BigUint64Array.from(words)),
    fc.uint8Array(),
    fc.array(tie('value')),
    fc.dictionary(fc.string(), tie('value'), { noNullPrototype: true }),
  ),
})).value;

describe('a copy of plain data', () => {
  it('keeps a key that objects inherit as one of their own', () => {
    const value: unknown = JSON.parse('{"__proto__": {"a": 1}}');
    assert.deepEqual(copyPlainData(value), structuredClone(value));
  });

  it('is what structuredClone makes of it', () => {
    fc.assert(fc.property(plainData, (value) => assert.deepEqual(copyPlainData(value), structuredClone(value))));
  });

  it('shares nothing that can be written', () => {
    const original = { list: [1, { deep: 2n }], words: new BigUint64Array([3n]) };
    const copy = copyPlainData(original);
    original.list[0] = 9;
    original.words[0] = 9n;
    assert.deepEqual(copy, { list: [1, { deep: 2n }], words: new BigUint64Array([3n]) });
  });

  it('keeps one object one object, as two processes with the same signal actions have it', () => {
    const actions = { SIGUSR1: 'handler' };
    const copy = copyPlainData([{ actions }, { actions }]);
    assert.equal(copy[0]?.actions, copy[1]?.actions);
    assert.notEqual(copy[0]?.actions, actions);
  });

  it('refuses what no snapshot could hold', () => {
    assert.throws(() => copyPlainData({ run: () => 1 }), /a function is no plain data/);
  });
});
