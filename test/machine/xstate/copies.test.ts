/** How much work the copies of extended state are, counted: the guard of their speed. */
import assert from 'node:assert/strict';
import { componentSet } from '../../../src/machine/architecture/component';
import { xrstor, xrstors } from '../../../src/machine/xstate/xrstor';
import { xsave, xsavec, xsaves } from '../../../src/machine/xstate/xsave';
import { arraysMade, longestCopy } from '../arrays-made';
import { AREA, benchCpu, faultOf, peek, poke } from '../bench-cpu';
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

  it('is saved in pieces of at most 2 KiB, of which copies are fast wherever source and target lie', () => {
    const cpu = benchCpu('sapphire-rapids');
    fill(cpu, cpu.xcr0, 1);
    assert.ok(longestCopy(() => xsavec(cpu, AREA, all)) <= 2048);
  });

  it('lies in an area whose pages are known as in one whose pages are not', () => {
    const cpu = benchCpu('sapphire-rapids');
    fill(cpu, cpu.xcr0, 1);
    xsavec(cpu, AREA, all);
    const first = peek(cpu, 0x3000).slice();
    poke(cpu, new Uint8Array(0x3000));
    xsavec(cpu, AREA, all);
    assert.deepEqual(peek(cpu, 0x3000), first);
  });
});

describe('An area whose pages have been accessed before', () => {
  const all = componentSet(~0n);
  const PAGE = 0x1000;
  const cases = [
    ['XSAVEC', 'write', xsavec],
    ['XRSTOR', 'read', xrstor],
  ] as const;
  for (const [name, direction, run] of cases) {
    const known = () => {
      const cpu = benchCpu('sapphire-rapids');
      fill(cpu, cpu.xcr0, 1);
      xsavec(cpu, AREA, all);
      run(cpu, AREA, all);
      run(cpu, AREA, all);
      return cpu;
    };

    it(`is looked up again by ${name} once a page in it is no longer there`, () => {
      const cpu = known();
      cpu.memory.unmap(0, AREA + PAGE, PAGE);
      assert.equal(faultOf(() => run(cpu, AREA, all)).mnemonic, '#PF');
    });

    it(`is not accessed unseen by ${name} once a page in it is watched`, () => {
      const cpu = known();
      const seen: string[] = [];
      cpu.memory.watch([{ space: 0, address: AREA + PAGE, length: 8 }], (_range, how) => void seen.push(how));
      run(cpu, AREA, all);
      assert.ok(seen.length > 0 && seen.every((how) => how === direction));
    });
  }

  it('is not written by XSAVEC where a snapshot shares its pages', () => {
    const cpu = benchCpu('sapphire-rapids');
    fill(cpu, cpu.xcr0, 1);
    xsavec(cpu, AREA, all);
    const snapshot = cpu.memory.snapshot();
    const before = peek(cpu, 0x3000).slice();
    fill(cpu, cpu.xcr0, 2);
    xsavec(cpu, AREA, all);
    assert.notDeepEqual(peek(cpu, 0x3000), before);
    cpu.memory.restore(snapshot);
    assert.deepEqual(peek(cpu, 0x3000), before);
  });
});
