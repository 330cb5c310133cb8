/** Registers are kept as integers of 64 or 32 bits or as addresses; instructions move all of them alike. */
import assert from 'node:assert/strict';
import { DOUBLE, SCALAR, WORD } from '../../../src/machine/architecture/register-file';
import { Cpu } from '../../../src/machine/cpu/cpu';
import { Memory } from '../../../src/machine/cpu/memory';
import { loadStored, type StoredKey, store } from '../../../src/machine/cpu/stored-register';
import { processor } from '../bench-cpu';

const keysOf = (block: Readonly<Record<string, number>>) => Object.keys(block) as StoredKey[]; // keys of the table

describe('a register that a CPU keeps', () => {
  const cpu = new Cpu(0, processor('sapphire-rapids'), new Memory());
  const cases = [
    ['64 bits', keysOf(SCALAR), 0xfedc_ba98_7654_3210n, 0xfedc_ba98_7654_3210n],
    ['32 bits', keysOf(WORD), 0xfedc_ba98_7654_3210n, 0x7654_3210n],
    ['a canonical address', keysOf(DOUBLE), 0xffff_8000_0000_1000n, 0xffff_8000_0000_1000n],
  ] as const;
  for (const [what, keys, written, read] of cases) {
    it(`of ${what} holds what was stored, and no other changes`, () => {
      assert.ok(keys.length > 0);
      for (const key of keys) {
        cpu.reset();
        const others = keys.filter((other) => other !== key);
        const before = others.map((other) => loadStored(cpu, other));
        store(cpu, key, written);
        assert.equal(loadStored(cpu, key), read, key);
        assert.deepEqual(
          others.map((other) => loadStored(cpu, other)),
          before,
          key,
        );
      }
    });
  }

  it('takes no address that is not canonical', () => {
    for (const key of keysOf(DOUBLE)) assert.throws(() => store(cpu, key, 0x8000_0000_0000n), RangeError);
  });
});
