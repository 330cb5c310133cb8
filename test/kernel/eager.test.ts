import assert from 'node:assert/strict';
import { ERRNO } from '../../src/kernel/state/constants';
import { fillTiles, Machine } from './harness';

const eager = (options: Readonly<Record<string, string>> = {}) =>
  new Machine({ policy: 'eager', options, kthreads: ['K'] });

describe('eager', () => {
  it('gives every task the full buffer before it runs, kernel threads apart, and never arms XFD', () => {
    const machine = eager();
    assert.deepEqual([machine.counters.allocs, machine.counters.buffer_bytes], [2, 2 * 10752]);
    assert.equal(machine.task('K').fpstate.isValloc, false);
    machine.switch('A');
    assert.deepEqual(machine.user(fillTiles(1)), []);
    machine.switch('K').switch('B').switch('A');
    assert.deepEqual([machine.cpu.tiles[0], machine.cpu.xfd], [1, 0n]);
    assert.deepEqual([machine.counters.nm, machine.counters.xfd_writes], [0, 0]);
  });

  it('permits tiles to everybody, so that asking is allowed and changes nothing', () => {
    const machine = eager().switch('A');
    assert.equal(machine.kernel.state.processes[0]?.perm, 0x602e7n);
    assert.equal(machine.syscall('arch_prctl', 0x1023, 18), 0n);
    assert.equal(machine.counters.allocs, 2);
    assert.equal(machine.task('A').fpstate.userSize, 11008);
  });

  it('copies everything at fork, into a buffer of the child’s own', () => {
    const machine = eager().switch('A');
    machine.user(fillTiles(5));
    assert.ok(machine.fork('C') > 0n);
    assert.notEqual(machine.task('C').fpstate.address, machine.task('A').fpstate.address);
    machine.switch('C');
    assert.equal(machine.cpu.tiles[0], 5);
    machine.user(fillTiles(6));
    machine.switch('A');
    assert.equal(machine.cpu.tiles[0], 5);
  });

  it('fails fork without memory, and leaves no child and no address space behind', () => {
    const machine = eager({ memory: '21504' }).switch('A');
    const { tasks, processes } = machine.kernel.state;
    const before = [tasks.length, processes.length];
    assert.equal(machine.fork('C'), BigInt(-ERRNO.ENOMEM));
    assert.deepEqual([tasks.length, processes.length], before);
    assert.equal(machine.find('C'), undefined);
    assert.equal(machine.counters.buffer_bytes, 21504);
  });

  it('keeps the buffer over execve, with everything in its initial state, and frees it with the task', () => {
    const machine = eager().switch('A');
    machine.user(fillTiles(5));
    machine.syscall('execve');
    assert.deepEqual([machine.cpu.tiles[0], machine.counters.allocs, machine.counters.frees], [0, 2, 0]);
    assert.equal(machine.kernel.state.processes[0]?.perm, 0x602e7n);
    machine.syscall('exit', 0);
    assert.deepEqual([machine.counters.frees, machine.counters.buffer_bytes], [1, 10752]);
  });
});
