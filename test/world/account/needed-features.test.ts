/** What the instructions of a run need of a processor: counted when they complete, and asked for by exported programs. */
import assert from 'node:assert/strict';
import { featuresOf } from '../../../src/machine/instructions/apx-use';
import { requirementsOf } from '../../../src/world/reproducer/requirements';
import { load } from '../harness';

const PROGRAM = load(`xtrace 1
machine diamond-rapids
kernel linux
task A
switch A
    add  eax, eax
    add  r16d, eax
    {rex2} or eax, eax
    xor  eax, [rbx + r17*4]
    vpbroadcastd zmm1, r16d
`);

describe('what instructions need', () => {
  it('is APX where a register or the prefix is of it, although the instruction is older', () => {
    const needed = [...PROGRAM.steps].flatMap((step) =>
      step.kind === 'instruction' ? [[step.instruction.mnemonic, ...featuresOf(step.instruction)].join(' ')] : [],
    );
    assert.deepEqual(needed, ['add', 'add APX_F', 'or APX_F', 'xor APX_F', 'vpbroadcastd AVX512F APX_F']);
  });

  it('is asked of the processor that an exported program runs on, with the component', () => {
    const { features, components } = requirementsOf(PROGRAM);
    assert.deepEqual(features, ['APX_F', 'AVX512F']);
    assert.notEqual(components & (1n << 19n), 0n);
  });
});
