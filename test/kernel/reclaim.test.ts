import assert from 'node:assert/strict';
import { fillTiles, ldtilecfg, Machine, XTILEDATA } from './harness';

function rfc(reclaim: string): Machine {
  return new Machine({ policy: 'linux-rfc-2020', options: { reclaim }, cpus: 2 });
}

function reclaim(machine: Machine, task?: string): void {
  machine.entry.reclaim(task);
  machine.run();
}

describe('reclaim', () => {
  it('is unknown without reclaim=on, and under mainline', () => {
    assert.equal(rfc('off').entry.reclaim(undefined), false);
    assert.equal(new Machine().entry.reclaim(undefined), false);
  });

  it('frees the buffers of tasks whose tiles are initial, wherever their state is, and arms XFD again', () => {
    const machine = rfc('on').switch('A');
    machine.user(fillTiles(1));
    machine.cpu.zmm.fill(9, 0, 16);
    machine.user(ldtilecfg);
    machine.switch('B');
    machine.user(fillTiles(2));
    machine.user(ldtilecfg);
    reclaim(machine);
    assert.deepEqual([machine.counters.frees, machine.counters.buffer_bytes], [2, 0]);
    assert.deepEqual([machine.task('A').fpstate.size, machine.task('B').fpstate.size], [2560, 2560]);
    assert.equal(machine.cpu.xfd, XTILEDATA);
    assert.deepEqual(machine.user(fillTiles(3)), ['#NM'], 'a first use again');
    machine.switch('A');
    assert.deepEqual([machine.cpu.zmm[0], machine.cpu.tilecfg[0], machine.cpu.xfd], [9, 1, XTILEDATA]);
  });

  it('leaves live tiles alone, and those of a task on another CPU', () => {
    const machine = rfc('on').switch('A');
    machine.user(fillTiles(1));
    machine.onCpu(1).switch('B');
    machine.user(fillTiles(2));
    machine.user(ldtilecfg);
    machine.onCpu(0);
    reclaim(machine);
    assert.deepEqual([machine.counters.frees, machine.cpu.tiles[0]], [0, 1]);
  });

  it('can be asked of one task only', () => {
    const machine = rfc('on').switch('A');
    machine.user(fillTiles(1));
    machine.user(ldtilecfg);
    machine.switch('B');
    machine.user(fillTiles(1));
    machine.user(ldtilecfg);
    reclaim(machine, 'A');
    assert.deepEqual([machine.task('A').fpstate.size, machine.task('B').fpstate.size], [2560, 10752]);
  });
});
