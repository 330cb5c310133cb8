import assert from 'node:assert/strict';
import { Debugger } from '../../../src/world/debugger/debugger';
import { History } from '../../../src/world/debugger/history/history';
import { stackFrames } from '../../../src/world/debugger/places/stack-frames';
import { fingerprint, go, lineOf, load, problems, run, trace } from '../harness';

const AMX = `data cfg  = tilecfg { tmm0: 16x64 }
data tile = u8[16][64] ramp(1, 1)
`;

function check(kernel: string, body: string): void {
  assert.deepEqual(problems(run(trace(kernel, body))), []);
}

/** A handler that writes down which signals came, in their order. */
const NOTE = `data log = u8[8] zero
      data at  = u64[1] zero
      proc note
          mov  rax, [at]
          mov  [rax + log], dil
          inc  QWORD PTR [at]
          ret
      end`;

describe('a signal handler in the flow', () => {
  it('runs to its end before the next step, and the registers are as they were', () => {
    check(
      'linux',
      `proc handler
          expect rdi == SIGUSR1 && u32[rsi + SI_SIGNO] == SIGUSR1 && cpl == 3
          mov    rax, 99
          mov    rbx, 98
          ret
      end
          mov    eax, 1
          mov    ebx, 2
          syscall rt_sigaction(SIGUSR1, handler, SA_SIGINFO)
          mov    eax, 1
          signal SIGUSR1 => SIGUSR1
          expect rax == 1 && rbx == 2`,
    );
  });

  it('has a death in rt_sigreturn for an outcome of the step that returned, and it must be written', () => {
    const dying = (step: string) => `proc handler
          mov QWORD PTR [rdx + UC_FPSTATE], 16     ; nobody can read there
          ${step}
      end
      task A
      task B
      switch A
          syscall rt_sigaction(SIGUSR1, handler, SA_SIGINFO) => = 0
          signal SIGUSR1 => SIGUSR1
      switch B
          expect A.state == "killed"`;
    for (const step of ['ret', 'syscall rt_sigreturn()']) {
      check('linux', dying(`${step} => SIGSEGV, killed`));
      for (const unwritten of ['', '=> ok'])
        assert.deepEqual(problems(run(trace('linux', dying(`${step} ${unwritten}`)))), [
          'line 6: expected ok, got SIGSEGV, = 0, killed',
        ]);
    }
  });

  it('leaves what the interrupted step does to that step, whatever its return does', () => {
    check(
      'linux',
      `data cfg = tilecfg { tmm0: 16x64 }
      proc handler
          mov rbx, [rdx + UC_FPSTATE]
          ret => ok
      end
          syscall rt_sigaction(SIGILL, handler, SA_SIGINFO)
          syscall rt_sigaction(SIGUSR1, handler, SA_SIGINFO)
          signal SIGUSR1 => SIGUSR1
          nop => ok`,
    );
  });

  it('ends with rt_sigreturn just as well, also with something left on its stack that it called', () => {
    check(
      'linux',
      `data count = u32[1] zero
      proc inner
          inc DWORD PTR [count]
          ret
      end
      proc handler
          call inner
          syscall rt_sigreturn()
      end
          syscall rt_sigaction(SIGUSR1, handler)
          signal SIGUSR1
          signal SIGUSR1
          expect u32[count] == 2`,
    );
  });

  it('ends with the instruction SYSCALL, as the restorer’s own two instructions would', () => {
    check(
      'linux',
      `proc handler
          add rsp, 8                    ; past the return address
          mov eax, 15
          syscall
      end
          mov    ebx, 5
          syscall rt_sigaction(SIGUSR1, handler)
          signal SIGUSR1 => SIGUSR1
          expect rbx == 5 && main.blocked == 0`,
    );
  });

  it('takes the interrupted instruction up again after a fault, with the outcomes of both', () => {
    check(
      'linux',
      `${AMX}proc handler
          expect u32[rsi + SI_CODE] == ILL_ILLOPC && u64[rsi + SI_ADDR] == u64[rdx + UC_RIP]
          expect u64[rdx + UC_TRAPNO] == 0
          syscall arch_prctl(ARCH_REQ_XCOMP_PERM, 18) => = 0
          ret
      end
          syscall rt_sigaction(SIGILL, handler, SA_SIGINFO)
          ldtilecfg [cfg]
          tilezero tmm0 => #NM, SIGILL, #NM
          expect tmm0.rows == 16 && xfd == 0`,
    );
  });

  it('may skip the instruction, which is then over with what it did', () => {
    check(
      'linux version=6.1',
      `${AMX}proc skip
          expect u32[rsi + SI_CODE] == ILL_ILLOPN && u64[rdx + UC_TRAPNO] == 6
          add QWORD PTR [rdx + UC_RIP], 2
          ret
      end
          syscall rt_sigaction(SIGILL, skip, SA_SIGINFO)
          ud2 => #UD, SIGILL
          expect last.exception == "#UD"`,
    );
  });

  it('says so where what it returns to differs from what is written', () => {
    const ran = run(
      trace(
        'linux',
        `proc skip\nadd QWORD PTR [rdx + UC_RIP], 2\nret\nend\nsyscall rt_sigaction(SIGILL, skip)\nud2 => #UD`,
      ),
    );
    assert.deepEqual(problems(ran), ['line 9: expected #UD, got #UD, SIGILL']);
    assert.equal(ran.happenings.at(-1)?.kind, 'end');
  });

  it('is interrupted by another signal, and by its own only with SA_NODEFER', () => {
    check(
      'linux',
      `${NOTE}
      proc first
          mov  rbx, rdi
          signal SIGUSR1 => SIGUSR1
          expect u64[at] == 0, "blocked until this handler is done"
          signal SIGUSR2 => SIGUSR2
          expect u64[at] == 1 && main.pending == 1 << (SIGUSR1 - 1)
          syscall rt_sigaction(SIGUSR1, note)
          mov  edi, ebx
          call note
          ret
      end
          syscall rt_sigaction(SIGUSR1, first)
          syscall rt_sigaction(SIGUSR2, note)
          signal SIGUSR1
          expect u8[log] == SIGUSR2 && u8[log + 1] == SIGUSR1 && u8[log + 2] == SIGUSR1
          expect main.blocked == 0 && main.pending == 0`,
    );
  });

  it('waits for a task that does not run, and for one on another CPU until its next instruction', () => {
    check(
      'linux',
      `data seen = u32[1] zero
      proc handler
          inc DWORD PTR [seen]
          ret
      end
      proc code
          syscall rt_sigaction(SIGUSR1, handler)
      again:
          nop
          jmp again
      end
      task A entry=code
      task B
      run A for 3
      switch B
          signal SIGUSR1 to A
          expect A.pending != 0
          signal SIGUSR1 to A => ok
      run A for 1
          expect A.pending == 0 && A.blocked == 1 << (SIGUSR1 - 1)
      run A for 4
          expect u32[seen] == 1 && A.blocked == 0
      cpu 1
      switch B
          nop
      cpu 0
          nop
          syscall kill(B.pid, SIGTERM) => = 0
          expect B.state == "running"
      cpu 1
          nop => killed
          expect B.signal == "SIGTERM"`,
    );
  });

  it('that dies hands the flow back to where it was interrupted', () => {
    check(
      'linux',
      `proc handler
          mov rax, 0x1000000000000000
          mov al, [rax]  => #GP, SIGSEGV, killed
      end
      task A
      task B
      switch A
          syscall rt_sigaction(SIGUSR1, handler)
          signal SIGUSR1 => SIGUSR1
      switch B
          expect A.state == "killed" && A.signal == "SIGSEGV"`,
    );
  });

  it('is left as it is by signals that are ignored, and ended by those that are not', () => {
    check(
      'linux',
      `task A
      switch A
          signal SIGCHLD => SIGCHLD
          signal SIGWINCH
          syscall rt_sigaction(SIGTERM, SIG_IGN) => = 0
          signal SIGTERM
          syscall rt_sigaction(SIGKILL, SIG_IGN) => = -EINVAL
          syscall kill(A.pid, 0) => = 0
          syscall kill(99, SIGTERM) => = -ESRCH
          syscall kill(A.pid, 65) => = -EINVAL
          syscall rt_sigprocmask(SIG_BLOCK, ~0) => = 0
          expect (A.blocked & 1 << (SIGKILL - 1)) == 0
          signal SIGUSR1
          expect A.state == "running"
          syscall rt_sigprocmask(SIG_SETMASK, 0) => = 0, killed
          expect A.signal == "SIGUSR1"`,
    );
  });

  it('begins with the last of several that were let through together: each has a frame before the first one runs', () => {
    check(
      'linux',
      `${NOTE}
          syscall rt_sigaction(SIGUSR1, note)
          syscall rt_sigaction(SIGUSR2, note)
          syscall rt_sigprocmask(SIG_BLOCK, ~0)
          signal SIGUSR2
          signal SIGUSR1
          signal SIGUSR1
          expect main.pending == 1 << (SIGUSR1 - 1) | 1 << (SIGUSR2 - 1)
          syscall rt_sigprocmask(SIG_SETMASK, 0) => = 0
          expect u64[at] == 2 && u8[log] == SIGUSR2 && u8[log + 1] == SIGUSR1`,
    );
  });

  // kernel/signal.c: next_signal() looks for SYNCHRONOUS_MASK first, also among what other processes have sent.
  it('of a fault comes before those with lower numbers, whoever has sent it', () => {
    check(
      'linux',
      `${NOTE}
      task A
      task B
      switch A
          syscall rt_sigaction(SIGHUP, note, 0, ~0)
          syscall rt_sigaction(SIGUSR1, note, 0, ~0)
          syscall rt_sigaction(SIGSEGV, note, 0, ~0)
      switch B
          signal SIGUSR1 to A
          signal SIGHUP to A
          signal SIGSEGV to A
      switch A
          nop
          expect u8[log] == SIGSEGV && u8[log + 1] == SIGHUP && u8[log + 2] == SIGUSR1`,
    );
  });

  it('is sent by kill to a process, to the own group with 0, to another with its negative number, and to all with -1', () => {
    // kill_something_info() in kernel/signal.c. A child is in its parent's process group; each declared process has its own.
    const body = `${NOTE}
task A
task B
switch A
syscall rt_sigaction(SIGUSR1, note)
switch B
syscall rt_sigaction(SIGUSR1, note)
switch A
syscall fork() as C
syscall kill(0, SIGUSR1)            => SIGUSR1, = 0
expect  at == 1
switch C
expect  at == 1, "the child is in the group"
switch B
expect  at == 0, "and another process is not"
switch A
syscall kill(-B.pid, SIGUSR1)       => = 0
syscall kill(-1, 0)                 => = 0
syscall kill(-C.pid, SIGUSR1)       => = -ESRCH
syscall kill(0, 65)                 => = -EINVAL
switch B
expect  at == 1
syscall kill(-1, SIGUSR1)           => = 0
expect  at == 1, "all but the own process"
switch C
expect  at == 2
switch A
expect  at == 2`;
    check('linux version=6.12', body.replaceAll('at ==', 'u64[at] =='));
  });

  it('gives the one handler back to the default with SA_RESETHAND', () => {
    check(
      'linux',
      `proc handler
          ret
      end
      task A
      switch A
          syscall rt_sigaction(SIGUSR1, handler, SA_RESETHAND)
          signal SIGUSR1 => SIGUSR1
          signal SIGUSR1 => SIGUSR1, killed`,
    );
  });
});

describe('a signal handler in the debugger', () => {
  const TEXT = trace(
    'linux',
    `proc handler
    nop               ;IN
    ret               ;RET
end
    syscall rt_sigaction(SIGUSR1, handler)
    signal SIGUSR1    ;SIGNAL
    mov eax, 5        ;NEXT`,
  );

  it('is shown over the line that it interrupted, and left by stepping out', () => {
    const history = new History(load(TEXT));
    const engine = new Debugger(history.world.program);
    engine.setBreakpoints([{ id: 1, on: 'line', line: lineOf(TEXT, ';IN') }]);
    go(engine, { kind: 'continue' });
    assert.deepEqual(
      engine.frames().map(({ name, place }) => [name, place.kind === 'trace' ? place.line : place.kind]),
      [
        ['handler', lineOf(TEXT, ';IN')],
        ['<signal handler called>', lineOf(TEXT, ';SIGNAL')],
        ['flow', lineOf(TEXT, ';SIGNAL')],
      ],
    );
    engine.setBreakpoints([]);
    go(engine, { kind: 'out' });
    const [frame] = engine.frames();
    assert.equal(frame?.place.kind === 'trace' && frame.place.line, lineOf(TEXT, ';NEXT'));
  });

  it('is passed over by a step over the signal', () => {
    const engine = new Debugger(load(TEXT));
    go(engine, { kind: 'run-to', line: lineOf(TEXT, ';SIGNAL') });
    go(engine, { kind: 'over' });
    const [frame] = engine.frames();
    assert.equal(frame?.place.kind === 'trace' && frame.place.line, lineOf(TEXT, ';NEXT'));
  });

  it('has the kernel’s own frame over the restorer and the interrupted line while it returns', () => {
    const history = new History(load(TEXT));
    const { world } = history;
    while (!world.ended) {
      history.forward();
      if (world.kernel?.state.stack.some(({ routine }) => routine === 'fpu__restore_sig')) break;
    }
    const names = stackFrames(world).map(({ name }) => name);
    assert.deepEqual(names, [
      'fpu__restore_sig',
      'sys_rt_sigreturn',
      '__restore_rt',
      '<signal handler called>',
      'flow',
    ]);
  });

  it('is travelled through backwards exactly, faults and edited frames included', () => {
    const text = trace(
      'linux',
      `${AMX}proc handler
          mov rbx, [rdx + UC_FPSTATE]
          not QWORD PTR [rbx + 2816]
          ret
      end
      proc permit
          syscall arch_prctl(ARCH_REQ_XCOMP_PERM, 18)
          ret
      end
          syscall rt_sigaction(SIGUSR1, handler)
          syscall rt_sigaction(SIGILL, permit)
          ldtilecfg [cfg]
          mov eax, 64
          tileloadd tmm0, [tile + rax*1]
          inject page-fault at rsp - 512
          signal SIGUSR1
          expect tmm0.u8[0][0] == 0xfe`,
    );
    const history = new History(load(text));
    const worlds = [fingerprint(history.world)];
    while (!history.world.ended) {
      history.forward();
      worlds.push(fingerprint(history.world));
    }
    for (let moment = worlds.length - 1; moment >= 0; moment -= 7) {
      history.goTo(moment);
      assert.deepEqual(fingerprint(history.world), worlds[moment], `moment ${moment}`);
    }
    assert.deepEqual(problems(run(text)), []);
  });
});
