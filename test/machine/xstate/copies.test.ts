/** How much work the copies of extended state are, counted: the guard of their speed. */
import assert from 'node:assert/strict';
import { componentSet } from '../../../src/machine/architecture/component';
import { xrstor, xrstors } from '../../../src/machine/xstate/xrstor';
import { xsave, xsavec, xsaves } from '../../../src/machine/xstate/xsave';
import { AREA, benchCpu, poke } from '../bench-cpu';
import { fill } from './component-contents';

/** What every typed array inherits its methods from. */
const TYPED_ARRAY = Object.getPrototypeOf(Int32Array.prototype) as { subarray: unknown; slice: unknown };

/** How many views and copies of typed arrays `work` makes. */
function arraysMade(work: () => void): number {
  const kept = { ...Object.getOwnPropertyDescriptors(TYPED_ARRAY) };
  let made = 0;
  for (const name of ['subarray', 'slice'] as const) {
    const method = TYPED_ARRAY[name] as (...args: unknown[]) => unknown;
    Object.defineProperty(TYPED_ARRAY, name, {
      ...kept[name],
      value(...args: unknown[]) {
        made++;
        return method.apply(this, args);
      },
    });
  }
  try {
    work();
  } finally {
    for (const name of ['subarray', 'slice'] as const) Object.defineProperty(TYPED_ARRAY, name, kept[name] ?? {});
  }
  return made;
}

describe('A full extended state', () => {
  const all = componentSet(~0n);
  const cases = [
    ['XSAVES and XRSTORS', xsaves, xrstors],
    ['XSAVEC and XRSTOR', xsavec, xrstor],
    ['XSAVE and XRSTOR', xsave, xrstor],
  ] as const;
  for (const [name, save, restore] of cases) {
    it(`is copied by ${name} without a view or an array being made, wherever in a page the area begins`, () => {
      const cpu = benchCpu('sapphire-rapids');
      fill(cpu, cpu.xcr0, 1);
      const turn = (offset: number) => {
        save(cpu, AREA + offset, all);
        restore(cpu, AREA + offset, all);
      };
      for (const offset of [0, 64, 0x7c0, 0xfc0]) {
        poke(cpu, new Uint8Array(0x4000)); // no header of the areas before
        turn(offset);
        assert.equal(
          arraysMade(() => turn(offset)),
          0,
          `at ${offset}`,
        );
      }
    });
  }
});
