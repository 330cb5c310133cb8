/** The kernel as its routines see it: plain state, the machine, and the CPU that they run on. */

import { MSR } from '../../machine/architecture/registers';
import { readMsr, writeMsr } from '../../machine/control/msr';
import type { Cpu } from '../../machine/cpu/cpu';
import type { Memory } from '../../machine/cpu/memory';
import { copyPlainData } from '../../machine/plain-data';
import type { CpuidDistortion } from '../../machine/processor/distorted-cpuid';
import type { Processor } from '../../machine/processor/processor';
import { kickGuest, leaveGuestMode } from '../model/guests/guest';
import { parseBytes } from '../model/memory/memory-budget';
import { NativeCode } from '../native/native-code';
import { BrokenKernel } from '../routines/broken-kernel';
import type { Entries } from '../routines/entries';
import type { RoutineHost } from '../routines/interpreter';
import type { PolicyOptions } from '../routines/kernel-context';
import type { NativeFunctions } from '../routines/native-functions';
import { text } from '../routines/read-locals';
import type { Routine } from '../routines/routine';
import type { LocalsWith } from '../routines/routine-locals';
import { INIT_FPSTATE_NAME } from '../state/constants';
import type { Fpstate } from '../state/fpstate';
import { initialState } from '../state/initial-state';
import type { KernelRecord } from '../state/kernel-record';
import type { Process } from '../state/process';
import { NO_FILES, type ProgramFiles, type ProgramImage, type TaskDeclaration } from '../state/program-image';
import type { KernelEvent, LocalValue, RoutineFrame } from '../state/routine-frame';
import type { KernelCpu, KernelState } from '../state/state';
import type { Task } from '../state/task';
import type { KernelConfig } from '../versions/build';
import type { LinuxChange } from '../versions/changes';
import { buildHas } from '../versions/lifetime';
import { finishEvent } from './finish-event';
import type { KernelSetup } from './kernel';
import { syscallRecord } from './syscall-record';

export class RoutineContext implements RoutineHost {
  state: KernelState;
  readonly entries: Entries;
  readonly options: PolicyOptions;
  readonly tasks: readonly TaskDeclaration[];
  readonly image: ProgramImage;
  readonly files: ProgramFiles;
  readonly cpus: readonly Cpu[];
  readonly memory: Memory;
  readonly processor: Processor;
  readonly memoryBudget: number | null;
  readonly usesCompactedFormat: boolean;
  readonly native: NativeFunctions | null;
  private readonly routines: ReadonlyMap<string, Routine>;
  private cpuIndex = 0;
  /** A copy of the state, until something may have changed that. */
  private copy: KernelState | undefined;

  constructor(private readonly setup: KernelSetup) {
    const { policy, cpus, memory, options, tasks, image } = setup;
    const [first] = cpus;
    if (!first) throw new RangeError('a kernel needs a CPU');
    this.entries = policy.entries;
    this.cpus = cpus;
    this.memory = memory;
    this.processor = first.processor;
    this.options = { ...Object.fromEntries(policy.options.map((option) => [option.name, option.default])), ...options };
    this.memoryBudget = parseBytes(this.options.memory);
    this.usesCompactedFormat = this.processor.has('XSAVEC') || this.processor.has('XSAVES');
    this.tasks = tasks;
    this.image = image;
    this.files = setup.files ?? NO_FILES;
    this.routines = new Map(policy.routines.map((routine) => [routine.name, routine]));
    this.state = initialState(cpus.length);
    this.native = policy.vmlinux && setup.fetch ? new NativeCode(this, policy.vmlinux, setup.fetch) : null;
  }

  get cpu(): Cpu {
    return this.cpus[this.cpuIndex]!; // an index always comes from one of the CPUs
  }

  get percpu(): KernelCpu {
    return this.state.cpus[this.cpuIndex]!; // as many as CPUs
  }

  get current(): Task | undefined {
    const { current } = this.percpu;
    return current === null ? undefined : this.state.tasks[current];
  }

  get event(): KernelEvent | undefined {
    return this.state.stack[0]?.event;
  }

  get version(): string {
    return this.setup.policy.version;
  }

  get config(): KernelConfig {
    return this.setup.policy.config;
  }

  has(change: LinuxChange): boolean {
    return buildHas(this.setup.policy, change);
  }

  task(name: string): Task | undefined {
    return this.state.tasks.findLast((task) => task.name === name);
  }

  processOf(task: Task): Process | undefined {
    return this.state.processes[task.process];
  }

  fpstate(locals: LocalsWith<'fpstate'>): Fpstate | undefined {
    const owner = text(locals, 'fpstate');
    return owner === INIT_FPSTATE_NAME ? this.state.fpu.init : this.task(owner)?.fpstate;
  }

  routine(name: string): Routine {
    const routine = this.routines.get(name);
    if (!routine) throw new BrokenKernel(`It enters the routine \`${name}\`, which it does not have.`);
    return routine;
  }

  guestCpuid({ name }: Task): readonly CpuidDistortion[] {
    return this.setup.guestCpuid?.get(name) ?? [];
  }

  emit(record: KernelRecord): void {
    this.setup.emit(record);
  }

  readMsr(number: number): bigint {
    return readMsr(this.cpu, number);
  }

  writeMsr(number: number, value: bigint): void {
    writeMsr(this.cpu, number, value);
    if (number === MSR.IA32_XFD) this.state.counters.xfd_writes++;
  }

  interrupt(index: number): void {
    const [percpu, cpu] = [this.state.cpus[index], this.cpus[index]];
    if (!percpu || !cpu) return;
    const task = this.state.tasks[percpu.current ?? -1];
    if (index === this.cpuIndex) leaveGuestMode(cpu, percpu, task?.vcpu);
    else kickGuest(cpu, percpu, task);
    percpu.userMode = false;
    cpu.cpl = 0;
  }

  reportNoReturn(result = 0n): void {
    if (this.event?.kind === 'syscall') this.emit(syscallRecord(this.event, result));
  }

  runOn(cpu: number): void {
    this.cpuIndex = cpu;
    this.copy = undefined;
  }

  leave({ cpu, event }: RoutineFrame, result: LocalValue | undefined): void {
    this.runOn(cpu);
    if (event) finishEvent(this, event, result);
  }

  /** The state, to be changed outside of routines. */
  change(): KernelState {
    this.copy = undefined;
    return this.state;
  }

  snapshot(): KernelState {
    this.copy ??= copyPlainData(this.state);
    return this.copy;
  }

  restore(state: KernelState): void {
    this.state = copyPlainData(state);
    this.copy = state;
  }
}
