import assert from 'node:assert/strict';
import { problems, run, trace } from '../harness';

const check = (body: string): readonly string[] => problems(run(trace('linux', body)));

/** A traces B and lets it go on; then B runs. */
const TRACED = 'data fx = zero 512\ntask A\ntask B\nswitch A\nsyscall ptrace(PTRACE_ATTACH, B.pid) => = 0\n';
const CONT = 'syscall ptrace(PTRACE_CONT, B.pid) => = 0\n';
const STEP = 'syscall ptrace(PTRACE_SINGLESTEP, B.pid) => = 0\n';

describe('a tracee in a trace', () => {
  it('that faults is stopped, and the flow goes on at the next step', () => {
    const body = `${TRACED}${CONT}switch B\nud2 => #UD, SIGILL\nexpect B.state == "stopped"\nswitch A\nexpect B.signal == ""`;
    assert.deepEqual(check(body), []);
  });

  it('cannot go on by itself: the next instruction says who must let it', () => {
    const [problem = ''] = check(`${TRACED}${CONT}switch B\nud2 => #UD, SIGILL\nnop`);
    assert.match(problem, /no-task.*B has been stopped by A.*PTRACE_CONT, B\.pid/);
  });

  it('that was interrupted on its way to an instruction has not executed it', () => {
    const body = `task A\ntask B\nswitch B\nmov eax, 1\ncpu 1\nswitch A
syscall ptrace(PTRACE_SEIZE, B.pid) => = 0
syscall kill(B.pid, SIGUSR1)
cpu 0
inc eax`;
    const [problem = ''] = check(body);
    assert.match(problem, /no-task.*B has been stopped/);
  });

  it('executes one instruction at a time in a `run`, and tries a faulting one again', () => {
    const body = `data fx = zero 512
task A
task B entry=code
proc code
    inc eax
    ud2
    inc eax
end
switch A
syscall ptrace(PTRACE_ATTACH, B.pid) => = 0
${STEP}run B => #DB, SIGTRAP
expect B.rax == 1
switch A
${STEP}run B => #UD, SIGILL
switch A
${STEP}run B => #UD, SIGILL
expect B.rax == 1`;
    assert.deepEqual(check(body), []);
  });

  it('is stopped behind a system call that it was to step over, whose result is in RAX', () => {
    const body = `${TRACED}${STEP}switch B\nsyscall getpid() => = 1001, SIGTRAP\nexpect B.state == "stopped" && B.rax == 1001`;
    assert.deepEqual(check(body), []);
  });

  it('a parent that waits in vfork says for whom', () => {
    const vfork = 'task A\nswitch A\nsyscall vfork() as C\nexpect A.state == "waiting"\n';
    assert.match(check(`${vfork}switch A`)[0] ?? '', /task-waiting.*A waits in vfork.*Let C exec or exit/);
    assert.match(check(`${vfork}nop`)[0] ?? '', /no-task.*A waits in vfork/);
    assert.deepEqual(check(`${vfork}switch C\nsyscall exit(0)\nswitch A\nexpect rax == C.pid`), []);
  });

  it('makes threads with clone3, and signals one of them with tgkill', () => {
    const body = `data stack = zero 4096
task A
switch A
syscall clone3(CLONE_VM | CLONE_SIGHAND | CLONE_THREAD, stack, 4096) as T
syscall tgkill(A.pid, T.pid, SIGUSR1) => = 0
expect T.pending == 1 << (SIGUSR1 - 1) && A.pending == 0
syscall clone3(SIGCHLD) as U => = -EINVAL`;
    assert.deepEqual(check(body), []);
  });
});
