import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Fault } from '../../../src/machine/architecture/exception';
import { Cpu } from '../../../src/machine/cpu/cpu';
import { effectiveAddress, effectiveAddressValue } from '../../../src/machine/cpu/effective-address';
import type { MemoryRef } from '../../../src/machine/cpu/instruction';
import { Memory } from '../../../src/machine/cpu/memory';
import { registerByName } from '../../../src/machine/cpu/register-names';
import { DEFAULT_MODEL } from '../../../src/machine/processor/models';
import { Processor } from '../../../src/machine/processor/processor';

const cpu = new Cpu(0, new Processor(DEFAULT_MODEL), new Memory());
const rax = registerByName('rax')!; // names in the table
const rcx = registerByName('rcx')!;
const rbp = registerByName('rbp')!;

/** Values near the edges that matter and plain random ones. */
const value64 = fc.oneof(
  fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }),
  fc
    .tuple(
      fc.constantFrom(0n, 1n << 31n, 1n << 32n, 1n << 47n, 1n << 48n, 1n << 53n, 1n << 63n),
      fc.bigInt({ min: -9n, max: 9n }),
    )
    .map(([a, b]) => BigInt.asUintN(64, a + b)),
);
const displacement = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
const scale = fc.constantFrom<1 | 2 | 4 | 8>(1, 2, 4, 8);

function addressOrFault(memory: MemoryRef): number | string {
  try {
    return effectiveAddress(memory, cpu);
  } catch (error) {
    assert.ok(error instanceof Fault);
    assert.equal(error.detail.errorCode, 0);
    return error.mnemonic;
  }
}

describe('the effective address', () => {
  it('is the 64-bit sum where that is canonical, else #GP(0)', () => {
    fc.assert(
      fc.property(value64, value64, scale, displacement, (base, index, scale, displacement) => {
        cpu.gpr[0] = base;
        cpu.gpr[1] = index;
        const memory: MemoryRef = { base: rax, index: rcx, scale, displacement, size: 8 };
        const sum = BigInt.asUintN(64, base + index * BigInt(scale) + BigInt(displacement));
        const canonical = BigInt.asUintN(64, BigInt.asIntN(48, sum)) === sum;
        assert.equal(effectiveAddressValue(memory, cpu), sum);
        assert.equal(addressOrFault(memory), canonical ? Number(BigInt.asIntN(64, sum)) : '#GP');
      }),
      { numRuns: 2000 },
    );
  });

  it('raises #SS(0) where the base is RBP', () => {
    cpu.gpr[5] = 1n << 47n;
    assert.equal(addressOrFault({ base: rbp, scale: 1, displacement: 0, size: 8 }), '#SS');
    assert.equal(addressOrFault({ base: rbp, scale: 1, displacement: -1, size: 8 }), 2 ** 47 - 1);
  });

  it('is the displacement where the base is RIP or absent', () => {
    assert.equal(effectiveAddress({ scale: 1, displacement: -8, size: 4 }, cpu), -8);
    const rip = registerByName('rip')!;
    assert.equal(effectiveAddress({ base: rip, scale: 1, displacement: 0x401000, size: 4 }, cpu), 0x401000);
  });

  it('wraps at 32 bits and is zero-extended with 32-bit registers', () => {
    cpu.gpr[0] = 0xdead_beef_ffff_ffffn;
    cpu.gpr[1] = 3n;
    const memory: MemoryRef = {
      base: registerByName('eax')!,
      index: registerByName('ecx')!,
      scale: 4,
      displacement: -4,
      size: 8,
    };
    assert.equal(effectiveAddress(memory, cpu), 7);
    assert.equal(effectiveAddressValue({ ...memory, displacement: -16 }, cpu), 0xffff_fffbn);
  });
});
