/** How much work the copies of extended state are, counted: the guard of their speed. */
import assert from 'node:assert/strict';
import { componentSet } from '../../../src/machine/architecture/component';
import { xrstor, xrstors } from '../../../src/machine/xstate/xrstor';
import { xsave, xsavec, xsaves } from '../../../src/machine/xstate/xsave';
import { arraysMade } from '../arrays-made';
import { AREA, benchCpu, poke } from '../bench-cpu';
import { fill } from './component-contents';

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
