import assert from 'node:assert/strict';
import { registerByName, registerName, registerNames } from '../../../src/machine/cpu/register-names';

describe('register names', () => {
  it('go to a register and back for every name; `st(0)` is another one of st', () => {
    for (const name of registerNames()) {
      const register = registerByName(name)!; // it came from the table
      assert.equal(registerName(register), name === 'st(0)' ? 'st' : name);
    }
  });

  it('are read in any case', () => {
    assert.deepEqual(registerByName('R8D'), { file: 'gpr', index: 8, size: 4 });
    assert.equal(registerByName('Tmm3'), registerByName('tmm3'));
  });

  it('tell the parts of a general register apart', () => {
    assert.deepEqual(registerByName('ah'), { file: 'gpr', index: 0, size: 1, high: true });
    assert.deepEqual(registerByName('bpl'), { file: 'gpr', index: 5, size: 1 });
    assert.deepEqual(registerByName('r15w'), { file: 'gpr', index: 15, size: 2 });
  });

  it('leave unknown names alone', () => {
    for (const name of ['', 'rax2', 'tmm8', 'xmm32', 'k8', 'constructor'])
      assert.equal(registerByName(name), undefined);
  });
});
