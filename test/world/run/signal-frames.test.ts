import assert from 'node:assert/strict';
import { problems, run, trace } from '../harness';

const DATA = `data cfg   = tilecfg { tmm0: 16x64 }
data tile  = u8[16][64] ramp(1, 1)
data stack = zero 65536
data seen  = u32[4] zero
`;

/** A task with live tiles, and what then follows in the flow. */
const LIVE = `syscall arch_prctl(ARCH_REQ_XCOMP_PERM, 18)
    ldtilecfg [cfg]
    mov eax, 64
    tileloadd tmm0, [tile + rax*1]
`;

function check(kernel: string, body: string, machine = ''): void {
  const text = trace(kernel, DATA + body).replace('sapphire-rapids', `sapphire-rapids ${machine}`);
  assert.deepEqual(problems(run(text)), []);
}

/** A handler that changes its frame, whose XSAVE area is at RBX, and returns; then what follows. */
function edited(change: string, after: string, kernel = 'linux version=6.1', outcomes = ''): void {
  check(
    kernel,
    `proc handler
    mov rbx, [rdx + UC_FPSTATE]
    ${change}
    ret ${outcomes}
end
task A
task B
switch A
    ${LIVE}
    syscall rt_sigaction(SIGUSR1, handler, SA_SIGINFO)
    signal SIGUSR1 => SIGUSR1
    ${after}`,
  );
}

const ALL = 'expect tmm0.rows == 16 && tmm0.u8[0][0] == 1 && pkru == 0x55555554';
const LEGACY_ONLY = 'expect tilecfg.palette == 0 && (xinuse & XTILEDATA) == 0 && pkru == 0';

describe('rt_sigreturn', () => {
  it('takes a frame without extended state as initial state', () => {
    const initial = 'expect tilecfg.palette == 0 && (xinuse & XTILEDATA) == 0 && pkru == 0x55555554';
    edited('mov QWORD PTR [rdx + UC_FPSTATE], 0', initial);
  });

  it('believes a size between that of a header and that of the task, and nothing else', () => {
    const sized = (size: number) =>
      `mov DWORD PTR [rbx + SW_XSTATE_SIZE], ${size}\n    mov DWORD PTR [rbx + ${size}], FP_XSTATE_MAGIC2`;
    edited(sized(576), ALL);
    edited(sized(575), LEGACY_ONLY);
    edited(
      'mov DWORD PTR [rbx + SW_XSTATE_SIZE], 11009\n    mov DWORD PTR [rbx + 11009], FP_XSTATE_MAGIC2',
      LEGACY_ONLY,
    );
    edited('mov DWORD PTR [rbx + SW_EXTENDED_SIZE], 11007', LEGACY_ONLY);
    edited('mov DWORD PTR [rbx + SW_EXTENDED_SIZE], 11008', ALL);
  });

  it('ends a task whose frame XRSTOR refuses', () => {
    const dead = 'expect A.state == "killed" && A.signal == "SIGSEGV"';
    const kernel = 'linux version=6.1';
    edited('mov DWORD PTR [rbx + XCOMP_BV], 1', dead, kernel, '=> SIGSEGV, killed');
    edited('mov DWORD PTR [rbx + 24], -1', dead, kernel, '=> SIGSEGV, killed');
    edited('mov QWORD PTR [rdx + UC_FPSTATE], 4096', dead, kernel, '=> SIGSEGV, killed');
    edited('mov rsp, 0x5000\n    syscall rt_sigreturn() => SIGSEGV, = 0, killed', dead);
  });

  it('restores the general registers, but none of the flags that are the system’s', () => {
    edited(
      `mov QWORD PTR [rdx + UC_RAX], 77
    or  DWORD PTR [rdx + UC_EFLAGS], 0x3001`,
      'expect rax == 77 && (rflags & 0x3001) == 1',
    );
  });

  it('loads a frame from before the first use of tiles into a task that has used them since', () => {
    check(
      'linux',
      `syscall arch_prctl(ARCH_REQ_XCOMP_PERM, 18)
    ldtilecfg [cfg]
    syscall rt_sigaction(SIGUSR1, first, SA_SIGINFO)
    signal SIGUSR1
proc first
    mov rbx, [rdx + UC_FPSTATE]
    expect u32[rbx + SW_XSTATE_SIZE] == 2816 && main.fpstate.size == 2560
    ldtilecfg [cfg]
    tilezero tmm0 => #NM
    expect main.fpstate.size == 10752
    ret
end
    expect tmm0.rows == 16 && (xinuse & XTILEDATA) == 0 && xfd == 0`,
    );
  });

  it('reads in pages that are away, as delivery does', () => {
    edited('inject page-fault at rbx + 4096', ALL);
    check(
      'linux',
      `proc handler
    ret
end
task A
switch A
    ${LIVE}
    syscall rt_sigaction(SIGUSR1, handler, SA_SIGINFO)
    inject page-fault at rsp - 4096 count=2
    signal SIGUSR1 => SIGUSR1
    ${ALL}`,
    );
  });

  it('works when another task has used the CPU while the handler ran', () => {
    check(
      'linux',
      `proc handler
    switch B
    switch A
    ret
end
task A
task B
switch A
    ${LIVE}
    syscall rt_sigaction(SIGUSR1, handler)
switch B
    signal SIGUSR1 to A => ok
switch A
    ${ALL}`,
    );
  });
});

describe('the frame', () => {
  it('is what the machine and the kernel make it: without AMX, without XSAVE', () => {
    const frame = (size: number, flags: number) => `proc handler
    mov rbx, [rdx + UC_FPSTATE]
    expect u32[rbx + SW_XSTATE_SIZE] == ${size} && u64[rdx + UC_FLAGS] == ${flags}
    mov DWORD PTR [rbx + 160], 5        ; XMM0
    ret
end
    syscall rt_sigaction(SIGUSR1, handler)
    signal SIGUSR1
    expect xmm0.u32[0] == 5`;
    check('linux', frame(2696, 7), '-amx-tile');
    check('linux', frame(512, 6), '-xsave');
  });

  it('is as large in the RFC as it can ever be, and holds what the task has room for', () => {
    check(
      'linux-rfc-2020',
      `proc handler
    mov rbx, [rdx + UC_FPSTATE]
    expect u32[rbx + SW_XSTATE_SIZE] == 11008 && u64[rbx + SW_XFEATURES] == 0x602e7
    expect !has(u64[rbx + XSTATE_BV], XTILEDATA)
    ret
end
    ldtilecfg [cfg]
    syscall rt_sigaction(SIGUSR1, handler)
    signal SIGUSR1
    expect tmm0.rows == 16 && main.fpstate.size == 2560`,
    );
  });

  it('has the task’s own PKRU in it although the kernel opened all keys to write it', () => {
    for (const version of ['6.1', '6.12']) {
      check(
        `linux version=${version}`,
        `proc handler
    mov rbx, [rdx + UC_FPSTATE]
    expect has(u64[rbx + XSTATE_BV], PKRU) && u32[rbx + offset(PKRU)] == 12 && pkru == 0x55555554
    ret
end
    mov eax, 12
    xor ecx, ecx
    xor edx, edx
    wrpkru
    syscall rt_sigaction(SIGUSR1, handler)
    signal SIGUSR1
    expect pkru == 12`,
      );
    }
  });

  it('that runs off the end of the stack is SIGSEGV, and fatal when that cannot be delivered either', () => {
    check(
      'linux',
      `proc handler
    ret
end
task A
switch A
    syscall rt_sigaction(SIGUSR1, handler)
    mov rsp, 0x10000
    signal SIGUSR1 => SIGUSR1, SIGSEGV, killed
    expect A.signal == "SIGSEGV"`,
    );
  });
});

describe('the alternate signal stack', () => {
  it('is refused a frame that it cannot hold, as the kernel’s own test has it', () => {
    check(
      'linux version=6.1',
      `proc alarm
    inc DWORD PTR [seen]
    ret
end
proc segv
    inc DWORD PTR [seen + 4]
    ret
end
    ; Raise SIGALRM. SIGSEGV is expected to be delivered.
    syscall rt_sigaction(SIGSEGV, segv, SA_SIGINFO)
    syscall rt_sigaction(SIGALRM, alarm, SA_SIGINFO | SA_ONSTACK)
    syscall sigaltstack(stack, 2048)        => = 0
    signal SIGALRM                          => SIGALRM, SIGSEGV
    expect u32[seen] == 0 && u32[seen + 4] == 1
    ; With a stack of sufficient size: SIGALRM is expected to be delivered.
    syscall sigaltstack(stack, kernel.minsigstksz + 2048) => = 0
    signal SIGALRM                          => SIGALRM
    expect u32[seen] == 1 && u32[seen + 4] == 1`,
    );
  });

  it('takes handlers in handlers until it is full, and cannot be changed meanwhile', () => {
    check(
      'linux',
      `proc nested
    inc DWORD PTR [seen]
    expect rsp > stack && rsp <= stack + 8192
    syscall sigaltstack(0, 0, SS_DISABLE)   => = -EPERM
    signal SIGUSR1
    ret
end
task A
switch A
    syscall sigaltstack(stack, 8192, 7)     => = -EINVAL
    syscall sigaltstack(stack, 2047)        => = -ENOMEM
    syscall sigaltstack(stack, 8192)        => = 0
    expect A.sigaltstack.size == 8192 && A.sigaltstack.address == stack
    syscall sigaltstack(0, 0, SS_DISABLE)   => = 0
    expect A.sigaltstack.size == 0
    syscall sigaltstack(stack, 8192)        => = 0
    syscall rt_sigaction(SIGUSR1, nested, SA_ONSTACK | SA_NODEFER)
    syscall rt_sigaction(SIGSEGV, nested)   ; on the stack in use, where it does not fit either
    signal SIGUSR1                          => SIGUSR1
    expect A.state == "killed" && A.signal == "SIGSEGV"
ring0
    expect u32[seen] == 2
end`,
    );
  });

  it('must hold a frame even without a permission when the kernel is strict', () => {
    check(
      'linux strict_sas_size=on',
      'syscall sigaltstack(stack, 3644) => = -ENOMEM\nsyscall sigaltstack(stack, 3645) => = 0',
    );
    check('linux', 'syscall sigaltstack(stack, 2048) => = 0', '-xfd');
    check('linux-rfc-2020', 'syscall sigaltstack(stack, 2048) => = 0');
  });

  it('is inherited by a child, but not by a thread', () => {
    check(
      'linux',
      `syscall sigaltstack(stack, 8192) => = 0
    syscall fork() as C
    syscall clone(CLONE_VM | CLONE_SIGHAND | CLONE_THREAD) as T
    expect C.sigaltstack.size == 8192 && T.sigaltstack.size == 0`,
    );
  });
});

/** A trace of its own, on a machine of its own, before the kernel opened PKRU for the frame and since. */
function holds(machine: string, body: string): void {
  for (const version of ['6.1', '6.12']) {
    const text = `xtrace 1\nmachine ${machine}\nkernel linux version=${version}\n${body}\n`;
    assert.deepEqual(problems(run(text)), [], version);
  }
}

describe('a signal frame', () => {
  // copy_fpstate_to_sigframe() has failed then: setup_rt_frame() fails, and PKRU is what it was before.
  it('whose upper part cannot be written is SIGSEGV, with the PKRU of the interrupted code', () => {
    holds(
      'sapphire-rapids',
      `data n = u32[1] zero
task A
switch A
    syscall mmap(0x10000000, 0x8000, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0)
    syscall mprotect(0x10007000, 0x1000, PROT_READ) => = 0
    syscall sigaltstack(0x10000000, 0x7400) => = 0
    syscall rt_sigaction(SIGUSR1, handler, SA_ONSTACK)
    syscall rt_sigaction(SIGSEGV, segv, SA_SIGINFO)
    xor ecx, ecx
    xor edx, edx
    mov eax, 0x30
    wrpkru
    signal SIGUSR1 => SIGUSR1, SIGSEGV
    expect pkru == 0x30 && u32[n] == 1
proc handler
    mov DWORD PTR [n], 99
    ret
end
proc segv
    mov rax, [rdx + UC_FPSTATE]
    expect u32[rax + offset(PKRU)] == 0x30
    mov DWORD PTR [n], 1
    ret
end`,
    );
  });

  // The header is cleared first: XSAVE writes only the first 16 of its 64 bytes.
  it('takes nothing over from what the stack had there before', () => {
    holds(
      'sapphire-rapids',
      `data v = u8[32] fill(7)
task A
switch A
    syscall rt_sigaction(SIGUSR1, handler)
    vmovdqu ymm3, [v]
    lea rdi, [rsp - 0x6000]
    mov ecx, 0x6000
    mov al, 0xff
    rep stosb
    signal SIGUSR1 => SIGUSR1
    expect ymm3.u8[31] == 7
proc handler
    vpxor xmm3, xmm3, xmm3
    ret
end`,
    );
  });

  it('is an FXSAVE image where there is no XSAVE, and comes back', () => {
    holds(
      'skylake-sp -xsave',
      `data v = u8[16] fill(7)
task A
task B
switch A
    syscall rt_sigaction(SIGUSR1, handler)
    movdqu xmm3, [v]
    signal SIGUSR1 => SIGUSR1
    expect xmm3.u8[15] == 7
switch B
    expect xmm3.u8[15] == 0
switch A
    expect xmm3.u8[15] == 7
proc handler
    expect xmm3.u8[15] == 0
    pcmpeqd xmm3, xmm3
    ret
end`,
    );
  });
});

describe('the area of a task', () => {
  // XRSTOR of the standard format loads MXCSR whatever XSTATE_BV says (SDM vol. 1, 13.8.1): it must be right from the start.
  it('has MXCSR of a new task where the kernel has to keep the standard format', () => {
    holds(
      'skylake-sp -xsavec',
      `task A
task B
switch A
    expect mxcsr == 0x1f80 && fcw == 0x37f
    ldmxcsr [m]
switch B
    expect mxcsr == 0x1f80 && fcw == 0x37f
switch A
    expect mxcsr == 0x1fc0
data m = u32[1] { 0x1fc0 }`,
    );
  });

  // fpstate_realloc() loads the registers first where TIF_NEED_FPU_LOAD is set: the new area is saved from them.
  it('keeps its contents when it grows after the task has lost the registers meanwhile', () => {
    holds(
      'sapphire-rapids',
      `data v = u8[32] fill(7)
data w = u8[32] fill(9)
data cfg = tilecfg { tmm0: 16x64 }
task A
task B
switch B
    vmovdqu ymm3, [w]
switch A
    syscall arch_prctl(ARCH_REQ_XCOMP_PERM, 18) => = 0
    vmovdqu ymm3, [v]
    ldtilecfg [cfg]
    inject preempt at fpstate_realloc.set_sizes by B
    tilezero tmm0 => #NM
    expect ymm3.u8[31] == 7 && tilecfg.palette == 1
switch B
    expect ymm3.u8[31] == 9`,
    );
  });
});
