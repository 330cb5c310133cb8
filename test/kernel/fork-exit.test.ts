import assert from 'node:assert/strict';
import { DATA, fillTiles, ldtilecfg, Machine, tilezero, XTILEDATA } from './harness';

const CLONE_THREAD = 0x10000 | 0x800 | 0x100;

describe('fork under linux', () => {
  // truth: linux/results.txt, section fork (child: xinuse=0x202a2 perm=0x602e7, configured, tile data zero).
  it('inherits permission and tile configuration, but neither tile data nor the large buffer', () => {
    const machine = new Machine().switch('A').permit();
    machine.user(ldtilecfg);
    machine.user(fillTiles(0x77));
    const pid = machine.fork('C');
    assert.equal(pid, BigInt(machine.task('C').pid));
    assert.equal(machine.cpu.gpr[0], pid);
    const child = machine.task('C');
    assert.deepEqual([child.fpstate.size, child.fpstate.xfd, child.state], [2560, XTILEDATA, 'ready']);
    assert.equal(machine.processOf(child)?.perm, 0x602e7n);
    machine.switch('C');
    assert.deepEqual([machine.cpu.gpr[0], machine.cpu.tilecfg[0], machine.cpu.xfd], [0n, 1, XTILEDATA]);
    assert.deepEqual(
      machine.user(() => undefined),
      [],
    );
    assert.deepEqual(machine.user(tilezero), ['#NM']);
    assert.deepEqual([...new Set(machine.cpu.tiles)], [0]);
    machine.switch('A');
    assert.deepEqual([...new Set(machine.cpu.tiles)], [0x77]);
    assert.equal(machine.counters.buffer_bytes, 2 * 10752);
  });

  // truth: section fork_then_perm.
  it('gives a child that was forked before the request no permission', () => {
    const machine = new Machine().switch('A');
    machine.fork('C');
    machine.permit();
    assert.equal(machine.processOf(machine.task('C'))?.perm, 0x202e7n);
    assert.equal(machine.processOf(machine.task('A'))?.perm, 0x602e7n);
  });

  // truth: sections thread, thread_before_req, thread_req_from_thread.
  it('lets threads share the permission, whoever asked and when, each with a buffer of its own', () => {
    const machine = new Machine({ threads: ['T'] }).switch('T').permit();
    machine.user(fillTiles(1));
    machine.switch('A');
    assert.deepEqual(machine.user(fillTiles(2)), ['#NM']);
    machine.entry.syscall({ name: 'clone', arguments: [BigInt(CLONE_THREAD)], as: 'U' });
    machine.run();
    machine.switch('U');
    assert.equal(machine.task('U').process, machine.task('A').process);
    assert.deepEqual(machine.user(fillTiles(3)), ['#NM']);
    assert.equal(machine.counters.buffer_bytes, 3 * 10752);
    machine.switch('T');
    assert.equal(machine.cpu.tiles[0], 1);
  });

  it('gives the child a copy of memory, and a thread the same memory', () => {
    const machine = new Machine().switch('A');
    machine.fork('C');
    machine.entry.syscall({ name: 'clone', arguments: [BigInt(CLONE_THREAD)], as: 'U' });
    machine.run();
    machine.memory.write8(machine.cpu.access, DATA, 5);
    machine.switch('C');
    assert.equal(machine.memory.read8(machine.cpu.access, DATA), 0);
    machine.switch('U');
    assert.equal(machine.memory.read8(machine.cpu.access, DATA), 5);
  });

  it('refuses flags that do not go together', () => {
    const machine = new Machine().switch('A');
    assert.equal(machine.syscall('clone', 0x10000), -22n);
    assert.equal(machine.cpu.gpr[0], BigInt.asUintN(64, -22n));
  });

  it('starts the child where the parent’s own code goes on', () => {
    const machine = new Machine().switch('A');
    machine.entry.syscall({ name: 'fork', arguments: [], as: 'C', returnAddress: 0x401010 });
    machine.run();
    assert.equal(machine.task('C').position, 0x401010);
  });
});

describe('fork under the RFC', () => {
  it('copies the buffer and the tiles with everything else', () => {
    const machine = new Machine({ policy: 'linux-rfc-2020' }).switch('A');
    machine.user(ldtilecfg);
    machine.user(fillTiles(0x77));
    machine.fork('C');
    assert.deepEqual([machine.task('C').fpstate.size, machine.counters.allocs], [10752, 2]);
    machine.switch('C');
    assert.deepEqual([[...new Set(machine.cpu.tiles)], machine.cpu.xfd], [[0x77], 0n]);
  });

  it('fails when the buffer cannot be copied, and leaves no child', () => {
    const machine = new Machine({ policy: 'linux-rfc-2020' }).switch('A');
    machine.user(tilezero);
    machine.state.allocFailures = 1;
    assert.equal(machine.fork('C'), -12n);
    assert.equal(machine.find('C'), undefined);
    assert.equal(machine.kernel.state.processes.length, 2);
  });
});

for (const policy of ['linux', 'linux-rfc-2020']) {
  describe(`exit under ${policy}`, () => {
    const used = () => {
      const machine = new Machine({ policy, threads: ['T'] }).switch('A');
      if (policy === 'linux') machine.permit();
      machine.user(fillTiles(1));
      return machine;
    };

    it('frees the buffer when the next task has taken over, and leaves the CPU idle', () => {
      const machine = used();
      const { address } = machine.task('A').fpstate;
      machine.steps.length = 0;
      machine.syscall('exit', 3);
      assert.deepEqual(machine.counters.frees, 1);
      assert.equal(machine.counters.buffer_bytes, 0);
      assert.equal(machine.memory.isMapped(0, address), false);
      const { state, exitCode, cpu, fpstate } = machine.task('A');
      assert.deepEqual([state, exitCode, cpu, fpstate.size], ['exited', 0x300, null, 0]);
      assert.equal(machine.current, undefined);
      assert.equal(machine.percpu.fpregsOwner, null);
      assert.equal(machine.kernel.active, false);
      const order = ['do_exit', 'fpu__drop', 'context_switch', 'finish_task_switch', 'arch_release_task_struct'];
      assert.deepEqual(
        machine.routines.filter((name) => order.includes(name)),
        order,
      );
      assert.deepEqual(
        machine.records.slice(-2).map(({ kind }) => kind),
        ['syscall', 'switch'],
      );
    });

    it('ends one thread with exit, all with exit_group', () => {
      const one = used();
      one.syscall('exit', 0);
      assert.equal(one.task('T').state, 'ready');
      const all = used();
      all.syscall('exit_group', 0);
      assert.equal(all.task('T').state, 'exited');
    });

    it('never takes the registers of a dead task for those of the next one', () => {
      const machine = used();
      machine.syscall('exit', 0);
      machine.switch('B');
      assert.deepEqual([[...new Set(machine.cpu.tiles)], machine.cpu.xfd], [[0], XTILEDATA]);
    });

    it('drops the memory of a dead process when no CPU uses it any more', () => {
      const machine = used();
      const space = machine.cpu.addressSpace;
      machine.syscall('exit_group', 0);
      assert.equal(machine.memory.isMapped(space, DATA), true);
      machine.switch('B');
      assert.equal(machine.memory.isMapped(space, DATA), false);
    });
  });
}

describe('a CPU whose task another one ends, under the RFC', () => {
  for (const call of ['exit_group', 'execve'] as const) {
    it(`has a thread on another CPU leave it by a switch, which arms IA32_XFD there (${call})`, () => {
      const machine = new Machine({ policy: 'linux-rfc-2020', threads: ['T'], cpus: 2 }).switch('T');
      machine.user(fillTiles(1));
      const other = machine.cpu;
      assert.equal(other.xfd, 0n);
      machine.onCpu(1).switch('A').syscall(call, 0);
      assert.deepEqual([machine.task('T').state, other.xfd], ['exited', XTILEDATA]);
      assert.deepEqual(machine.onCpu(0).switch('B').user(tilezero), ['#NM']);
    });
  }

  it('arms IA32_XFD at the next switch where the OOM killer took the task of a CPU', () => {
    const options = { memory: '22000', oom: 'on' };
    const machine = new Machine({ policy: 'linux-rfc-2020', options, tasks: ['A', 'B', 'C', 'D'], cpus: 2 });
    machine.switch('A').user(fillTiles(1));
    for (const name of ['B', 'C']) machine.onCpu(1).switch(name).user(fillTiles(2));
    assert.deepEqual([machine.task('A').state, machine.percpu.current], ['killed', machine.task('C').id]);
    assert.deepEqual(machine.onCpu(0).switch('D').user(tilezero), ['#NM']);
    assert.notEqual(machine.task('D').fpstate.size, 2560);
  });
});
