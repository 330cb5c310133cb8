import assert from 'node:assert/strict';
import { POLICIES } from '../../src/kernel/policies';
import { problems, run } from '../world/harness';

describe('getpid', () => {
  for (const { name } of POLICIES.filter((policy) => policy.name !== 'none')) {
    it(`gives all threads of a process the number of its first one, under ${name}`, () => {
      const trace = `xtrace 1
kernel ${name}
task A
task B in A
task C
switch A
    syscall getpid()
    expect last.result == A.pid
switch B
    mov     eax, 39
    syscall
    expect rax == A.pid && rax != B.pid
switch C
    syscall getpid()
    expect last.result == C.pid
`;
      assert.deepEqual(problems(run(trace)), []);
    });
  }
});
