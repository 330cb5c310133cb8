import assert from 'node:assert/strict';
import { frameRegisters } from '../../../src/world/compiled/unwind-stack';

describe('The registers of a frame', () => {
  const gpr = BigUint64Array.from({ length: 32 }, (_, index) => 100n + BigInt(index));

  it('have DWARF’s numbers, R16 to R31 of APX those that LLVM 22.1 writes for them', () => {
    const registers = frameRegisters(gpr, 0x401000);
    // RDX and RCX, RSP, R15, RIP.
    assert.deepEqual([registers[1], registers[2], registers[7]], [102n, 101n, 104n]);
    assert.deepEqual([registers[15], registers[16]], [115n, 0x401000n]);
    assert.deepEqual(
      [registers[129], registers[130], registers[145], registers[146]],
      [undefined, 116n, 131n, undefined],
    );
  });

  it('are sixteen general ones where no more have been saved', () => {
    assert.equal(frameRegisters(gpr.subarray(0, 16), 0)[130], undefined);
  });
});
