import assert from 'node:assert/strict';
import fc from 'fast-check';
import { combinations, numberOfCombinations } from '../../../src/world/explore/combinations';

const all = (count: number, depth: number, budget: number, seed = 0) => [
  ...combinations(count, { depth, budget, seed }),
];

describe('the order of what is tried', () => {
  it('has each thing by itself first, then the pairs', () => {
    assert.deepEqual(all(3, 2, 100), [[0], [1], [2], [0, 1], [0, 2], [1, 2]]);
    assert.deepEqual(all(3, 3, 100).at(-1), [0, 1, 2]);
    assert.equal(numberOfCombinations(3, 2), 6);
    assert.equal(numberOfCombinations(258, 2), 258 + (258 * 257) / 2);
  });

  it('never has the same twice, stays within the budget, and goes by the seed alone', () => {
    fc.assert(
      fc.property(
        fc.nat(30),
        fc.integer({ min: 1, max: 3 }),
        fc.nat(400),
        fc.nat(1000),
        (count, depth, budget, seed) => {
          const tried = all(count, depth, budget, seed);
          assert.equal(tried.length, Math.min(budget, numberOfCombinations(count, depth)));
          assert.equal(new Set(tried.map(String)).size, tried.length);
          for (const chosen of tried) {
            assert.deepEqual(
              chosen,
              [...chosen].sort((a, b) => a - b),
            );
            assert.ok(chosen.every((index) => index >= 0 && index < count));
          }
          assert.deepEqual(all(count, depth, budget, seed), tried);
        },
      ),
    );
  });
});
