/** Laws of saving and restoring, on arbitrary states. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { componentsIn, hasBit } from '../../../src/machine/architecture/component';
import { Fault } from '../../../src/machine/architecture/exception';
import type { Cpu } from '../../../src/machine/cpu/cpu';
import { componentState } from '../../../src/machine/xstate/component-state';
import { effectiveInUse } from '../../../src/machine/xstate/xfd';
import { inUse } from '../../../src/machine/xstate/xinuse';
import { xrstor, xrstors } from '../../../src/machine/xstate/xrstor';
import { xsave, xsavec, xsaveopt, xsaves } from '../../../src/machine/xstate/xsave';
import { AREA, benchCpu, poke } from '../bench-cpu';
import { fill, INDICES, images } from './component-contents';

const RUNS = { numRuns: 60 };
const SAVES = { xsave, xsaveopt, xsavec, xsaves };

const enabledForUsers = ({ xcr0 }: Cpu) => xcr0;
const enabledForAll = ({ xcr0, xss }: Cpu) => xcr0 | xss;
/** Each save with its restore, and the components that both know. */
const PAIRS = {
  xsave: { save: xsave, restore: xrstor, enabledIn: enabledForUsers },
  xsaveopt: { save: xsaveopt, restore: xrstor, enabledIn: enabledForUsers },
  xsavec: { save: xsavec, restore: xrstor, enabledIn: enabledForUsers },
  xsaves: { save: xsaves, restore: xrstors, enabledIn: enabledForAll },
};

const mask = fc.bigInt({ min: 0n, max: 0xfffffn });

function newCpu(): Cpu {
  return benchCpu('sapphire-rapids', '+apx-f');
}

describe('saving and then restoring', () => {
  for (const [name, { save, restore, enabledIn }] of Object.entries(PAIRS)) {
    it(`${name}: gives back exactly the components asked for, whatever was there`, () => {
      fc.assert(
        fc.property(mask, mask, mask, fc.integer(), fc.boolean(), (rfbm, live, other, seed, rexW) => {
          const cpu = newCpu();
          fill(cpu, live, seed);
          const saved = images(cpu);
          const mxcsr = cpu.mxcsr;
          save(cpu, AREA, rfbm, { rexW });
          const used = inUse(cpu);
          const second = newCpu();
          second.memory.restore(cpu.memory.snapshot());
          fill(second, other, seed + 1);
          const before = images(second);
          restore(second, AREA, rfbm, { rexW });
          const after = images(second);
          const enabled = rfbm & enabledIn(cpu);
          // Without REX.W the pointers of x87 are cut to 32 bits.
          for (const index of INDICES.filter((index) => index !== 0 || rexW)) {
            const expected = hasBit(enabled, index) ? saved : before;
            assert.equal(after.get(index), expected.get(index), `component ${index}`);
          }
          if (hasBit(enabled, 1)) assert.equal(second.mxcsr, mxcsr);
          assert.equal(inUse(second) & enabled & ~2n, used & enabled & ~2n);
        }),
        RUNS,
      );
    });
  }

  it('does the same whichever instruction saved', () => {
    fc.assert(
      fc.property(mask, fc.integer(), (live, seed) => {
        const results = Object.values(SAVES).map((save) => {
          const cpu = newCpu();
          cpu.xss = 0n;
          fill(cpu, live, seed);
          save(cpu, AREA, ~0n);
          const second = newCpu();
          second.memory.restore(cpu.memory.snapshot());
          xrstor(second, AREA, ~0n);
          return [...images(second).values(), second.mxcsr].join();
        });
        assert.equal(new Set(results).size, 1);
      }),
      RUNS,
    );
  });
});

describe('XINUSE', () => {
  it('never calls a component initial that is not', () => {
    fc.assert(
      fc.property(mask, mask, fc.integer(), (live, restored, seed) => {
        const cpu = newCpu();
        xsave(cpu, AREA, ~0n);
        xrstor(cpu, AREA, restored);
        fill(cpu, live, seed);
        const supported = cpu.processor.xcr0Supported | cpu.processor.xssSupported;
        for (const { index } of componentsIn(supported)) {
          if (!componentState(index).isInitial(cpu)) assert.ok(hasBit(inUse(cpu), index), `component ${index}`);
        }
      }),
      RUNS,
    );
  });
});

describe('a restore that faults', () => {
  it('changes nothing but IA32_XFD_ERR', () => {
    fc.assert(
      fc.property(
        fc.record({
          xstateBv: fc.bigInt({ min: 0n, max: 0x1fffffn }),
          xcompBv: fc.oneof(
            fc.constant(0n),
            mask.map((bits) => bits | (1n << 63n)),
          ),
          reserved: fc.option(fc.integer({ min: 16, max: 63 })),
          mxcsr: fc.constantFrom(0x1f80, 0, 0x10000),
          armed: fc.boolean(),
          atEnd: fc.boolean(),
          rfbm: mask,
        }),
        ({ xstateBv, xcompBv, reserved, mxcsr, armed, atEnd, rfbm }) => {
          const cpu = newCpu();
          fill(cpu, ~0n & 0xfffffn, 1);
          if (armed) cpu.xfd = 0x40000n;
          const address = atEnd ? AREA + 0xf000 : AREA;
          const area = new Uint8Array(4096);
          const view = new DataView(area.buffer);
          view.setUint32(24, mxcsr, true);
          view.setBigUint64(512, xstateBv, true);
          view.setBigUint64(520, xcompBv, true);
          if (reserved !== null) area[512 + reserved] = 1;
          poke(cpu, area, address);
          const before = Buffer.from(cpu.snapshot());
          try {
            xrstor(cpu, address, rfbm);
          } catch (error) {
            assert.ok(error instanceof Fault);
            assert.equal(effectiveInUse(cpu) & 1n, 1n);
            if (error.detail.cause === 'xfd') {
              assert.equal(cpu.xfdErr, 0x40000n);
              cpu.xfdErr = 0n;
            }
            assert.ok(Buffer.from(cpu.snapshot()).equals(before), error.message);
          }
        },
      ),
      { numRuns: 200 },
    );
  });
});
