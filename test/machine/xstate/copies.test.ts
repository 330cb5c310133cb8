/** How much work the copies of extended state are, counted: the guard of their speed. */
import assert from 'node:assert/strict';
import { componentSet } from '../../../src/machine/architecture/component';
import { Cpu } from '../../../src/machine/cpu/cpu';
import { xrstor, xrstors } from '../../../src/machine/xstate/xrstor';
import { xsave, xsavec, xsaves } from '../../../src/machine/xstate/xsave';
import { arraysMade, copiesMade, longestCopy } from '../arrays-made';
import { AREA, AREA_LENGTH, benchCpu, faultOf, peek, poke } from '../bench-cpu';
import { fill, images } from './component-contents';

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
    assert.ok(longestCopy(() => xrstor(cpu, AREA, all)) <= 2048);
  });

  it('is moved in the fewest such pieces that pages allow, tiles with their configuration', () => {
    const cpu = benchCpu('sapphire-rapids');
    cpu.xss = 0n;
    fill(cpu, cpu.xcr0, 1);
    for (const offset of [0, 0x440, 0x7c0, 0xfc0]) {
      poke(cpu, new Uint8Array(0x4000)); // no header of the areas before
      const saved = copiesMade(() => xsaves(cpu, AREA + offset, all));
      // The opmask registers, ZMM16-31, and 8256 bytes of tiles; a page boundary may cut two of them.
      assert.equal(sum(saved), 64 + 1024 + 64 + 8192, `at ${offset}`);
      assert.ok(saved.length <= 10, `${saved.length} copies at ${offset}`);
      const restored = copiesMade(() => xrstors(cpu, AREA + offset, all));
      // And all registers but the tiles once more, to tell later what has changed.
      assert.ok(sum(restored) - sum(saved) <= 2816, `${sum(restored)} bytes at ${offset}`);
      assert.ok(restored.length <= saved.length + 2, `${restored.length} copies at ${offset}`);
    }
  });

  it('is that of the processor that saves, where two take turns with one area', () => {
    const [first, alone] = [benchCpu('sapphire-rapids'), benchCpu('sapphire-rapids')];
    const other = neighbourOf(first);
    fill(first, first.xcr0, 1);
    for (const cpu of [other, alone]) fill(cpu, cpu.xcr0, 2);
    xsavec(alone, AREA, all);
    for (const turn of [1, 2, 3]) {
      xsavec(first, AREA, all);
      xsavec(other, AREA, all);
      assert.deepEqual(peek(first, 0x3000), peek(alone, 0x3000), `turn ${turn}`);
    }
  });

  it('is restored to the processor that asks, where two take turns with one area', () => {
    const first = benchCpu('sapphire-rapids');
    const other = neighbourOf(first);
    fill(first, first.xcr0, 1);
    const expected = images(first);
    xsaves(first, AREA, all);
    for (const cpu of [other, first, other, first]) {
      fill(cpu, first.xcr0, 3);
      xrstors(cpu, AREA, all);
      assert.deepEqual(images(cpu), expected);
    }
  });

  it('is that of each area, where areas of which the same is remembered take turns', () => {
    const cpu = benchCpu('sapphire-rapids');
    cpu.memory.map(0, AREA + AREA_LENGTH, 16 * AREA_LENGTH);
    const places = Array.from({ length: 40 }, (_, index) => AREA + 0x4000 * index);
    const expected = places.map((place, index) => {
      fill(cpu, cpu.xcr0, index);
      xsaves(cpu, place, all);
      return images(cpu);
    });
    for (const round of [1, 2]) {
      for (const [index, place] of places.entries()) {
        xrstors(cpu, place, all);
        assert.deepEqual(images(cpu), expected[index], `round ${round}`);
      }
    }
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

/** Another processor with the same memory. */
function neighbourOf(cpu: Cpu): Cpu {
  const neighbour = new Cpu(cpu.index + 1, cpu.processor, cpu.memory);
  for (const key of ['cr4', 'xcr0', 'xss'] as const) neighbour[key] = cpu[key];
  return neighbour;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
