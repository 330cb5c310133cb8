/** Laws of saving and restoring on every model, in every layout. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { hasBit } from '../../../src/machine/architecture/component';
import type { Cpu } from '../../../src/machine/cpu/cpu';
import { CPU_MODELS } from '../../../src/machine/processor/models';
import { xrstor, xrstors } from '../../../src/machine/xstate/xrstor';
import { xsave, xsavec, xsaveopt, xsaves } from '../../../src/machine/xstate/xsave';
import { HEADER_SIZE, readArea, XSTATE_BV_OFFSET } from '../../../src/machine/xstate/xsave-area';
import { AREA, AREA_LENGTH, benchCpu, peek, poke } from '../bench-cpu';
import { Random } from '../random';
import { fill, INDICES, images } from './component-contents';

const RUNS = { numRuns: 40 };
const COPY = AREA + AREA_LENGTH / 2;

/** Model and flags. */
const MACHINES: readonly (readonly [string, ...string[]])[] = [
  ...CPU_MODELS.map(({ name }) => [name] as const),
  ['skylake-sp', '-mpx'],
  ['zen4', '+amx-int8', '+xfd'],
];

const mask = fc.bigInt({ min: 0n, max: 0xfffffn });
const seed = fc.integer({ min: 0, max: 0xffff });

/** All that a restore could bring back: the registers of what the processor has, and MXCSR. */
function stateOf(cpu: Cpu): string {
  const had = cpu.processor.xcr0Supported | cpu.processor.xssSupported;
  const contents = images(cpu);
  return [...INDICES.filter((index) => hasBit(had, index)).map((index) => contents.get(index)), cpu.mxcsr].join();
}

for (const machine of MACHINES) {
  const newCpu = () => benchCpu(...machine);
  const { xcr0Supported, xssSupported } = newCpu().processor;
  const all = xcr0Supported | xssSupported;

  /** A processor with contents in the components of `live`, and an area full of old bytes but for its header. */
  const filled = (live: bigint, from: number) => {
    const cpu = newCpu();
    fill(cpu, live & all, from);
    const old = new Random(from).bytes(AREA_LENGTH);
    for (const area of [0, AREA_LENGTH / 2])
      old.fill(0, area + XSTATE_BV_OFFSET, area + XSTATE_BV_OFFSET + HEADER_SIZE);
    poke(cpu, old);
    return cpu;
  };

  /** Another processor with the same memory, and other contents in all its registers. */
  const elsewhere = (cpu: Cpu, from: number) => {
    const other = newCpu();
    fill(other, all, from + 1);
    other.memory.restore(cpu.memory.snapshot());
    return other;
  };

  const restored = (cpu: Cpu, from: number, address: number, restore = xrstor, rfbm = ~0n) => {
    const other = elsewhere(cpu, from);
    restore(other, address, rfbm);
    return stateOf(other);
  };

  describe(`saving on ${machine.join(' ')}`, () => {
    for (const save of [xsave, xsaveopt, xsavec, xsaves]) {
      it(`${save.name.toUpperCase()} keeps what a restore gives back, for any set of components`, () => {
        fc.assert(
          fc.property(mask, mask, seed, (rfbm, live, from) => {
            const cpu = filled(live, from);
            save(cpu, AREA, rfbm);
            const other = elsewhere(cpu, from);
            const before = images(other);
            (save === xsaves ? xrstors : xrstor)(other, AREA, rfbm);
            const enabled = rfbm & (save === xsaves ? all : xcr0Supported);
            const [saved, after] = [images(cpu), images(other)];
            for (const index of INDICES) {
              const expected = hasBit(enabled, index) ? saved : before;
              assert.equal(after.get(index), expected.get(index), `component ${index}`);
            }
          }),
          RUNS,
        );
      });
    }

    it('puts the same bytes into both formats', () => {
      fc.assert(
        fc.property(mask, mask, seed, (rfbm, live, from) => {
          const cpu = filled(live, from);
          xsave(cpu, AREA, rfbm);
          xsavec(cpu, COPY, rfbm);
          const [standard, compacted] = [AREA, COPY].map((at) =>
            readArea(peek(cpu, AREA_LENGTH / 2, at), cpu.processor),
          );
          for (const { component, bytes, inUse } of compacted?.components ?? []) {
            if (!inUse || component.index === 0) continue; // MXCSR lies within the first component's bytes
            const same = standard?.components.find((other) => other.component.index === component.index);
            assert.deepEqual(bytes, same?.bytes, component.id);
          }
          const enabled = rfbm & xcr0Supported;
          // With AVX alone, only the standard format loads MXCSR.
          if (hasBit(enabled, 1)) {
            const [one, other] = [AREA, COPY].map((at) => restored(cpu, from, at, xrstor, rfbm));
            assert.equal(one, other);
          }
        }),
        RUNS,
      );
    });

    it('leaves out with XSAVEOPT only what a restore cannot tell, also over an area that was restored from', () => {
      fc.assert(
        fc.property(mask, mask, mask, mask, seed, (first, rfbm, changed, live, from) => {
          const cpu = filled(live, from);
          xsave(cpu, AREA, ~0n);
          xrstor(cpu, AREA, first);
          fill(cpu, changed & all, from + 2);
          poke(cpu, peek(cpu, AREA_LENGTH / 2), COPY);
          xsave(cpu, COPY, rfbm);
          xsaveopt(cpu, AREA, rfbm);
          assert.equal(restored(cpu, from, AREA), restored(cpu, from, COPY));
        }),
        RUNS,
      );
    });

    it('leaves out with XSAVES only what XRSTORS cannot tell, over the area that was restored from', () => {
      fc.assert(
        fc.property(mask, mask, mask, seed, (rfbm, changed, live, from) => {
          const cpu = filled(live, from);
          xsaves(cpu, AREA, rfbm);
          xrstors(cpu, AREA, rfbm);
          fill(cpu, changed & all, from + 2);
          xsaves(cpu, COPY, rfbm);
          xsaves(cpu, AREA, rfbm);
          assert.equal(restored(cpu, from, AREA, xrstors, rfbm), restored(cpu, from, COPY, xrstors, rfbm));
        }),
        RUNS,
      );
    });
  });
}
