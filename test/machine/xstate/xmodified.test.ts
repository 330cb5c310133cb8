/** XMODIFIED: what a save may leave out after a restore from the same area. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { COMPONENTS, componentSet, componentsIn, hasBit } from '../../../src/machine/architecture/component';
import type { Cpu } from '../../../src/machine/cpu/cpu';
import { componentImage, componentState, restoreComponent } from '../../../src/machine/xstate/component-state';
import { modifiedAmong } from '../../../src/machine/xstate/xinuse';
import { xrstors } from '../../../src/machine/xstate/xrstor';
import { xsaves } from '../../../src/machine/xstate/xsave';
import { AREA, benchCpu, peek, poke } from '../bench-cpu';
import { fill } from './component-contents';

const ALL = componentSet(~0n);
const AREA_SIZE = 0x4000;
const seed = fc.integer({ min: 0, max: 0xffff });
const mask = fc.bigInt({ min: 0n, max: 0xfffffn });

/** A processor whose components have been restored from an area that holds something for each. */
function restoredCpu(from: number, rfbm = ~0n): Cpu {
  const cpu = benchCpu('sapphire-rapids', '+apx-f');
  fill(cpu, BigInt(ALL), from);
  xsaves(cpu, AREA, ~0n);
  xrstors(cpu, AREA, rfbm);
  return cpu;
}

/** Bytes of a component's section that hold a register each bit of which can change alone. */
function free(component: number): readonly number[] {
  const { size } = componentState(component);
  if (component === 0) return Array.from({ length: 8 }, (_, register) => 32 + 16 * register);
  if (component === 9) return [0, 1, 2, 3];
  if (component === 17) return [1]; // start_row; other bytes decide whether the section is taken
  return Array.from({ length: size }, (_, offset) => offset);
}

describe('XMODIFIED', () => {
  it('is clear for everything that XRSTORS loaded or initialised, and set for the rest', () => {
    fc.assert(
      fc.property(seed, mask, (from, rfbm) => {
        const cpu = restoredCpu(from, rfbm);
        assert.equal(modifiedAmong(cpu, ALL), ALL & ~componentSet(rfbm & (cpu.xcr0 | cpu.xss)));
      }),
      { numRuns: 40 },
    );
  });

  const { xcr0Supported, xssSupported } = benchCpu('sapphire-rapids', '+apx-f').processor;
  for (const { index, id } of componentsIn(xcr0Supported | xssSupported)) {
    const isNoted = id === 'XTILEDATA';
    it(`is set for ${id} alone when a bit of it changes, and ${isNoted ? 'stays set' : 'clear again'} when the bit changes back`, () => {
      const cpu = restoredCpu(1);
      const bytes = free(index);
      fc.assert(
        fc.property(fc.constantFrom(...bytes), fc.nat(7), (offset, bit) => {
          const before = componentImage(cpu, index);
          const changed = before.slice();
          changed[offset] = (changed[offset] ?? 0) ^ (1 << bit);
          restoreComponent(cpu, index, changed);
          assert.equal(modifiedAmong(cpu, ALL & ~unsupported(cpu)), 1 << index);
          restoreComponent(cpu, index, before);
          assert.equal(modifiedAmong(cpu, ALL & ~unsupported(cpu)), isNoted ? 1 << index : 0);
          xrstors(cpu, AREA, ~0n);
        }),
        { numRuns: 60 },
      );
    });
  }

  it('is set for SSE when only MXCSR changes', () => {
    const cpu = restoredCpu(1);
    cpu.mxcsr ^= 1;
    assert.equal(modifiedAmong(cpu, ALL & ~unsupported(cpu)), 2);
  });

  it('survives a snapshot, and going back to one', () => {
    const cpu = restoredCpu(1);
    const before = cpu.snapshot();
    cpu.tiles[5] = (cpu.tiles[5] ?? 0) ^ 1;
    xrstors(cpu, AREA, 1n);
    cpu.restore(before);
    assert.equal(modifiedAmong(cpu, ALL & ~unsupported(cpu)), 0);
  });
});

describe('XSAVES over the area of the last XRSTORS', () => {
  it('writes what has changed and leaves the other sections as they are in memory', () => {
    fc.assert(
      fc.property(seed, mask, (from, changed) => {
        const cpu = restoredCpu(from);
        const enabled = cpu.xcr0 | cpu.xss;
        const other = restoredCpu(from + 1);
        const changes = componentSet(changed & enabled);
        for (const { index } of COMPONENTS) {
          if (hasBit(BigInt(changes), index)) restoreComponent(cpu, index, componentImage(other, index));
        }
        const modified = modifiedAmong(cpu, componentSet(enabled));
        assert.equal(modified & ~changes, 0);
        poke(cpu, new Uint8Array(512).fill(0xcc));
        poke(cpu, new Uint8Array(AREA_SIZE - 576).fill(0xcc), AREA + 576);
        xsaves(cpu, AREA, ~0n);
        const memory = peek(cpu, AREA_SIZE);
        for (const { index, at, image } of sections(cpu, enabled)) {
          const expected = hasBit(BigInt(modified), index) ? image : new Uint8Array(image.length).fill(0xcc);
          assert.deepEqual(memory.subarray(at, at + image.length), expected, `component ${index}`);
        }
      }),
      { numRuns: 40 },
    );
  });
});

/** The spans of the components of `mask`: where they lie in a compacted area, and what the registers hold for them. */
function* sections(cpu: Cpu, mask: bigint) {
  const layout = cpu.processor.compactedLayout(mask);
  for (const { index } of COMPONENTS) {
    const start = layout.offsetOf(index);
    if (start === undefined || !hasBit(mask, index)) continue;
    const image = componentImage(cpu, index);
    for (const { offset, size } of componentState(index).spans) {
      yield { index, at: start + offset, image: image.subarray(offset, offset + size) };
    }
  }
}

function unsupported(cpu: Cpu): number {
  return ALL & ~componentSet(cpu.xcr0 | cpu.xss);
}
