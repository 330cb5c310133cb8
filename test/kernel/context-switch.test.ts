import assert from 'node:assert/strict';
import fc from 'fast-check';
import { fillTiles, ldtilecfg, Machine, type MachineOptions, XTILEDATA } from './harness';

const POLICIES: readonly MachineOptions[] = [
  { policy: 'linux' },
  { policy: 'linux', options: { version: '5.16' } },
  { policy: 'linux', options: { version: '6.16' } },
  { policy: 'linux-rfc-2020' },
];

function withTiles(machine: Machine, task: string, value: number): void {
  machine.switch(task);
  if (machine.kernel.policy.name === 'linux') machine.permit();
  machine.user(ldtilecfg);
  machine.user(fillTiles(value));
}

function tiles(machine: Machine): readonly number[] {
  return [...new Set(machine.cpu.tiles)];
}

for (const setup of POLICIES) {
  const title = `${setup.policy} ${setup.options?.version ?? ''}`.trim();
  describe(`context switch under ${title}`, () => {
    it('saves tiles at the switch away and brings them back at the return', () => {
      const machine = new Machine(setup);
      withTiles(machine, 'A', 0x5a);
      withTiles(machine, 'B', 0xa5);
      machine.switch('A');
      assert.deepEqual(tiles(machine), [0x5a]);
      machine.switch('B');
      assert.deepEqual(tiles(machine), [0xa5]);
    });

    // A 64-bit kernel uses XSAVES64 or XSAVE64 (XSTATE_XSAVE in arch/x86/kernel/fpu/xstate.h).
    it('keeps all 64 bits of the x87 pointers', () => {
      const machine = new Machine(setup).switch('A');
      machine.user((cpu) => {
        cpu.x87[0] = 1;
        cpu.fip = 0x7766_5544_3322n;
        cpu.fdp = 0x7fff_1234_5678n;
      });
      machine.switch('B').switch('A');
      assert.deepEqual([machine.cpu.fip, machine.cpu.fdp], [0x7766_5544_3322n, 0x7fff_1234_5678n]);
    });

    it('wipes the tiles of the task before, and arms XFD, for a task without tiles', () => {
      const machine = new Machine(setup);
      withTiles(machine, 'A', 0x5a);
      machine.switch('B');
      assert.deepEqual(tiles(machine), [0]);
      assert.deepEqual([machine.cpu.tilecfg[0], machine.cpu.xfd], [0, XTILEDATA]);
    });

    it('writes IA32_XFD once each way between a task with tiles and one without', () => {
      const machine = new Machine(setup);
      withTiles(machine, 'A', 1);
      const before = machine.counters.xfd_writes;
      machine.switch('B').switch('A');
      assert.equal(machine.counters.xfd_writes - before, 2);
    });

    it('writes nothing between two tasks with tiles', () => {
      const machine = new Machine(setup);
      withTiles(machine, 'A', 1);
      withTiles(machine, 'B', 2);
      const before = machine.counters.xfd_writes;
      machine.switch('A').switch('B').switch('A');
      assert.equal(machine.counters.xfd_writes, before);
    });

    it('restores nothing after a kernel thread has been there', () => {
      const machine = new Machine({ ...setup, kthreads: ['K'] });
      withTiles(machine, 'A', 1);
      machine.switch('K');
      assert.equal(machine.cpu.cpl, 0);
      machine.steps.length = 0;
      machine.switch('A');
      assert.ok(machine.routines.includes('switch_fpu_return'));
      assert.ok(!machine.steps.some((step) => step.endsWith('.xrstor')), machine.steps.join(' '));
      assert.deepEqual(tiles(machine), [1]);
    });

    it('costs two writes of IA32_XFD for a kernel thread under the RFC, none under mainline', () => {
      const machine = new Machine({ ...setup, kthreads: ['K'] });
      withTiles(machine, 'A', 1);
      const before = machine.counters.xfd_writes;
      machine.switch('K').switch('A');
      assert.equal(machine.counters.xfd_writes - before, setup.policy === 'linux' ? 0 : 2);
    });

    it('switches general registers, PKRU and the address space', () => {
      const machine = new Machine(setup);
      machine.switch('A');
      machine.cpu.gpr[3] = 0x1234n;
      machine.cpu.pkru = 0x10;
      const space = machine.cpu.addressSpace;
      machine.switch('B');
      assert.deepEqual([machine.cpu.gpr[3], machine.cpu.pkru], [0n, 0x5555_5554]);
      assert.notEqual(machine.cpu.addressSpace, space);
      machine.switch('A');
      assert.deepEqual([machine.cpu.gpr[3], machine.cpu.pkru, machine.cpu.addressSpace], [0x1234n, 0x10, space]);
    });

    it('brings tiles back after idle, on another CPU too', () => {
      const machine = new Machine({ ...setup, cpus: 2 });
      withTiles(machine, 'A', 9);
      machine.switch('idle');
      assert.equal(machine.task('A').state, 'ready');
      machine.onCpu(1).switch('A');
      assert.deepEqual(tiles(machine), [9]);
      assert.equal(machine.task('A').cpu, 1);
      machine.switch('idle');
      machine.onCpu(0).switch('A');
      assert.deepEqual(tiles(machine), [9]);
    });

    it('does not take registers for valid that a task left on a CPU before it ran on another', () => {
      const machine = new Machine({ ...setup, cpus: 2, kthreads: ['K'] });
      withTiles(machine, 'A', 1);
      machine.switch('K');
      machine.onCpu(1).switch('A');
      machine.user(fillTiles(2));
      machine.switch('B');
      machine.onCpu(0).switch('A');
      assert.deepEqual(tiles(machine), [2]);
    });

    it('never shows a task the tiles of another, keeps its counters true, and XFD right in user mode', () => {
      const step = fc.record({
        task: fc.integer({ min: 0, max: 3 }),
        cpu: fc.nat(1),
        action: fc.nat(5),
        value: fc.integer({ min: 1, max: 255 }),
      });
      fc.assert(
        fc.property(fc.array(step, { maxLength: 25 }), (sequence) => {
          const machine = new Machine({ ...setup, tasks: ['A', 'B', 'C'], kthreads: ['K'], cpus: 2 });
          const expected = new Map<string, number>();
          for (const { task, cpu, action, value } of sequence) play(machine, expected, { task, cpu, action, value });
        }),
        { numRuns: 25 },
      );
    });
  });
}

interface Move {
  readonly task: number;
  readonly cpu: number;
  readonly action: number;
  readonly value: number;
}

/** What a user task does in a random step; `expected` has what its tiles are filled with. */
function act(machine: Machine, expected: Map<string, number>, { action, value }: Move): void {
  const { current, kernel } = machine;
  if (!current || current.kthread) return;
  if (action === 0) machine.switch('idle');
  else if (action === 1 && kernel.policy.name === 'linux') machine.permit();
  else if (action === 2) {
    machine.user(ldtilecfg);
    expected.set(current.name, 0);
  } else if (action > 2 && canUseTiles(machine)) {
    machine.user(fillTiles(value));
    expected.set(current.name, value);
  }
}

/** One random step, with everything that must hold behind it. */
function play(machine: Machine, expected: Map<string, number>, move: Move): void {
  const { kernel } = machine.onCpu(move.cpu);
  const name = ['A', 'B', 'C', 'K'][move.task] ?? 'A';
  if (machine.task(name).cpu === null) machine.switch(name);
  act(machine, expected, move);
  for (const [index, percpu] of kernel.state.cpus.entries()) {
    const running = percpu.current === null ? undefined : kernel.state.tasks[percpu.current];
    if (!running || running.kthread) continue;
    const registers = machine.cpus[index]!; // as many as there are per-CPU variables
    assert.deepEqual(new Set(registers.tiles), new Set([expected.get(running.name) ?? 0]), running.name);
    assert.equal(registers.xfd, running.fpstate.xfd, `XFD on CPU ${index}`);
    assert.equal(percpu.xfdState, registers.xfd);
    assert.equal(registers.cpl, 3);
  }
  const live = kernel.state.vmalloc.live.reduce((sum, [, bytes]) => sum + bytes, 0);
  const held = kernel.state.tasks.reduce((sum, { fpstate }) => sum + (fpstate.isValloc ? fpstate.size : 0), 0);
  assert.deepEqual([live, held], [kernel.state.counters.buffer_bytes, kernel.state.counters.buffer_bytes]);
  assert.deepEqual(structuredClone(kernel.state), kernel.state);
}

function canUseTiles(machine: Machine): boolean {
  const { current, kernel } = machine;
  const process = current && machine.processOf(current);
  return kernel.policy.name !== 'linux' || ((process?.perm ?? 0n) & XTILEDATA) !== 0n;
}

describe('idle', () => {
  it('releases tiles in use since 6.1, and makes their owner load them from memory', () => {
    const inIdle = (version: string) => {
      const machine = new Machine({ options: { version } });
      withTiles(machine, 'A', 3);
      machine.switch('idle');
      return { config: machine.cpu.tilecfg[0], owner: machine.percpu.fpregsOwner };
    };
    assert.deepEqual(inIdle('6.12'), { config: 0, owner: null });
    assert.deepEqual(inIdle('5.16'), { config: 1, owner: 0 });
  });
});

describe('kernel_fpu_begin', () => {
  for (const setup of POLICIES) {
    it(`saves the user's registers once, and they come back at the return (${setup.policy})`, () => {
      const machine = new Machine(setup);
      withTiles(machine, 'A', 4);
      machine.cpu.zmm.fill(0x11);
      machine.entry.kernelFpuBegin();
      machine.run();
      assert.deepEqual([machine.cpu.cpl, machine.entry.inKernelSection, machine.cpu.xfd], [0, true, 0n]);
      machine.cpu.zmm.fill(0x22);
      machine.entry.kernelFpuEnd();
      machine.run();
      assert.equal(machine.cpu.cpl, 3);
      assert.deepEqual([...new Set(machine.cpu.zmm)], [0x11]);
      assert.deepEqual(tiles(machine), [4]);
    });
  }
});
