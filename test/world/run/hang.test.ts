/** What goes round for ever: the CPU is stuck, others go on, and the trace says so or fails. */
import assert from 'node:assert/strict';
import { Debugger } from '../../../src/world/debugger/debugger';
import { fingerprint, go, load, problems, run, trace } from '../harness';

const CFG = 'data cfg = tilecfg { tmm0: 16x64 }\n';

/** The kernel does not write IA32_XFD, so that the first use of tiles is a first use each time. */
const FIRST_USE_FOR_EVER = `${CFG}task A
task B
switch A
syscall arch_prctl(ARCH_REQ_XCOMP_PERM, ARCH_XCOMP_TILEDATA)
without xfd_update_state.write_msr
ldtilecfg [cfg]
tilezero tmm0`;

/** XRSTOR of a frame with a bad header raises #GP; the kernel forgets that this is no page that is away. */
const FRAME_FOR_EVER = `proc handler
    mov   rbx, [rdx + UC_FPSTATE]
    mov   DWORD PTR [rbx + 512 + 16], 1
    syscall rt_sigreturn() => hang
end
task A
task B
switch A
without restore_fpregs_from_user.fatal
syscall rt_sigaction(SIGUSR1, handler, SA_SIGINFO)
signal SIGUSR1 => SIGUSR1
`;

function check(kernel: string, body: string): string[] {
  return problems(run(trace(kernel, body)));
}

describe('a step that restarts for ever', () => {
  it('hangs after 1000 times, which can be written, with or without what it meets each time', () => {
    assert.deepEqual(check('linux version=6.12', `${FIRST_USE_FOR_EVER} => hang`), []);
    assert.deepEqual(check('linux version=6.12', `${FIRST_USE_FOR_EVER} => #NM, hang`), []);
    assert.match(check('linux version=6.12', `${FIRST_USE_FOR_EVER} => #UD, hang`)[0] ?? '', /got #NM, hang/);
    const ran = run(trace('linux version=6.12', FIRST_USE_FOR_EVER));
    const hang = ran.happenings.find(({ kind }) => kind === 'hang');
    assert.match(hang?.kind === 'hang' ? hang.message : '', /restarted 1000 times and meets #NM each time/);
    assert.equal(ran.happenings.filter(({ kind }) => kind === 'exception').length, 1000);
  });

  it('fails a trace that does not say so, also in what `run` executes', () => {
    assert.match(check('linux version=6.12', FIRST_USE_FOR_EVER)[0] ?? '', /line 11: expected ok, got #NM, hang/);
    const proc = FIRST_USE_FOR_EVER.replace('task A', 'task A entry=start').replace('switch A\n', '');
    const [start, body] = [proc.slice(0, proc.indexOf('syscall')), proc.slice(proc.indexOf('syscall'))];
    const inRun = (outcome: string) => `${start}run A${outcome}\nproc start\n${body}\nend`;
    assert.match(check('linux version=6.12', inRun(''))[0] ?? '', /line 7: expected ok, got .*hang/);
    assert.deepEqual(check('linux version=6.12', inRun(' => hang')), []);
  });

  it('goes on where something changes each time, however often', () => {
    const body = `data d = zero 64\ntask A\nswitch A\ninject page-fault at d count=3000\nmov rax, [d]\nexpect rax == 0`;
    assert.deepEqual(check('linux version=6.12', body), []);
  });

  it('hangs on bare metal too, where a handler mends nothing', () => {
    const body = `data d = zero 64
idt #PF = handler
mov rax, [0x10] => hang
proc handler
  add rsp, 8
  iretq
end`;
    assert.deepEqual(check('none', body), []);
  });

  it('goes on where a handler counts in memory, and mends it at last', () => {
    const body = `data count = u64[1] zero
idt #PF = handler
mov rax, 0x10
mov rbx, [rax]
expect u64[count] == 1500
proc handler
  inc   QWORD PTR [count]
  cmp   QWORD PTR [count], 1500
  jb    back
  lea   rax, [count]
back:
  add   rsp, 8
  iretq
end`;
    assert.deepEqual(check('none', body), []);
  });
});

describe('a kernel that goes round for ever', () => {
  it('hangs in the step that entered it, and the flow goes on behind what nobody returns to', () => {
    assert.deepEqual(check('linux version=6.12', `${FRAME_FOR_EVER}expect 1 == 1`), []);
    const { happenings } = run(trace('linux version=6.12', FRAME_FOR_EVER));
    const hang = happenings.find(({ kind }) => kind === 'hang');
    assert.match(
      hang?.kind === 'hang' ? hang.message : '',
      /restore_fpregs_from_user has gone round 1000 times, and nothing changes any more: CPU 0 is stuck in it/,
    );
    assert.equal(hang?.task, 'A');
  });

  it('is an outcome of the return from a handler, where that leads to rt_sigreturn', () => {
    const returning = FRAME_FOR_EVER.replace('syscall rt_sigreturn() => hang', 'ret => hang');
    assert.deepEqual(check('linux version=6.12', `${returning}cpu 1\nswitch B\nnop`), []);
    const unwritten = returning.replace('ret => hang', 'ret');
    assert.match(check('linux version=6.12', unwritten)[0] ?? '', /line 7: expected ok, got hang/);
  });

  it('never ends in 6.7, where a frame claims to be smaller than what it holds (CVE-2024-26603)', () => {
    // d877550eaf2d: the area is faulted in by the size in the frame, which need not reach to the page that XRSTOR wants.
    const body = `data area = zero 4096 align=4096
proc handler
    mov   rbx, [rdx + UC_FPSTATE]
    mov   rsi, rbx
    lea   rdi, [area + 4096 - 640]
    mov   ecx, 640
    rep movsb
    lea   rax, [area + 4096 - 640]
    mov   [rdx + UC_FPSTATE], rax
    mov   DWORD PTR [rax + 464 + 16], 576
    mov   DWORD PTR [rax + 576], 0x46505845
    mov   QWORD PTR [rax + 512], 7
    ret => OUTCOME
end
task A
task B
switch A
    syscall rt_sigaction(SIGUSR1, handler, SA_SIGINFO)
    signal SIGUSR1 => SIGUSR1
cpu 1
switch B
    nop`;
    assert.deepEqual(check('linux version=6.7', body.replace('OUTCOME', 'hang')), []);
    assert.deepEqual(check('linux version=6.7.6', body.replace('OUTCOME', 'SIGSEGV, killed')), []);
  });

  it('leaves steps that need no CPU, and other CPUs', () => {
    const after = `expect A.cpu == 0
print "on"
cpu 1
switch B
mov eax, 1
expect eax == 1`;
    assert.deepEqual(check('linux version=6.12', FRAME_FOR_EVER + after), []);
  });

  it('makes each later step that needs its CPU an error', () => {
    for (const step of ['nop', 'switch B', 'ring0']) {
      const body = `${FRAME_FOR_EVER}${step}${step === 'ring0' ? '\nend' : ''}`;
      assert.match(check('linux version=6.12', body)[0] ?? '', /line 15: cpu-stuck: CPU 0 is stuck since line 7/, step);
    }
    const elsewhere = `${FRAME_FOR_EVER}cpu 1\nswitch A`;
    assert.match(
      check('linux version=6.12', elsewhere)[0] ?? '',
      /task-elsewhere: A is on CPU 0, which is stuck since line 7/,
    );
    assert.match(check('linux version=6.12', `${FRAME_FOR_EVER}cpu 1\nrun A`)[0] ?? '', /task-elsewhere/);
  });

  it('stops the debugger, and every replay gets there again', () => {
    const text = trace('linux version=6.12', `${FRAME_FOR_EVER}expect 1 == 1`);
    const engine = new Debugger(load(text));
    engine.setBreakpoints([{ id: 1, on: 'filter', filter: 'oops' }]);
    const reason = go(engine, { kind: 'continue' });
    assert.equal(reason.kind === 'exception' && reason.happening.kind, 'hang');
    const { moment } = engine.time;
    const there = fingerprint(engine.world);
    go(engine, { kind: 'back' });
    go(engine, { kind: 'until', moment });
    assert.deepEqual(fingerprint(engine.world), there);
  });
});
