import assert from 'node:assert/strict';
import { problems, run, trace } from '../harness';

const DATA = `data cfg = tilecfg { tmm0: 16x64 }
data tile = u8[16][64] ramp(1, 3)
task A
task B
`;
const PERMIT = 'syscall arch_prctl(ARCH_REQ_XCOMP_GUEST_PERM, ARCH_XCOMP_TILEDATA) => = 0\n';
const XCR0 = 'xor ecx, ecx\nxor edx, edx\nmov eax, 0x602e7\nxsetbv => ok\n';
const LIVE = `${XCR0}ldtilecfg [cfg]\nmov eax, 64\ntileloadd tmm0, [tile + rax*1]\n`;
const ARM = 'mov ecx, 0x1c4\nmov eax, 1 << 18\nxor edx, edx\nwrmsr => ok\n';

function check(body: string, version = '6.16'): string[] {
  return problems(run(trace(`linux version=${version} config=minimal`, DATA + body)));
}

describe('a guest', () => {
  it('needs the permission before the first virtual CPU, and asking later is -EBUSY', () => {
    const body = `switch A
kvm_set_cpuid2 0x602e7 => = -EPERM
${PERMIT.replace('=> = 0', '=> = -EBUSY')}expect A.guest.size == 2560 && A.guest.xfd == 0 && A.guest.perm == 0x80000000000202e7
kvm_set_cpuid2 => = 0
switch B
${PERMIT}kvm_set_cpuid2 => = 0
expect B.guest.size == 10752 && has(B.guest.xfeatures, XTILEDATA) && B.fpstate.size == 2560
vmenter
vmexit
kvm_set_cpuid2 0x202e7 => = -EINVAL
kvm_set_cpuid2 => = 0`;
    assert.deepEqual(check(body), []);
  });

  it('has its own registers, XCR0 and XFD, and the host gets back what it had', () => {
    const body = `switch A
${PERMIT}kvm_set_cpuid2
mov r15d, 77
vmenter
expect cpl == 0 && xcr0 == 1 && xfd == 0 && r15 == 77
mov r15d, 5
${LIVE}vmexit
expect cpl == 3 && xcr0 == 0x602e7 && xfd == XTILEDATA && r15 == 77 && (xinuse & XTILEDATA) == 0
ldtilecfg [cfg]
tilezero tmm0 => #NM, SIGILL, killed`;
    assert.deepEqual(check(body), []);
  });

  it('keeps its tiles over a context switch, and other tasks never see them', () => {
    const body = `switch A
${PERMIT}kvm_set_cpuid2
vmenter
${LIVE}switch B
expect xfd == XTILEDATA && (xinuse & XTILEDATA) == 0 && A.guest.xstate_bv & XTILEDATA
switch A
nop
expect xfd == 0 && tmm0.u8[0][1] == 4`;
    assert.deepEqual(check(body), []);
  });

  it('gets its #NM through the host, with IA32_XFD_ERR saved, cleared and given back', () => {
    const body = `switch A
${PERMIT}kvm_set_cpuid2
vmenter
${LIVE}${ARM}tilezero tmm0 => #NM
mov ecx, 0x1c5
rdmsr => = 0x40000
switch B
expect xfd_err == 0
switch A
rdmsr => = 0x40000
xor eax, eax
wrmsr
rdmsr => = 0
vmexit
expect xfd_err == 0`;
    assert.deepEqual(check(body), []);
  });

  it('handles its #NM itself, as on bare metal', () => {
    const body = `proc disarm
mov ecx, 0x1c5
xor eax, eax
xor edx, edx
wrmsr
mov ecx, 0x1c4
wrmsr
iretq
end
idt #NM = disarm
switch A
`.replace(
      'idt #NM = disarm\nswitch A\n',
      `switch A\n${PERMIT}kvm_set_cpuid2\nvmenter\nidt #NM = disarm\n${XCR0}ldtilecfg [cfg]\n${ARM}tilezero tmm0 => #NM\nexpect xfd == 0`,
    );
    assert.deepEqual(check(body), []);
  });

  it('writes IA32_XFD without VM exits after the first value that is not 0, and the kernel follows', () => {
    const body = `switch A
${PERMIT}kvm_set_cpuid2
vmenter
${XCR0}${ARM}xor eax, eax
wrmsr
expect xfd == 0 && A.xfd == XTILEDATA, "the kernel learns of it at the next exit"
switch B
expect A.guest.xfd == 0 && xfd == XTILEDATA
switch A
nop
expect xfd == 0`;
    assert.deepEqual(check(body), []);
  });

  it('is told by CPUID what its monitor has set', () => {
    const ask = (leaf: number, subleaf: number) => `mov eax, ${leaf}\nmov ecx, ${subleaf}\ncpuid\n`;
    const without = `switch A
kvm_set_cpuid2
vmenter
${ask(0xd, 0)}expect rax == 0x2e7 && rcx == 2696 && rbx == 576 && rdx == 0
${ask(0xd, 18)}expect rax == 0
${ask(0xd, 1)}expect (rax & 16) != 0, "only D.0 and its subleaves are filtered by the permission"
${ask(7, 0)}expect (rdx & (1 << 24)) != 0`;
    assert.deepEqual(check(without), []);
    const masked = `switch A
kvm_set_cpuid2 0x2e7
vmenter
${ask(7, 0)}expect (rdx & (1 << 24)) == 0
${ask(0xd, 1)}expect (rax & 16) == 0`;
    assert.deepEqual(check(masked), []);
    const tiles = `switch A
${PERMIT}kvm_set_cpuid2
vmenter
${ask(0xd, 0)}expect rax == 0x602e7 && rcx == 11008 && rbx == 576
${XCR0}${ask(0xd, 0)}expect rbx == 11008
${ask(0xd, 18)}expect rax == 8192 && rbx == 2816
${ask(7, 0)}expect rdx & (1 << 24)`;
    assert.deepEqual(check(tiles), []);
  });

  it('gets #GP for what its CPUID does not have', () => {
    const body = `switch A
kvm_set_cpuid2
vmenter
${XCR0.replace('=> ok', '=> #GP(0)')}${ARM.replace('=> ok', '=> #GP(0)')}mov ecx, 0
mov eax, 7
xsetbv => ok
mov eax, 0x20007
xsetbv => #GP(0)`;
    assert.deepEqual(check(body), []);
  });

  const race = `switch A
${PERMIT}kvm_set_cpuid2
vmenter
${LIVE}inject preempt at kvm_emulate_wrmsr.set_xfd by B
`;

  it('that disables live tiles while its state is in memory takes the host down before 6.19', () => {
    assert.deepEqual(check(race + ARM.replace('=> ok', '=> oops'), '6.18'), []);
    assert.deepEqual(check(`${race}${ARM}expect (xinuse & XTILEDATA) == 0 && xfd == XTILEDATA`, '6.19'), []);
    assert.deepEqual(
      check(race.replace('inject preempt at kvm_emulate_wrmsr.set_xfd by B\n', '') + ARM, '6.18'),
      [],
      'not without the preemption',
    );
  });

  it('says what comes in the wrong order', () => {
    const first = (body: string, version?: string) => check(body, version)[0] ?? '';
    assert.match(first('switch A\nvmenter'), /no-vcpu/);
    assert.match(first('switch A\nvmexit'), /not-in-guest/);
    assert.match(first('switch A\nkvm_set_cpuid2\nvmenter\nsyscall fork()'), /in-guest/);
    assert.match(first('switch A\nkvm_set_cpuid2\nvmenter\nud2'), /unhandled-exception/);
    assert.match(first('kvm_set_cpuid2'), /no-task/);
    assert.match(first('switch A\nkvm_set_cpuid2', '5.16'), /not-supported.*5\.17/);
  });

  it('is left when another CPU traces or ends its task', () => {
    const start = `cpu 1\nswitch A\n${PERMIT}kvm_set_cpuid2\nvmenter\n${LIVE}cpu 0\nswitch B\n`;
    const traced = `${start}syscall ptrace(PTRACE_ATTACH, A.pid) => = 0
expect A.state == "stopped" && cpu[1].xcr0 == 0x602e7 && A.guest.xstate_bv & XTILEDATA
syscall ptrace(PTRACE_DETACH, A.pid)
cpu 1
switch A
expect cpl == 0 && xfd == 0 && tmm0.u8[0][1] == 4, "back in the guest"`;
    assert.deepEqual(check(traced), []);
    assert.deepEqual(
      check(`${start}syscall kill(A.pid, SIGKILL)\ncpu 1\nnop\nexpect A.state == "killed" && xcr0 == 0x602e7`),
      [],
    );
  });

  it('is left for the handler of a signal', () => {
    const body = `proc handler
expect cpl == 3 && xfd == XTILEDATA
ret
end
switch A
syscall rt_sigaction(SIGUSR1, handler, SA_SIGINFO)
${PERMIT}kvm_set_cpuid2
vmenter
${LIVE}signal SIGUSR1 => SIGUSR1
expect cpl == 3 && xcr0 == 0x602e7, "KVM_RUN has ended"
vmenter
expect cpl == 0 && tmm0.u8[0][1] == 4`;
    assert.deepEqual(check(body), []);
  });

  it('gives its memory back with its task', () => {
    const body = `switch A\n${PERMIT}kvm_set_cpuid2\nvmenter\n${LIVE}vmexit\nexpect kernel.buffer_bytes == 10752\nsyscall exit(0)\nexpect kernel.buffer_bytes == 0`;
    assert.deepEqual(check(body), []);
    const inside = `switch A\n${PERMIT}inject alloc-fail\nkvm_set_cpuid2 => = -ENOMEM\nexpect kernel.allocs == 0`;
    assert.deepEqual(check(inside), []);
  });
});
