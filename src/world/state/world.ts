/**
 * One run of one trace as state: the machine, the kernel and the flow. All of it is plain data, so a snapshot is a
 * copy. `run/start.ts` makes one, `run/moment.ts` moves it on.
 */

import type { Kernel, KernelEntry } from '../../kernel/entry/kernel';
import type { KernelState } from '../../kernel/state/state';
import type { Task } from '../../kernel/state/task';
import type { LinearAddress } from '../../machine/architecture/linear-address';
import { Cpu } from '../../machine/cpu/cpu';
import { Memory, type MemorySnapshot } from '../../machine/cpu/memory';
import { copyPlainData } from '../../machine/plain-data';
import { Code } from '../code/code';
import type { Program } from '../program/program';
import { hasLine, type InstructionStep, type Step } from '../program/step';
import { type Flow, initialFlow } from './flow';
import type { Happening, HappeningRecord } from './happening';

export interface WorldSnapshot {
  readonly flow: Flow;
  readonly cpus: readonly ArrayBuffer[];
  readonly memory: MemorySnapshot;
  readonly kernel: KernelState | undefined;
}

/** The number of the step that a run is at, counted from 1; that of the last one when it has ended. */
export function currentStep(world: World): number {
  return world.flow.steps + (world.ended ? 0 : 1);
}

export class World {
  readonly memory = new Memory();
  /** What executes, as it lies in memory. */
  readonly code: Code;
  readonly cpus: readonly Cpu[];
  /** Absent on bare metal. */
  readonly kernel: Kernel | undefined;
  flow: Flow;
  /** Moments since the start of the run, counted by the code that moves it. */
  moment = 0;
  /** What the latest moment did, in order. */
  happenings: Happening[] = [];
  /** The instruction that the latest moment has executed; null where it did something else, and after a run of plain steps. */
  executed: InstructionStep | null = null;

  /** @param makeKernel called once the machine and the flow are there; absent on bare metal. */
  constructor(
    readonly program: Program,
    makeKernel?: (world: World) => Kernel,
  ) {
    this.cpus = Array.from({ length: program.cpuCount }, (_, index) => new Cpu(index, program.processor, this.memory));
    for (const cpu of this.cpus) cpu.errata = program.errata;
    this.code = new Code(program, this.memory);
    this.flow = initialFlow(program.start);
    this.kernel = makeKernel?.(this);
  }

  /** The CPU that the flow is on. */
  get cpu(): Cpu {
    return this.cpus[this.flow.cpu]!; // `cpu N` checks N
  }

  /** The ways into the kernel on that CPU. */
  get entry(): KernelEntry | undefined {
    return this.kernel?.on(this.flow.cpu);
  }

  /** The task that runs on the flow's CPU, if any. */
  get currentTask(): Task | undefined {
    const state = this.kernel?.state;
    const id = state?.cpus[this.flow.cpu]?.current;
    return id === null || id === undefined ? undefined : state?.tasks[id];
  }

  /** The step that the flow is at: the trace's, or the instruction in memory. Undefined where nothing can be executed. */
  get step(): Step | undefined {
    const { address } = this.flow;
    const laid = this.program.stepAt(address);
    if (laid && laid.kind !== 'instruction') return laid;
    return this.code.find(this.cpu.access, address)?.step ?? laid;
  }

  /** The line that the flow is at, zero-based: in code without lines, that of the step that led there. -1 for none. */
  get line(): number {
    return this.program.stepAt(this.place)?.line ?? -1;
  }

  /** The address of the step on that line. */
  get place(): LinearAddress {
    const { flow, program } = this;
    return hasLine(program.stepAt(flow.address)) ? flow.address : (flow.open?.address ?? flow.address);
  }

  get ended(): boolean {
    return this.flow.phase === 'ended';
  }

  note(record: HappeningRecord): void {
    this.happenings.push({
      step: this.flow.steps + 1,
      line: this.line,
      cpu: this.flow.cpu,
      task: this.currentTask?.name ?? null,
      ...record,
    } as Happening); // a record of any kind with a place is a happening of that kind
  }

  snapshot(): WorldSnapshot {
    return {
      flow: copyPlainData(this.flow),
      cpus: this.cpus.map((cpu) => cpu.snapshot()),
      memory: this.memory.snapshot(),
      kernel: this.kernel?.snapshot(),
    };
  }

  restore(snapshot: WorldSnapshot): void {
    this.flow = copyPlainData(snapshot.flow);
    for (const [index, cpu] of this.cpus.entries()) cpu.restore(snapshot.cpus[index]!); // a snapshot has every CPU
    this.memory.restore(snapshot.memory);
    if (snapshot.kernel) this.kernel?.restore(snapshot.kernel);
    this.happenings = [];
  }
}
