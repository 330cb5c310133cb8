import assert from 'node:assert/strict';
import { DATA, fillTiles, ldtilecfg, Machine, tilezero, XTILEDATA } from './harness';

describe('execve under linux', () => {
  // truth: linux/results.txt, section exec (perm=0x202e7, tiles not configured, SIGILL at the first use).
  it('goes back to the default buffer, to no permission, and to the initial state', () => {
    const machine = new Machine().switch('A').permit();
    machine.user(ldtilecfg);
    machine.user(fillTiles(9));
    assert.equal(machine.syscall('execve'), 0n);
    const task = machine.task('A');
    assert.deepEqual([task.fpstate.size, task.fpstate.xfd], [2560, XTILEDATA]);
    assert.equal(machine.processOf(task)?.perm, 0x202e7n);
    assert.deepEqual([machine.cpu.xfd, machine.cpu.tilecfg[0], machine.cpu.tiles[0]], [XTILEDATA, 0, 0]);
    assert.deepEqual(machine.user(tilezero), ['#NM']);
    assert.equal(task.signal, 'SIGILL');
  });

  it('arms IA32_XFD on the way to user mode, and not before', () => {
    const machine = new Machine().switch('A').permit();
    machine.user(fillTiles(9));
    machine.steps.length = 0;
    machine.syscall('execve');
    const at = (step: string) => machine.steps.indexOf(step);
    assert.ok(at('fpu_flush_thread.reset_fpstate') < at('fpu_flush_thread.invalidate'));
    assert.ok(at('fpu_flush_thread.set_need_load') < at('xfd_update_state.write_msr'));
  });

  it('loads the program anew: memory as it was, general registers zero, a stack', () => {
    const machine = new Machine().switch('A');
    const before = machine.cpu.addressSpace;
    machine.memory.write8(machine.cpu.access, DATA, 5);
    machine.cpu.gpr.fill(7n);
    machine.syscall('execve');
    assert.notEqual(machine.cpu.addressSpace, before);
    assert.equal(machine.memory.read8(machine.cpu.access, DATA), 0);
    assert.deepEqual([...machine.cpu.gpr.subarray(0, 4)], [0n, 0n, 0n, 0n]);
    machine.memory.write8(machine.cpu.access, Number(machine.cpu.gpr[4]), 1);
    assert.equal(machine.memory.snapshot().spaces.has(before), false, 'the old memory is gone');
  });

  it('ends the other threads, frees their buffers and leaves one thread', () => {
    const machine = new Machine({ threads: ['T'] }).switch('T').permit();
    machine.user(fillTiles(1));
    machine.switch('A');
    machine.user(fillTiles(2));
    machine.syscall('execve');
    assert.equal(machine.task('T').state, 'exited');
    assert.deepEqual(machine.processOf(machine.task('A'))?.threads, [machine.task('A').id]);
    assert.equal(machine.counters.frees, 1);
  });

  it('leaves the memory of a parent that shares it (vfork) alone', () => {
    const machine = new Machine().switch('A');
    machine.entry.syscall({ name: 'clone', arguments: [0x4100n], as: 'C' });
    machine.run();
    machine.memory.write8(machine.cpu.access, DATA, 5);
    machine.switch('C').syscall('execve');
    assert.equal(machine.memory.read8(machine.cpu.access, DATA), 0);
    machine.switch('A');
    assert.equal(machine.memory.read8(machine.cpu.access, DATA), 5);
  });
});

describe('execve under linux-rfc-2020', () => {
  it('initialises the registers and keeps the large buffer: the next program never sees #NM', () => {
    const machine = new Machine({ policy: 'linux-rfc-2020' }).switch('A');
    machine.user(fillTiles(9));
    machine.syscall('execve');
    assert.deepEqual([machine.task('A').fpstate.size, machine.cpu.xfd, machine.cpu.tiles[0]], [10752, 0n, 0]);
    assert.deepEqual(machine.user(tilezero), []);
  });
});
