/** vfork, clone3 and tgkill: what they do otherwise than fork, clone and kill. */
import assert from 'node:assert/strict';
import { SIGNAL } from '../../src/kernel/state/constants';
import { CODE, DATA, fillTiles, Machine, tilezero } from './harness';

const [ESRCH, EINVAL] = [-3n, -22n];
/** include/uapi/linux/sched.h. */
const [VM, SIGHAND, VFORK, PARENT, THREAD, DETACHED] = [0x100, 0x800, 0x4000, 0x8000, 0x10000, 0x400000];
const CLEAR_SIGHAND = 0x1_0000_0000;
const THREAD_FLAGS = VM | SIGHAND | THREAD;

function make(machine: Machine, name: 'vfork' | 'clone' | 'clone3', ...args: number[]): bigint {
  machine.entry.syscall({ name, arguments: args.map(BigInt), as: 'C' });
  machine.run();
  return machine.kernel.state.result ?? 0n;
}

describe('vfork', () => {
  it('lends the child the memory of its parent, which waits until the child has ended', () => {
    const machine = new Machine().switch('A');
    make(machine, 'vfork');
    assert.equal(machine.percpu.current, null);
    const [parent, child] = [machine.task('A'), machine.task('C')];
    assert.equal(machine.processOf(child)?.space, machine.processOf(parent)?.space);
    assert.notEqual(child.process, parent.process);
    machine.switch('A');
    assert.equal(machine.percpu.current, null, 'it waits');
    machine.switch('C');
    assert.equal(machine.cpu.gpr[0], 0n);
    machine.memory.write(machine.cpu.access, DATA, Uint8Array.of(7));
    machine.syscall('exit', 0);
    machine.switch('A');
    assert.equal(machine.current?.name, 'A');
    assert.equal(machine.cpu.gpr[0], BigInt(child.pid));
    assert.equal(machine.memory.read8(machine.cpu.access, DATA), 7);
  });

  it('reports the number of the child, though it has not returned', () => {
    const machine = new Machine().switch('A');
    make(machine, 'vfork');
    const pid = BigInt(machine.task('C').pid);
    const [call] = machine.records.filter(({ kind }) => kind === 'syscall');
    assert.deepEqual(call, { kind: 'syscall', name: 'vfork', arguments: [], result: pid });
  });

  it('is over as soon as the child has memory of its own', () => {
    const machine = new Machine().switch('A');
    make(machine, 'vfork');
    machine.switch('C').syscall('execve');
    assert.notEqual(machine.processOf(machine.task('C'))?.space, machine.processOf(machine.task('A'))?.space);
    machine.switch('A');
    assert.equal(machine.current?.name, 'A');
  });

  it('is over when the child is killed, or the parent', () => {
    for (const victim of ['C', 'A']) {
      const machine = new Machine().switch('A');
      make(machine, 'vfork');
      machine.switch('B').syscall('kill', machine.task(victim).pid, SIGNAL.SIGKILL);
      machine.switch(victim);
      assert.equal(machine.task(victim).signal, 'SIGKILL');
      assert.equal(machine.task('A').vforkChild, null);
    }
  });

  it('gives permissions and tiles as fork does', () => {
    const machine = new Machine().switch('A').permit();
    machine.user(fillTiles(1));
    make(machine, 'vfork');
    machine.switch('C');
    assert.deepEqual([machine.cpu.tiles[0], machine.task('C').fpstate.size], [0, 2560]);
    assert.deepEqual(machine.user(tilezero), ['#NM']);
  });

  it('leaves the child the signal stack, which clone with shared memory takes away', () => {
    const stackOfChild = (name: 'vfork' | 'clone', ...flags: number[]) => {
      const machine = new Machine().switch('A');
      machine.syscall('sigaltstack', DATA, 4096);
      make(machine, name, ...flags);
      return machine.task('C').sigaltstack?.size;
    };
    assert.deepEqual(
      [stackOfChild('vfork'), stackOfChild('clone', VM), stackOfChild('clone', VM | VFORK)],
      [4096, undefined, 4096],
    );
  });
});

describe('clone3', () => {
  it('begins on the upper end of the stack that it is given', () => {
    const machine = new Machine().switch('A');
    assert.ok(make(machine, 'clone3', THREAD_FLAGS, DATA, 4096) > 0n);
    machine.switch('C');
    assert.equal(machine.cpu.gpr[4], BigInt(DATA + 4096));
    assert.equal(machine.task('C').process, machine.task('A').process);
  });

  it('refuses what clone passes over', () => {
    const refused: readonly number[][] = [
      [SIGNAL.SIGCHLD],
      [DETACHED],
      [0x4_0000_0000],
      [SIGHAND + VM + CLEAR_SIGHAND],
      [THREAD_FLAGS, 0, 0, SIGNAL.SIGCHLD],
      [PARENT, 0, 0, SIGNAL.SIGCHLD],
      [0, 0, 0, 65],
      [VM, DATA],
      [VM, 0, 4096],
      [VM, 0x7fff_ffff_f000, 4096],
      [THREAD],
      [SIGHAND],
    ];
    for (const args of refused) assert.equal(make(new Machine().switch('A'), 'clone3', ...args), EINVAL, String(args));
    assert.ok(make(new Machine().switch('A'), 'clone3', 0, 0, 0, SIGNAL.SIGCHLD) > 0n);
    assert.ok(make(new Machine().switch('A'), 'clone', SIGNAL.SIGCHLD | DETACHED) > 0n);
  });

  it('can put handlers back to the default, but not what is ignored', () => {
    const machine = new Machine().switch('A');
    machine.syscall('rt_sigaction', SIGNAL.SIGUSR1, CODE);
    machine.syscall('rt_sigaction', SIGNAL.SIGUSR2, 1);
    make(machine, 'clone3', CLEAR_SIGHAND);
    const numbers = (name: string) => Object.keys(machine.processOf(machine.task(name))?.actions ?? {}).map(Number);
    assert.deepEqual(numbers('C'), [SIGNAL.SIGUSR2]);
    assert.deepEqual(numbers('A'), [SIGNAL.SIGUSR1, SIGNAL.SIGUSR2]);
  });
});

describe('tgkill', () => {
  const two = () => new Machine({ threads: ['T'] }).switch('A');
  const send = (machine: Machine, process: string, thread: string, signal: number) =>
    machine.syscall('tgkill', machine.task(process).pid, machine.task(thread).pid, signal);

  it('is for the one thread, with SI_TKILL and its sender', () => {
    const machine = two();
    machine.syscall('rt_sigaction', SIGNAL.SIGUSR1, CODE + 64, 4);
    assert.equal(send(machine, 'A', 'T', SIGNAL.SIGUSR1), 0n);
    assert.deepEqual(
      [machine.processOf(machine.task('A'))?.pending.length, machine.task('T').pending.map(({ number }) => number)],
      [0, [SIGNAL.SIGUSR1]],
    );
    machine.switch('T');
    const info = machine.memory.read(machine.cpu.access, Number(machine.cpu.gpr[6]), 24);
    const view = new DataView(info.buffer);
    assert.deepEqual([view.getInt32(8, true), view.getUint32(16, true)], [-6, machine.task('A').pid]);
  });

  it('finds a thread only in its own process', () => {
    const machine = two();
    assert.equal(send(machine, 'A', 'B', SIGNAL.SIGUSR1), ESRCH);
    assert.equal(send(machine, 'T', 'T', SIGNAL.SIGUSR1), ESRCH, 'T is not the first thread');
    assert.equal(send(machine, 'B', 'B', 0), 0n, 'there is one');
    assert.equal(machine.syscall('tgkill', 1, 99999, 0), ESRCH);
  });

  it('knows neither groups nor signals that are none', () => {
    const machine = two();
    for (const [tgid, pid] of [
      [0, 1000],
      [1000, 0],
      [-1, 1000],
    ]) {
      assert.equal(machine.syscall('tgkill', tgid ?? 0, pid ?? 0, SIGNAL.SIGUSR1), EINVAL);
    }
    assert.equal(send(machine, 'A', 'T', 65), EINVAL);
  });
});
