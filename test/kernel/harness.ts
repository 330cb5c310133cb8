/** A machine with a kernel and no trace: user instructions are functions, events are the kernel's methods. */
import type { KernelEntry } from '../../src/kernel/entry/kernel';
import { LinuxKernel } from '../../src/kernel/entry/linux-kernel';
import { findPolicy } from '../../src/kernel/policies';
import type { KernelRecord } from '../../src/kernel/state/kernel-record';
import type { Process } from '../../src/kernel/state/process';
import type { TaskDeclaration } from '../../src/kernel/state/program-image';
import type { KernelCpu, KernelState } from '../../src/kernel/state/state';
import type { Task } from '../../src/kernel/state/task';
import { initialiseTilecfg, initialiseTiles, tilecfgWritten, tilesWritten } from '../../src/machine/amx/tile-state';
import { xfeatureMask } from '../../src/machine/architecture/component';
import { type ExceptionMnemonic, exceptionRow, Fault } from '../../src/machine/architecture/exception';
import type { FeatureChange } from '../../src/machine/architecture/feature';
import { GPR } from '../../src/machine/architecture/gpr';
import { Cpu } from '../../src/machine/cpu/cpu';
import { Memory } from '../../src/machine/cpu/memory';
import { RIGHTS } from '../../src/machine/cpu/page';
import { MODELS } from '../../src/machine/processor/models';
import { Processor } from '../../src/machine/processor/processor';
import { checkXfd } from '../../src/machine/xstate/xfd';

export const XTILEDATA = xfeatureMask('XTILEDATA');
export const DATA = 0x1000000;
export const CODE = 0x401000;
const REQ_XCOMP_PERM = 0x1023n;
/** Faults of one instruction after which a test has gone wrong. */
const MAX_FAULTS = 4;
/** Kernel steps in one test, likewise. */
const MAX_STEPS = 20_000;

/** The Linux that a test gets which does not ask for another. */
const LINUX = { version: '6.12', config: 'minimal' } as const;

export interface MachineOptions {
  readonly policy?: string;
  readonly options?: Readonly<Record<string, string>>;
  readonly tasks?: readonly string[];
  /** Tasks that run as threads of the first one. */
  readonly threads?: readonly string[];
  readonly kthreads?: readonly string[];
  readonly cpus?: number;
  readonly changes?: readonly FeatureChange[];
}

export type Instruction = (cpu: Cpu) => void;

export class Machine {
  readonly memory = new Memory();
  readonly cpus: readonly Cpu[];
  readonly kernel: LinuxKernel;
  private index = 0;
  readonly records: KernelRecord[] = [];
  /** Every step that ran, as `routine.step`. */
  readonly steps: string[] = [];

  constructor(setup: MachineOptions = {}) {
    const { policy: name = 'linux', tasks = ['A', 'B'], threads = [], kthreads = [], cpus = 1 } = setup;
    const processor = new Processor(MODELS['sapphire-rapids'], setup.changes ?? []);
    this.cpus = Array.from({ length: cpus }, (_, index) => new Cpu(index, processor, this.memory));
    const options = name === 'linux' ? { ...LINUX, ...setup.options } : (setup.options ?? {});
    const policy = findPolicy(name, options);
    if (!policy) throw new Error(`no policy ${name}`);
    const declare = (task: string, process: string, kthread: boolean): TaskDeclaration => ({
      name: task,
      process,
      kthread,
      entry: CODE,
    });
    this.kernel = new LinuxKernel({
      policy,
      options,
      cpus: this.cpus,
      memory: this.memory,
      tasks: [
        ...tasks.map((task) => declare(task, task, false)),
        ...threads.map((task) => declare(task, tasks[0] ?? task, false)),
        ...kthreads.map((task) => declare(task, task, true)),
      ],
      image: {
        segments: [
          { address: CODE, bytes: new Uint8Array(4096), rights: RIGHTS.code },
          { address: DATA, bytes: new Uint8Array(4096), rights: RIGHTS.data },
        ],
        threadPointers: [],
      },
      emit: (record) => this.records.push(record),
    });
    this.kernel.boot();
    this.run();
    this.steps.length = 0;
  }

  get cpu(): Cpu {
    return this.cpus[this.index]!; // one of them
  }

  /** The ways into the kernel on `cpu`. */
  get entry(): KernelEntry {
    return this.kernel.on(this.index);
  }

  get percpu(): KernelCpu {
    return this.kernel.state.cpus[this.index]!; // as many as CPUs
  }

  get current(): Task | undefined {
    return this.kernel.state.tasks[this.percpu.current ?? -1];
  }

  /** The kernel's state, for tests that break it. */
  get state(): KernelState {
    return this.kernel.context.change();
  }

  processOf(task: Task): Process | undefined {
    return this.kernel.state.processes[task.process];
  }

  /** The latest task of that name; undefined while there is none. */
  find(name: string): Task | undefined {
    return this.kernel.context.task(name);
  }

  task(name: string): Task {
    const task = this.find(name);
    if (!task) throw new Error(`no task ${name}`);
    return task;
  }

  get counters() {
    return this.kernel.state.counters;
  }

  onCpu(index: number): this {
    this.index = index;
    return this;
  }

  /** Runs what is active, then the return to user mode, as the world does after an event. */
  run(): void {
    do {
      while (this.kernel.active) this.step();
    } while (this.entry.returnToUser());
  }

  step(): void {
    if (this.steps.length > MAX_STEPS) throw new Error(`the kernel runs for ever: ${this.steps.slice(-12).join(' ')}`);
    const frame = this.kernel.state.stack.at(-1);
    if (frame)
      this.steps.push(`${frame.routine}.${this.kernel.context.routine(frame.routine).steps[frame.step]?.name}`);
    this.kernel.step();
  }

  /** Routines in the order in which they were entered first. */
  get routines(): readonly string[] {
    return [...new Set(this.steps.map((step) => step.split('.')[0] ?? ''))];
  }

  switch(name: string): this {
    this.entry.switchTo(name);
    this.run();
    return this;
  }

  syscall(name: string, ...args: (bigint | number)[]): bigint {
    this.entry.syscall({ name, arguments: args.map((value) => BigInt.asUintN(64, BigInt(value))) });
    this.run();
    return this.kernel.state.result ?? 0n;
  }

  /** Sends a signal to a task, and lets the current one go back to user mode. */
  signal(task: string, number: number): this {
    this.entry.sendSignal(task, number);
    this.run();
    return this;
  }

  /** The end of a handler: its `ret` to the restorer, and rt_sigreturn. */
  sigreturn(): bigint {
    this.cpu.gpr[GPR.RSP] = (this.cpu.gpr[GPR.RSP] ?? 0n) + 8n;
    return this.syscall('rt_sigreturn');
  }

  fork(as: string): bigint {
    this.entry.syscall({ name: 'fork', arguments: [], as });
    this.run();
    return this.kernel.state.result ?? 0n;
  }

  /** `kernel_fpu_begin` and its like; nothing where the policy has no such call. */
  kernelSection(which: 'begin' | 'end', what: 'fpu' | 'amx'): this {
    if (what === 'amx') this.entry.kernelAmx(which);
    else if (which === 'begin') this.entry.kernelFpuBegin();
    else this.entry.kernelFpuEnd();
    this.run();
    return this;
  }

  permit(): this {
    this.syscall('arch_prctl', REQ_XCOMP_PERM, 18);
    return this;
  }

  /** Executes an instruction of the current task, through its exceptions. Returns their names. */
  user(instruction: Instruction): ExceptionMnemonic[] {
    const task = this.current;
    const raised: ExceptionMnemonic[] = [];
    while (raised.length < MAX_FAULTS) {
      this.run();
      if (this.current !== task || this.kernel.state.oops !== null) return raised;
      try {
        instruction(this.cpu);
        return raised;
      } catch (fault) {
        if (!(fault instanceof Fault)) throw fault;
        raised.push(fault.mnemonic);
        this.records.push({
          kind: 'exception',
          name: fault.mnemonic,
          vector: exceptionRow(fault.mnemonic).vector,
          detail: fault.detail,
          rip: this.cpu.rip,
        });
        this.entry.exception(fault);
        this.run();
      }
    }
    throw new Error(`the instruction faults for ever: ${raised}`);
  }

  kinds(): readonly string[] {
    return this.records.map(({ kind }) => kind);
  }
}

/** LDTILECFG with all tiles 16 by 64. */
export const ldtilecfg: Instruction = (cpu) => {
  initialiseTilecfg(cpu);
  initialiseTiles(cpu);
  cpu.tilecfg[0] = 1;
  for (let tile = 0; tile < 8; tile++) {
    cpu.tilecfg[16 + 2 * tile] = 64;
    cpu.tilecfg[48 + tile] = 16;
  }
  tilecfgWritten(cpu);
};

/** A write of `value` to every byte of the tiles: TILELOADD as far as XFD is concerned. */
export function fillTiles(value: number): Instruction {
  return (cpu) => {
    checkXfd(cpu, XTILEDATA, 'the test writes XTILEDATA');
    cpu.tiles.fill(value);
    tilesWritten(cpu);
  };
}

export const tilezero: Instruction = fillTiles(0);

export function raise(mnemonic: ExceptionMnemonic, detail: Partial<Fault['detail']> = {}): Instruction {
  return () => {
    throw new Fault(mnemonic, { why: 'the test says so', ...detail });
  };
}
