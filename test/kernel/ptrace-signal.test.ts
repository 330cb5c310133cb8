import assert from 'node:assert/strict';
import { SIGNAL } from '../../src/kernel/state/constants';
import { FLAG } from '../../src/machine/architecture/bits';
import { DR6_STEP } from '../../src/machine/architecture/exception';
import { CODE, Machine, raise } from './harness';

const [ATTACH, DETACH, CONT, SINGLESTEP] = [16, 17, 7, 9];
const EIO = -5n;
const { SIGUSR1, SIGUSR2, SIGTRAP, SIGKILL, SIGSEGV, SIGCHLD } = SIGNAL;

/** A traces B, which is stopped. */
class Debugger extends Machine {
  constructor() {
    super();
    this.switch('A');
    this.ptrace(ATTACH);
  }

  ptrace(request: number, signal = 0): bigint {
    return this.syscall('ptrace', request, this.task('B').pid, 0, signal);
  }

  /** B runs, until it is left. */
  resume(request: number, signal = 0): this {
    this.switch('A');
    assert.equal(this.ptrace(request, signal), 0n);
    return this.switch('B');
  }

  get tracee() {
    return this.task('B');
  }

  get fate() {
    const { state, stopped, signal } = this.tracee;
    return stopped ? 'stopped' : (signal ?? state);
  }
}

describe('a signal for a tracee', () => {
  it('stops it, whatever its action, and its CPU goes idle', () => {
    for (const number of [SIGUSR1, SIGCHLD]) {
      const machine = new Debugger().resume(CONT);
      machine.syscall('rt_sigaction', SIGCHLD, CODE + 64);
      machine.signal('B', number);
      assert.deepEqual(
        [machine.fate, machine.current, machine.tracee.tracee.reported?.number],
        ['stopped', undefined, number],
      );
    }
  });

  it('is gone when its tracer lets it go on with none', () => {
    const machine = new Debugger().resume(CONT).signal('B', SIGSEGV).resume(CONT);
    assert.equal(machine.fate, 'running');
    assert.equal(machine.tracee.pending.length, 0);
  });

  it('is delivered when its tracer passes it on, and not reported again', () => {
    const machine = new Debugger().resume(CONT).signal('B', SIGUSR1).resume(CONT, SIGUSR1);
    assert.equal(machine.fate, 'SIGUSR1');
  });

  it('may be exchanged for another, which then comes from the tracer', () => {
    const machine = new Debugger().resume(CONT);
    machine.syscall('rt_sigaction', SIGUSR2, CODE + 64, 4);
    machine.signal('B', SIGUSR1).resume(CONT, SIGUSR2);
    assert.deepEqual([machine.fate, machine.cpu.rip, machine.cpu.gpr[7]], ['running', CODE + 64, BigInt(SIGUSR2)]);
    const info = machine.memory.read(machine.cpu.access, Number(machine.cpu.gpr[6]), 24);
    assert.equal(new DataView(info.buffer).getUint32(16, true), machine.task('A').pid, 'si_pid');
  });

  it('waits when it is passed on while the tracee blocks it', () => {
    const machine = new Debugger().resume(CONT).signal('B', SIGUSR1);
    machine.state.tasks[machine.tracee.id]!.blocked = 1n << BigInt(SIGUSR1 - 1); // B is there
    machine.resume(CONT, SIGUSR1);
    assert.deepEqual([machine.fate, machine.tracee.pending.map(({ number }) => number)], ['running', [SIGUSR1]]);
  });

  it('is delivered at once if it is SIGKILL, also to one that is stopped', () => {
    const machine = new Debugger();
    machine.syscall('kill', machine.tracee.pid, SIGKILL);
    machine.switch('B');
    assert.equal(machine.fate, 'SIGKILL');
  });

  it('must be a signal', () => {
    assert.equal(new Debugger().ptrace(CONT, 65), EIO);
    assert.equal(new Debugger().ptrace(DETACH, 65), EIO);
  });

  it('goes with PTRACE_DETACH, too', () => {
    const machine = new Debugger().resume(CONT).signal('B', SIGUSR1).resume(DETACH, SIGUSR1);
    assert.deepEqual([machine.fate, machine.tracee.tracer], ['SIGUSR1', null]);
  });
});

describe('PTRACE_SINGLESTEP', () => {
  it('sets RFLAGS.TF until the tracee is let go on freely, and the trap stops it', () => {
    const machine = new Debugger().resume(SINGLESTEP);
    assert.ok(machine.cpu.rflags & FLAG.TF);
    machine.user(raise('#DB', { dr6: DR6_STEP }));
    assert.deepEqual(
      [machine.fate, machine.tracee.tracee.reported?.number, machine.tracee.tracee.reported?.code],
      ['stopped', SIGTRAP, 2],
    );
    machine.resume(SINGLESTEP);
    assert.ok(machine.cpu.rflags & FLAG.TF);
    machine.user(raise('#DB', { dr6: DR6_STEP }));
    machine.resume(CONT);
    assert.equal(machine.cpu.rflags & FLAG.TF, 0);
  });

  // kernel/fork.c: copy_process() calls user_disable_single_step() for the child.
  it('does not step the children of the tracee', () => {
    const machine = new Debugger().resume(SINGLESTEP);
    machine.fork('C');
    const child = machine.task('C');
    assert.deepEqual([child.saved.rflags & FLAG.TF, child.tracee.singleStep], [0, false]);
    const own = new Debugger();
    own.state.tasks[own.tracee.id]!.saved.rflags |= FLAG.TF; // B is there
    own.resume(CONT).fork('C');
    assert.ok(own.task('C').saved.rflags & FLAG.TF, 'a flag of its own is copied');
  });

  it('leaves a program the flag that it has set itself', () => {
    const machine = new Debugger();
    machine.state.tasks[machine.tracee.id]!.saved.rflags |= FLAG.TF; // B is there
    machine.resume(SINGLESTEP).user(raise('#DB', { dr6: DR6_STEP }));
    machine.resume(DETACH);
    assert.ok(machine.cpu.rflags & FLAG.TF);
  });

  it('takes a system call as one instruction', () => {
    const machine = new Debugger().resume(SINGLESTEP);
    machine.syscall('getpid');
    assert.deepEqual([machine.fate, machine.tracee.tracee.reported?.code], ['stopped', 1]);
    assert.equal(machine.tracee.saved.gpr[0], BigInt(machine.tracee.pid), 'its result is there');
  });

  it('with a signal stops in front of the first instruction of its handler, and the frame has no TF', () => {
    const machine = new Debugger().resume(CONT);
    machine.syscall('rt_sigaction', SIGUSR1, CODE + 64, 4);
    machine.signal('B', SIGUSR1).resume(SINGLESTEP, SIGUSR1);
    assert.deepEqual([machine.fate, machine.tracee.saved.rip], ['stopped', CODE + 64]);
    const frame = Number(machine.tracee.saved.gpr[4]);
    const { space } = machine.kernel.state.processes[machine.tracee.process]!; // it has one
    const flags = machine.memory.peek(space, frame + 8 + 176, 8)!; // the frame is mapped
    assert.equal(new DataView(flags.buffer, flags.byteOffset).getUint32(0, true) & FLAG.TF, 0);
  });
});
