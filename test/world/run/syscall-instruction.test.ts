import assert from 'node:assert/strict';
import { problems, run } from '../harness';

const PERMISSION = `
    mov eax, 158                ; arch_prctl
    mov edi, 0x1023             ; ARCH_REQ_XCOMP_PERM
    mov esi, 18
    syscall
`;

describe('the instruction SYSCALL', () => {
  it('makes the call whose number is in RAX, and has the result there', () => {
    const text = `xtrace 1
kernel linux
data cfg = tilecfg { tmm0: 16x64 }
data mask = u64[1] zero
task A
switch A
    mov rcx, 1
${PERMISSION}
back:
    expect rax == 0 && rcx == back && r11 == rflags && has(A.perm, XTILEDATA)
    mov eax, 158
    mov edi, 0x1022
    mov esi, mask
    syscall
    expect u64[mask] & XTILEDATA
    mov eax, 158
    mov esi, 19
    mov edi, 0x1023
    syscall
    expect rax == 0xffffffffffffffff - EOPNOTSUPP + 1 || rax == 0xffffffffffffffff - EINVAL + 1
    ldtilecfg [cfg]
    tilezero tmm0 => #NM
`;
    assert.deepEqual(problems(run(text)), []);
  });

  it('ends a task by its number', () => {
    const text = `xtrace 1
kernel linux
proc code
    mov eax, 231
    xor edi, edi
    syscall
end
task A entry=code
task B
run A
    expect A.state == "exited"
switch B
    expect B.state == "running"
`;
    assert.deepEqual(problems(run(text)), []);
  });

  it('says what it cannot do', () => {
    const [unknown = ''] = problems(run('xtrace 1\nkernel linux\nmov eax, 57\nsyscall\n'));
    assert.match(unknown, /line 4: not-supported: SYSCALL with RAX = 57 .*syscall fork\(\) as B/);
    const [none = ''] = problems(run('xtrace 1\nkernel none\nsyscall\n'));
    assert.match(none, /line 3: no-kernel/);
  });
});
