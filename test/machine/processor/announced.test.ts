/** What the models announce by CPUID, and that every feature can be taken away. */
import assert from 'node:assert/strict';
import { ANNOUNCED_FEATURES } from '../../../src/machine/architecture/announced-features';
import { FEATURE_NAMES, FEATURES, type FeatureRow } from '../../../src/machine/architecture/feature';
import { MODELLED_FEATURES } from '../../../src/machine/architecture/modelled-features';
import { hasFeature } from '../../../src/machine/processor/cpuid-leaves';
import { CPU_MODELS } from '../../../src/machine/processor/models';
import { processor } from '../bench-cpu';

const RESET = { xcr0: 1n, xss: 0n, cr4: 0n };
const [EAX, EBX, ECX, EDX] = [0, 1, 2, 3];

/** Registers of CPUID that hold a feature a bit, and nothing else. */
const FLAGS: readonly (readonly [leaf: number, subleaf: number, registers: readonly number[]])[] = [
  [1, 0, [ECX, EDX]],
  [7, 0, [EBX, ECX, EDX]],
  [7, 1, [EAX, EBX, EDX]],
  [7, 2, [EDX]],
  [0xd, 1, [EAX]],
  [0x80000001, 0, [ECX, EDX]],
];

describe('what CPUID announces', () => {
  for (const { name } of CPU_MODELS) {
    it(`is gone from ${name} when every feature is taken away by its name`, () => {
      const all = FEATURE_NAMES.map((feature) => `-${FEATURES[feature].flag}`);
      const bare = processor(name, ...all);
      for (const [leaf, subleaf, registers] of FLAGS) {
        for (const register of registers) {
          assert.equal(bare.cpuid(leaf, subleaf, RESET)[register], 0, `${leaf.toString(16)}.${subleaf} ${register}`);
        }
      }
    });
  }

  it('has each bit under one name, and each name once', () => {
    const rows: FeatureRow[] = FEATURE_NAMES.map((name) => FEATURES[name]);
    const places = rows.map(({ leaf, register, bit }) => `${leaf} ${register} ${bit}`);
    assert.equal(new Set(places).size, rows.length);
    assert.equal(new Set(rows.map(({ flag }) => flag)).size, rows.length);
    const twice = Object.keys(MODELLED_FEATURES).filter((name) => Object.hasOwn(ANNOUNCED_FEATURES, name));
    assert.deepEqual(twice, [], 'a feature is in one of the two tables');
  });

  it('is said twice of some features by AMD, and the two agree', () => {
    const [, , , without] = processor('zen4', '-mmx').cpuid(0x80000001, 0, RESET);
    const [, , , whole] = processor('zen4').cpuid(0x80000001, 0, RESET);
    assert.equal(whole - without, 2 ** 23);
    assert.ok(!hasFeature({ '1.0': processor('zen4', '-mmx').cpuid(1, 0, RESET) }, 'MMX'));
  });
});
