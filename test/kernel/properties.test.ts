/** Laws that hold under every policy, whatever tasks do: random flows over two CPUs, looked at after every step. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { SA, SIGNAL } from '../../src/kernel/state/constants';
import type { Task } from '../../src/kernel/state/state';
import { CODE, fillTiles, ldtilecfg, Machine, type MachineOptions } from './harness';

/** Whether the child of fork has its parent's tiles. */
interface Setup extends MachineOptions {
  readonly inheritsTiles: boolean;
}

const SETUPS: readonly Setup[] = [
  { policy: 'linux', inheritsTiles: false },
  { policy: 'linux', options: { version: '5.16' }, inheritsTiles: false },
  { policy: 'linux', options: { version: '6.19', memory: '22000', oom: 'on' }, inheritsTiles: false },
  { policy: 'linux-rfc-2020', inheritsTiles: true },
  { policy: 'linux-rfc-2020', options: { reclaim: 'on' }, inheritsTiles: true },
  { policy: 'explicit', options: { memory: '33000' }, inheritsTiles: false },
  { policy: 'eager', inheritsTiles: true },
];

const TASKS = ['A', 'B', 'T', 'K', 'F1', 'F2', 'F3'] as const;

/** What the kernel leaves in the registers that it uses; no task ever does. */
const KERNEL_BYTE = 0xff;

/** A machine and, beside it, what each task must find in its tiles: one value in every byte. */
class Flow {
  readonly machine: Machine;
  private readonly tiles = new Map<number, number>();
  private values = 0;
  private forks = 0;

  constructor(private readonly setup: Setup) {
    this.machine = new Machine({ ...setup, cpus: 2, tasks: ['A', 'B'], threads: ['T'], kthreads: ['K'] });
  }

  get ended(): boolean {
    return this.machine.kernel.state.oops !== null;
  }

  /** The task that user code runs as on this CPU. */
  get user(): Task | undefined {
    const { current, percpu } = this.machine;
    return percpu.userMode ? current : undefined;
  }

  compute(): void {
    const task = this.user;
    if (!task) return;
    this.values = (this.values % (KERNEL_BYTE - 1)) + 1;
    this.machine.user(fillTiles(this.values));
    if (this.user === task) this.tiles.set(task.id, this.values);
  }

  configure(): void {
    const task = this.user;
    if (!task) return;
    this.machine.user(ldtilecfg);
    this.tiles.delete(task.id);
  }

  fork(): void {
    const task = this.user;
    if (!task || this.forks === 3) return;
    const name = `F${++this.forks}`;
    const result = this.machine.fork(name);
    const value = this.tiles.get(task.id);
    if (result > 0n && this.setup.inheritsTiles && value !== undefined) {
      this.tiles.set(this.machine.task(name).id, value);
    }
  }

  /** With tiles of its own in the handler, which end with it. */
  handle(): void {
    const task = this.user;
    if (!task) return;
    this.machine.syscall('rt_sigaction', SIGNAL.SIGUSR1, CODE + 64, SA.SIGINFO);
    this.machine.signal(task.name, SIGNAL.SIGUSR1);
    if (this.user !== task) return;
    assert.deepEqual([...new Set(this.machine.cpu.tiles)], [0], 'a handler starts with initial tiles');
    const before = this.tiles.get(task.id);
    this.compute();
    if (this.user !== task) return;
    this.machine.sigreturn();
    if (before === undefined) this.tiles.delete(task.id);
    else this.tiles.set(task.id, before);
  }

  exec(): void {
    const task = this.user;
    if (!task) return;
    this.machine.syscall('execve');
    this.tiles.delete(task.id);
  }

  exit(): void {
    if (this.user) this.machine.syscall('exit', 0);
  }

  section(what: 'fpu' | 'amx'): void {
    this.machine.kernelSection('begin', what);
    const { cpu, entry, percpu } = this.machine;
    if (entry.inKernelSection) cpu.zmm.fill(KERNEL_BYTE);
    if (percpu.amxArea !== null) fillTiles(KERNEL_BYTE)(cpu);
    this.machine.kernelSection('end', what);
  }

  reclaim(): void {
    this.machine.entry.reclaim(undefined);
    this.machine.run();
  }

  check(): void {
    const { kernel, cpus } = this.machine;
    const { state } = kernel;
    for (const [index, percpu] of state.cpus.entries()) {
      const task = percpu.current === null ? undefined : state.tasks[percpu.current];
      const cpu = cpus[index];
      if (!percpu.userMode || !task || !cpu) continue;
      assert.equal(cpu.xfd, task.fpstate.xfd, `CPU ${index}: XFD is that of ${task.name}`);
      assert.equal(percpu.xfdState, cpu.xfd, `CPU ${index}: the cached value`);
      assert.notEqual(cpu.zmm[0], KERNEL_BYTE, 'what the kernel computed');
      const expected = this.tiles.get(task.id) ?? 0;
      assert.ok(
        cpu.tiles.every((byte) => byte === expected),
        `${task.name} finds ${cpu.tiles[0]}, not ${expected}`,
      );
    }
    this.checkBuffers();
  }

  private checkBuffers(): void {
    const { counters, vmalloc, tasks } = this.machine.kernel.state;
    const bytes = vmalloc.live.reduce((sum, [, size]) => sum + size, 0);
    assert.equal(bytes, counters.buffer_bytes);
    assert.equal(vmalloc.live.length, counters.allocs - counters.frees);
    const held = tasks.filter(({ fpstate }) => fpstate.isValloc);
    const pages = held.map(({ fpstate }) => Math.floor(fpstate.address / 4096) * 4096);
    assert.equal(new Set(pages).size, pages.length, 'no two tasks share a buffer');
    for (const page of pages) assert.ok(vmalloc.live.some(([base]) => base === page));
  }
}

type Action = (flow: Flow) => void;

const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...TASKS, 'idle').map((name): Action => switchTo(name)) },
  {
    weight: 3,
    arbitrary: fc.constantFrom(0, 1).map(
      (index): Action =>
        (flow) =>
          void flow.machine.onCpu(index),
    ),
  },
  { weight: 3, arbitrary: fc.constant<Action>((flow) => void (flow.user && flow.machine.permit())) },
  { weight: 6, arbitrary: fc.constant<Action>((flow) => flow.compute()) },
  fc.constant<Action>((flow) => flow.configure()),
  fc.constant<Action>((flow) => flow.fork()),
  fc.constant<Action>((flow) => flow.handle()),
  fc.constant<Action>((flow) => flow.exec()),
  fc.constant<Action>((flow) => flow.exit()),
  fc.constant<Action>((flow) => flow.section('fpu')),
  fc.constant<Action>((flow) => flow.section('amx')),
  fc.constant<Action>((flow) => flow.reclaim()),
  fc.constant<Action>((flow) => void flow.machine.state.allocFailures++),
);

function switchTo(name: string): Action {
  return ({ machine }) => {
    if (name === 'idle' || machine.find(name)) machine.switch(name);
  };
}

describe('whatever tasks do', () => {
  for (const setup of SETUPS) {
    const name = `${setup.policy} ${JSON.stringify(setup.options ?? {})}`;
    it(`tiles stay private, XFD fits who runs, and every buffer is accounted for (${name})`, () => {
      fc.assert(
        fc.property(fc.array(action, { minLength: 10, maxLength: 60 }), (actions) => {
          const flow = new Flow(setup);
          for (const act of actions) {
            if (flow.ended) return;
            act(flow);
            if (!flow.ended) flow.check();
          }
        }),
        { numRuns: 120 },
      );
    });
  }
});
