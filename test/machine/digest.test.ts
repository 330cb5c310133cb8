/** Digests of state: the same for equal data, another for each kind of difference. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Digest } from '../../src/machine/digest';
import { copyPlainData } from '../../src/machine/plain-data';

const plainData = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.integer(),
    fc.double({ noNaN: true }),
    fc.bigInt(),
    fc.string(),
    fc.boolean(),
    fc.constantFrom(null, undefined),
    fc.uint8Array(),
    fc.array(tie('value')),
    fc.dictionary(fc.string(), tie('value')),
  ),
})).value;

function digestOf(value: unknown): string {
  const digest = new Digest();
  digest.value(value);
  return String(digest);
}

describe('a digest', () => {
  it('is the same for a copy, and 64 bits', () => {
    fc.assert(
      fc.property(plainData, (value) => {
        assert.equal(digestOf(copyPlainData(value)), digestOf(value));
        assert.match(digestOf(value), /^[0-9a-f]{16}$/);
      }),
    );
  });

  it('tells apart what differs in a value, a kind, a place or a length', () => {
    const values = [
      0,
      1,
      -1,
      0.5,
      0n,
      1n,
      2n ** 64n,
      '',
      '0',
      '1',
      true,
      false,
      null,
      undefined,
      [],
      [0],
      [[0]],
      [0, 0],
      {},
    ];
    const more = [
      { a: 0 },
      { b: 0 },
      { a: 0, b: 0 },
      new Uint8Array(1),
      new Uint8Array(4),
      new Uint8Array(5),
      [1, 2],
      [2, 1],
    ];
    const digests = [...values, ...more].map(digestOf);
    assert.equal(new Set(digests).size, digests.length);
  });

  it('takes numbers for the same where they say the same', () => {
    const digests = [1000, 2000].map((base) => {
      const digest = new Digest((value) => (value >= base ? value - base : value));
      digest.value([1, base + 8, 'x']);
      return String(digest);
    });
    assert.equal(digests[0], digests[1]);
  });

  it('refuses what is no plain data', () => {
    assert.throws(() => digestOf(() => 1), TypeError);
  });
});
