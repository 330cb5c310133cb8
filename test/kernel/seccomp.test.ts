import assert from 'node:assert/strict';
import { SIGNAL } from '../../src/kernel/state/constants';
import { CODE, Machine, type MachineOptions } from './harness';

const [EPERM, EACCES] = [-1n, -13n];

const filtered = (setup: MachineOptions = {}) => {
  const machine = new Machine(setup).switch('A');
  machine.kernel.addSeccompFilter('A', 'getpid', EPERM);
  return machine;
};

describe('a filter of system calls', () => {
  it('answers in place of the kernel, for that call and that task', () => {
    const machine = filtered({ threads: ['T'] });
    assert.equal(machine.syscall('getpid'), EPERM);
    assert.equal(machine.cpu.gpr[0], BigInt.asUintN(64, EPERM));
    assert.equal(machine.syscall('sched_yield'), 0n);
    for (const other of ['B', 'T']) assert.ok(machine.switch(other).syscall('getpid') > 0n, other);
  });

  it('keeps a permission from being given, whoever asks', () => {
    const machine = new Machine().switch('A');
    machine.kernel.addSeccompFilter('A', 'arch_prctl', EPERM);
    machine.permit();
    assert.deepEqual([machine.kernel.state.result, machine.processOf(machine.task('A'))?.perm], [EPERM, 0x202e7n]);
  });

  it('goes to children and threads that the task makes from then on, and stays across execve', () => {
    const machine = filtered();
    machine.fork('C');
    machine.entry.syscall({ name: 'clone', arguments: [0x10900n], as: 'U' });
    machine.run();
    for (const name of ['C', 'U']) assert.equal(machine.switch(name).syscall('getpid'), EPERM, name);
    machine.switch('C').syscall('execve');
    assert.equal(machine.syscall('getpid'), EPERM);
    machine.kernel.addSeccompFilter('A', 'getpid', EACCES);
    assert.equal(machine.syscall('getpid'), EPERM, 'what its parent gets later is not its own');
  });

  it('gives way to a newer one, but not where it kills', () => {
    const machine = filtered();
    machine.kernel.addSeccompFilter('A', 'getpid', EACCES);
    assert.equal(machine.syscall('getpid'), EACCES);
    machine.kernel.addSeccompFilter('A', 'getpid', 'kill');
    machine.kernel.addSeccompFilter('A', 'getpid', EPERM);
    machine.syscall('getpid');
    assert.equal(machine.task('A').signal, 'SIGSYS');
  });

  it('kills the whole process with SIGSYS, whatever handler there is, and leaves a core file', () => {
    const machine = new Machine({ threads: ['T'] }).switch('A');
    machine.syscall('rt_sigaction', SIGNAL.SIGSYS, CODE + 64, 4);
    machine.kernel.addSeccompFilter('A', 'getpid', 'kill');
    machine.syscall('getpid');
    assert.deepEqual([machine.task('A').signal, machine.task('T').signal], ['SIGSYS', 'SIGSYS']);
    assert.notEqual(machine.task('A').core, null);
    const [signal] = machine.records.filter(({ kind }) => kind === 'signal');
    assert.deepEqual(signal?.kind === 'signal' && [signal.signal, signal.code], ['SIGSYS', 1]);
  });

  it('kills without asking a tracer', () => {
    const machine = new Machine().switch('A');
    machine.syscall('ptrace', 16, machine.task('B').pid, 0, 0);
    machine.syscall('ptrace', 7, machine.task('B').pid, 0, 0);
    machine.kernel.addSeccompFilter('B', 'getpid', 'kill');
    machine.switch('B').syscall('getpid');
    assert.equal(machine.task('B').signal, 'SIGSYS');
  });
});
