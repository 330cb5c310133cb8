import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type AmxClass, amxCheck } from '../../../src/machine/amx/exception-classes';
import { CR0, CR4 } from '../../../src/machine/architecture/bits';
import { buildTilecfg } from '../../../src/machine/architecture/tilecfg';
import { Cpu } from '../../../src/machine/cpu/cpu';
import { Memory } from '../../../src/machine/cpu/memory';
import { MODELS } from '../../../src/machine/processor/models';
import { Processor } from '../../../src/machine/processor/processor';

const TILES: Readonly<Record<AmxClass, readonly number[]>> = {
  E1: [],
  E2: [],
  E3: [3],
  E4: [3, 1, 2],
  E5: [3],
  E6: [],
  E7: [3],
  E8: [3],
};

const memory = new Memory();
const processors = [MODELS['sapphire-rapids'], MODELS['diamond-rapids']].map((model) => new Processor(model));
const often = <Value>(usual: Value, ...others: Value[]) =>
  fc.oneof({ weight: 8, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: fc.constantFrom(...others) });
const shape = often(
  { rows: 4, colsb: 16 },
  { rows: 0, colsb: 0 },
  { rows: 4, colsb: 15 },
  { rows: 3, colsb: 16 },
  { rows: 5, colsb: 20 },
);

/** Everything that the rules look at, mostly as it should be. */
const states = fc.record({
  processor: often(...(processors as [Processor, Processor])),
  efer: often(0xd01n, 0n),
  cr4: often(CR4.OSXSAVE, 0n),
  cr0: often(0n, CR0.TS),
  xcr0: often(0xe02e7n, 0x602e7n, 0x602e6n, 0x20000n, 7n),
  xfd: often(0n, 0x40000n),
  palette: often(1, 0),
  startRow: often(0, 3, 4),
  tiles: fc.tuple(shape, shape, shape, shape),
});

function cpuIn(state: typeof states extends fc.Arbitrary<infer State> ? State : never): Cpu {
  const { processor, palette, startRow, tiles, ...scalars } = state;
  const cpu = Object.assign(new Cpu(0, processor, memory), scalars);
  cpu.tilecfg.set(buildTilecfg({ palette, startRow, tiles }));
  return cpu;
}

function outcome(check: (cpu: Cpu) => void, cpu: Cpu): string {
  try {
    check(cpu);
    return 'passed';
  } catch (error) {
    return `${(error as Error).message}, IA32_XFD_ERR ${cpu.xfdErr}`;
  }
}

describe('The checks of an AMX instruction', () => {
  for (const [amxClass, tiles] of Object.entries(TILES) as [AmxClass, readonly number[]][]) {
    it(`of class ${amxClass} have the same outcome whatever the instruction has passed before`, () => {
      const features = amxClass === 'E7' ? (['AMX_TILE', 'AMX_AVX512'] as const) : (['AMX_TILE'] as const);
      const make = (promoted: boolean) =>
        amxCheck({ class: amxClass, mnemonic: 'ONE', features, use: 'uses tiles', tiles, promoted });
      const seen = new Set<boolean>();
      fc.assert(
        fc.property(fc.boolean(), fc.array(states, { minLength: 2, maxLength: 20 }), (promoted, sequence) => {
          const again = make(promoted);
          for (const state of sequence) {
            const expected = outcome(make(promoted), cpuIn(state));
            assert.equal(outcome(again, cpuIn(state)), expected);
            seen.add(expected === 'passed');
          }
        }),
        { numRuns: 300 },
      );
      assert.deepEqual([...seen].sort(), [false, true]);
    });
  }
});
