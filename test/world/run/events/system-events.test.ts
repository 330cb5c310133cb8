import assert from 'node:assert/strict';
import { problems, run, trace } from '../../harness';

const check = (body: string, kernel = 'linux'): readonly string[] => problems(run(trace(kernel, body)));

describe('seccomp in a trace', () => {
  it('answers an event and an instruction alike', () => {
    const body = `task A
switch A
seccomp A getpid => -EPERM
syscall getpid() => = -EPERM
mov eax, 39
syscall
expect rax == 0xffffffffffffffff`;
    assert.deepEqual(check(body), []);
  });

  it('kills, and the flow goes on behind the step', () => {
    assert.deepEqual(
      check('seccomp main getpid => kill\nsyscall getpid() => SIGSYS, killed\nexpect main.signal == "SIGSYS"'),
      [],
    );
  });

  it('is for a task that lives, and answers with what an answer is', () => {
    assert.match(check('syscall exit(0)\nseccomp main getpid => kill')[0] ?? '', /no-such-task.*main has exited/);
    assert.match(check('mov eax, 5\nseccomp main getpid => rax')[0] ?? '', /not-an-answer.*not 5/);
  });
});

describe('hotplug in a trace', () => {
  it('moves a task away, and the CPU cannot be gone to until it is back', () => {
    const body = 'task A\ncpu 1\nswitch A\ncpu 0\nhotplug 1 off\nswitch A\nnop\n';
    assert.deepEqual(check(body), []);
    assert.match(check(`${body}cpu 1`)[0] ?? '', /cpu-offline.*hotplug 1 on/);
    assert.deepEqual(check(`${body}hotplug 1 on\ncpu 1\nswitch idle`), []);
  });

  it('is refused for the CPU that the trace is on, and for the last one', () => {
    assert.match(check('hotplug 0 off')[0] ?? '', /cannot-unplug.*The trace is on CPU 0: write `cpu N`/);
    assert.match(check('hotplug 1 off\nhotplug 0 off')[0] ?? '', /cannot-unplug.*CPU 0 is the last one/);
    assert.deepEqual(check('cpu 1\nhotplug 0 off'), []);
  });

  it('is refused while kernel code of the trace is at work there', () => {
    assert.match(check('cpu 1\nkernel_fpu_begin\ncpu 0\nhotplug 1 off')[0] ?? '', /cannot-unplug.*kernel code/);
  });

  it('knows the CPUs of the machine', () => {
    assert.match(check('mov eax, 7\nhotplug rax on')[0] ?? '', /no-cpu.*CPU 7/);
  });
});

describe('suspend in a trace', () => {
  it('is for a task on CPU 0', () => {
    assert.deepEqual(check('suspend\nnop'), []);
    assert.match(check('cpu 1\nsuspend')[0] ?? '', /cannot-suspend.*write `cpu 0`/);
    assert.match(check('task A\nsuspend')[0] ?? '', /no-task/);
  });

  it('waits for no kernel code of the trace', () => {
    assert.match(check('cpu 1\nkernel_fpu_begin\ncpu 0\nsuspend')[0] ?? '', /cannot-suspend.*CPU 1/);
  });

  it('needs a kernel', () => {
    assert.match(check('suspend', 'none')[0] ?? '', /no-kernel/);
  });
});
