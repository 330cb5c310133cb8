/** VP2INTERSECTD and VP2INTERSECTQ, by the manual's words. */
import assert from 'node:assert/strict';
import { bareCpu, DATA, executeLine, setLanes } from '../instructions/instruction-line';

describe('VP2INTERSECT', () => {
  it('tells of the elements of either vector whether the other has them', () => {
    const cpu = bareCpu('AVX512_VP2INTERSECT');
    cpu.opmask.fill(~0n);
    setLanes(cpu, 1, 4, [5n, 6n, 7n, 5n]);
    setLanes(cpu, 2, 4, [9n, 5n, 8n, 7n]);
    executeLine(cpu, 'vp2intersectd k4, xmm1, xmm2');
    assert.deepEqual([cpu.opmask[4], cpu.opmask[5]], [0b1101n, 0b1010n]);
    setLanes(cpu, 1, 8, [5n, 1n << 40n, 2n, 3n]);
    setLanes(cpu, 2, 8, [0n, 0n, 1n << 40n, 0n]);
    executeLine(cpu, 'vp2intersectq k2, ymm1, ymm2');
    assert.deepEqual([cpu.opmask[2], cpu.opmask[3]], [0b0010n, 0b0100n]);
  });

  it('writes the pair to which an odd register belongs, and takes one element of memory for all', () => {
    const cpu = bareCpu('AVX512_VP2INTERSECT');
    cpu.memory.write64(cpu.access, DATA, 7n);
    setLanes(cpu, 1, 8, [0n, 7n, 0n, 7n, 0n, 0n, 0n, 0n]);
    executeLine(cpu, `vp2intersectq k7, zmm1, QWORD PTR [${DATA}]{1to8}`);
    assert.deepEqual([cpu.opmask[6], cpu.opmask[7]], [0b1010n, 0xffn]);
  });
});
