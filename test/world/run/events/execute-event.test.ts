import assert from 'node:assert/strict';
import { problems, run, trace } from '../../harness';

/** Problems of a trace under `kernel`; none is the expectation of most tests. */
function check(kernel: string, body: string): string[] {
  return problems(run(trace(kernel, body)));
}

describe('events', () => {
  it('repeat runs its steps the said number of times and counts from 0', () => {
    assert.deepEqual(check('none', 'xor eax, eax\nrepeat 4 as i\nexpect rax == i\ninc eax\nend\nexpect rax == 4'), []);
    assert.deepEqual(check('none', 'xor eax, eax\nrepeat 0\ninc eax\nend\nexpect rax == 0'), []);
    assert.deepEqual(
      check('none', 'xor eax, eax\nrepeat 3 as i\nrepeat 2 as j\nadd eax, 1\nend\nend\nexpect rax == 6'),
      [],
    );
  });

  it('run executes a task from its own position, and goes on there', () => {
    const body = `
proc worker
    mov  eax, 1
    mov  eax, 2
    mov  eax, 3
    syscall exit(0)
end
task W entry=worker
run W for 2
expect W.rax == 2
run W until rax == 3
expect rax == 3
run W
expect W.state == "exited"`;
    assert.deepEqual(check('linux', body), []);
  });

  it('run ends where its task yields, and the next one goes on behind that', () => {
    const body = `
proc worker
again:
    inc  ebx
    syscall sched_yield()
    inc  edx
    mov  eax, 24
    syscall                     ; sched_yield
    jmp  again
end
task W entry=worker
run W
expect W.rbx == 1 && W.rdx == 0
run W
expect W.rbx == 1 && W.rdx == 1
run W
expect W.rbx == 2 && W.rdx == 1`;
    assert.deepEqual(check('linux', body), []);
  });

  it('run goes on where a filter refuses to let the task yield', () => {
    const body = `
proc worker
    syscall sched_yield() => = -EPERM
    mov  ebx, 1
    syscall exit(0)
end
task W entry=worker
seccomp W sched_yield => -EPERM
run W
expect W.state == "exited"`;
    assert.deepEqual(check('linux', body), []);
  });

  it('a step of the flow does not move the position that run goes on from', () => {
    const body = `
proc worker
    mov  ebx, 1
    mov  ebx, 2
    syscall exit(0)
end
task W entry=worker
run W for 1
mov eax, 7
run W for 1
expect rbx == 2 && rax == 7`;
    assert.deepEqual(check('linux', body), []);
  });

  it('a trace without tasks has one named main that already runs', () => {
    assert.deepEqual(check('linux', 'mov eax, 5\nexpect main.rax == 5 && main.state == "running"'), []);
  });

  it('cpu N goes on elsewhere, with registers of its own', () => {
    assert.deepEqual(
      check('none', 'mov eax, 1\ncpu 1\nexpect rax == 0\nmov eax, 2\ncpu 0\nexpect rax == 1 && cpu[1].rax == 2'),
      [],
    );
  });

  it('a task that is killed in a proc of the flow, behind which nobody returns, is told where it was killed', () => {
    const deadly = 'proc p\nnop\nmov rax, [16] => #PF, SIGSEGV, killed\nend';
    const ran = run(trace('linux', `task A\n${deadly}\nswitch A\ncall p\nnop`));
    assert.match(problems(ran).join(), /A was killed by SIGSEGV here.*proc p.*`task A entry=p`/);
    const line = ran.happenings.find(({ kind }) => kind === 'error')?.line ?? -1;
    assert.match(trace('linux', `task A\n${deadly}`).split('\n')[line] ?? '', /^mov rax/);
    const remedy = `task A entry=p\n${deadly}\nrun A\nexpect A.state == "killed"`;
    assert.deepEqual(check('linux', remedy), []);
  });

  it('a killed task is said to be dead at the next step that needs it', () => {
    const [problem, ...rest] = check('linux', 'task A\nswitch A\nud2 => #UD, SIGILL, killed\nnop');
    assert.deepEqual(rest, []);
    assert.match(problem ?? '', /A was killed by SIGILL.*switch TASK/);
  });

  it('what a policy does not carry out says so by its name, and what would', () => {
    assert.match(check('linux-rfc-2020', 'kvm_set_cpuid2')[0] ?? '', /no guests.*`kvm_set_cpuid2` needs `kernel linux/);
  });

  it('an exception on bare metal without a handler ends the trace unless it is written as the outcome', () => {
    assert.match(check('none', 'ud2')[0] ?? '', /#UD has no handler/);
    assert.deepEqual(check('none', 'ud2 => #UD\nexpect last.exception == "#UD"'), []);
  });

  it('injected page faults fault, and the instruction then succeeds', () => {
    const body = 'data d = u32[1] { 9 }\ninject page-fault at d count=2\nmov eax, [d] => #PF, #PF, = 9';
    assert.deepEqual(check('linux', body), []);
  });

  it('an allocation that fails is SIGSEGV under mainline and an oops under the RFC', () => {
    const cfg = 'data cfg = tilecfg { tmm0: 16x64 }\ninject alloc-fail\nldtilecfg [cfg]\n';
    const request = 'syscall arch_prctl(ARCH_REQ_XCOMP_PERM, ARCH_XCOMP_TILEDATA) => = 0\n';
    assert.deepEqual(check('linux', `${request}${cfg}tilezero tmm0 => #NM, SIGSEGV, killed`), []);
    assert.deepEqual(check('linux-rfc-2020', `${cfg}tilezero tmm0 => #NM, oops`), []);
  });

  it('a step of a routine can be left out and put back', () => {
    const cfg = 'data cfg = tilecfg { tmm0: 16x64 }\n';
    const body = `${cfg}without xfirstuse_event_handler.clear_xfd_err\nldtilecfg [cfg]\ntilezero tmm0 => #NM\nexpect xfd_err == XTILEDATA`;
    assert.deepEqual(check('linux-rfc-2020', body), []);
  });

  it('a task that its tracer has stopped runs again only when it is let', () => {
    const attach = 'task A\ntask B\nswitch A\nsyscall ptrace(PTRACE_ATTACH, B.pid) => = 0\n';
    assert.match(check('linux', `${attach}switch B`)[0] ?? '', /task-stopped.*PTRACE_CONT, B\.pid/);
    assert.match(check('linux', `${attach}run B for 1`)[0] ?? '', /task-stopped/);
    assert.deepEqual(check('linux', `${attach}syscall ptrace(PTRACE_CONT, B.pid) => = 0\nswitch B\nnop`), []);
  });

  it('a kernel that goes round for ever, for want of a step, ends the trace', () => {
    const body = 'without get_signal.handler\nwithout signal_setup_done.failed\nmov rsp, 16\nud2';
    assert.match(check('linux', body)[0] ?? '', /kernel-for-ever.*50000 statements/);
  });

  it('ring0 executes at CPL 0, and a fault in it is an oops', () => {
    assert.deepEqual(check('linux', 'ring0\nexpect cpl == 0\nend\nnop\nexpect cpl == 3'), []);
    assert.deepEqual(check('linux', 'ring0\nud2 => #UD, oops\nend'), []);
  });

  it('expect, print and observe right behind a section in the kernel see the user’s registers', () => {
    const SECTION = `data mine   = u8[64] fill(1)
      data theirs = u8[64] fill(2)
      task A
      switch A
          vmovdqu64 zmm5, [mine]
      `;
    const used = 'kernel_fpu_begin\nvmovdqu64 zmm5, [theirs]\nkernel_fpu_end';
    for (const section of [used, `ring0\n${used}\nend`]) {
      for (const look of ['expect zmm5.u8[63] == 1 && cpl == 3', 'observe cpl=3 u8[mine]=1\nexpect zmm5.u8[63] == 1'])
        assert.deepEqual(problems(run(trace('linux', `${SECTION}${section}\n${look}`))), []);
      const { happenings } = run(trace('linux', `${SECTION}${section}\nprint zmm5.u8[63], cpl`));
      assert.ok(happenings.some((happening) => happening.kind === 'print' && happening.text === '1 3'));
    }
  });

  it('within a section, and behind a step that is no look, they see the CPU as it is', () => {
    const body = `data theirs = u8[64] fill(2)
      task A
      task B
      switch A
      ring0
          kernel_fpu_begin
          vmovdqu64 zmm5, [theirs]
          kernel_fpu_end
          expect zmm5.u8[63] == 2 && cpl == 0
      end
      switch B
          expect A.zmm5.u8[63] == 0 && zmm5.u8[63] == 0 && cpl == 3`;
    assert.deepEqual(problems(run(trace('linux', body))), []);
  });

  it('execve takes the name of its program, which is always the trace itself', () => {
    const ran = run(trace('linux', 'mov eax, 5\nsyscall execve("prog") => = 0\nexpect rax == 0'));
    assert.deepEqual(problems(ran), []);
  });

  it('a trace without steps just ends', () => {
    assert.deepEqual(
      run('xtrace 1').happenings.map(({ kind }) => kind),
      ['end'],
    );
  });

  it('masks, zeroing and broadcasts are executed as they are written', () => {
    const body = `data v = f32[16] fill(2.5)
xor edx, edx
xor ecx, ecx
mov eax, 0xe7
xsetbv
mov eax, 0x0f0f
kmovw k1, eax
vmovups zmm1 {k1}{z}, [v]
vaddps zmm2, zmm1, dword ptr [v]{1to16}
expect zmm1.f32[3] == 2.5 && zmm1.f32[4] == 0
expect zmm2.f32[3] == 5.0 && zmm2.f32[4] == 2.5`;
    assert.deepEqual(check('none', body), []);
  });

  it('print shows values and templates', () => {
    const { happenings } = run(trace('none', 'mov eax, 255\nprint rax, 1.5, xcr0\nprint "eax is {eax}"'));
    assert.deepEqual(
      happenings.flatMap((happening) => (happening.kind === 'print' ? [happening.text] : [])),
      ['255 1.5 0x1', 'eax is 255'],
    );
  });
});
