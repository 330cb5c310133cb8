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

  it('makes a call that is not modelled fail with -ENOSYS, and tells which it was', () => {
    const ran = run('xtrace 1\nkernel linux\nmov eax, 41\nmov edi, 2\nsyscall\n');
    const told = ran.happenings.flatMap((happening) => (happening.kind === 'unknown-syscall' ? [happening] : []));
    assert.deepEqual(
      told.map(({ name, arguments: [first], line }) => [name, first, line]),
      [['socket', 2n, 4]],
    );
    assert.equal(ran.world.cpu.gpr[0], BigInt.asUintN(64, -38n));
  });

  it('writes for a task of the trace, and forks it', () => {
    const text = `xtrace 1
kernel linux
data text = hex "68 69 0a"
task A
switch A
    mov  eax, 1
    mov  edi, 1
    mov  rsi, text
    mov  edx, 3
    syscall                     ; write
    expect rax == 3 && A.output == "hi\\n"
    mov  eax, 57
    syscall                     ; fork
    expect rax == A.pid + 1
`;
    assert.deepEqual(problems(run(text)), []);
  });

  it('needs a kernel', () => {
    const [none = ''] = problems(run('xtrace 1\nkernel none\nsyscall\n'));
    assert.match(none, /line 3: no-kernel/);
  });
});
