/**
 * A Linux-like kernel over plain state: what enters it, and what its routines' steps act on. Everything that it does
 * is in the routine tables of its policy; this class only starts them and holds what they share.
 */

import type { Fault } from '../../machine/architecture/exception';
import { GPR } from '../../machine/architecture/gpr';
import { MSR, readMsr, writeMsr } from '../../machine/control/msr';
import type { Cpu } from '../../machine/cpu/cpu';
import type { Memory } from '../../machine/cpu/memory';
import type { Processor } from '../../machine/processor/processor';
import { exceptionCall } from '../routines/exceptions';
import { enterRoutine, stepRoutine } from '../routines/interpreter';
import { text } from '../routines/locals';
import type { Policy, PolicyOptions } from '../routines/policy';
import type { KernelEvent, Locals, LocalValue, Routine, RoutineFrame } from '../routines/routine';
import { SI_USER } from '../state/constants';
import { countersOfEvents, initialState } from '../state/initial-state';
import type { KernelRecord } from '../state/record';
import type { Fpstate, KernelCpu, KernelState, Process, Task, UserTransfer } from '../state/state';
import { enterGuestMode, kickGuest, leaveGuestMode } from './guest';
import type { Kernel, KernelSetup, SyscallCall } from './kernel';
import { isSignalPending } from './signals';
import { syscallLocals } from './syscalls';
import { isAlive } from './tasks';

const RAX = 0;
/** Swapper: what runs on a CPU without a task. */
export const IDLE = 'idle';
/** What the local `fpstate` says for the initial state, in place of a task's name. */
export const INIT_FPSTATE = '&init_fpstate';

export class LinuxKernel implements Kernel {
  state: KernelState;
  readonly policy: Policy;
  readonly options: PolicyOptions;
  readonly cpus: readonly Cpu[];
  readonly memory: Memory;
  readonly processor: Processor;
  /** Bytes that all buffers together may take; null without a limit. */
  readonly memoryBudget: number | null;
  /** Whether areas are compacted: XSAVEC or XSAVES exists. */
  readonly usesCompactedFormat: boolean;
  private readonly routines: ReadonlyMap<string, Routine>;

  constructor(readonly setup: KernelSetup) {
    const { policy, cpus, memory, options } = setup;
    const [first] = cpus;
    if (!first) throw new RangeError('a kernel needs a CPU');
    this.policy = policy;
    this.cpus = cpus;
    this.memory = memory;
    this.processor = first.processor;
    this.options = { ...Object.fromEntries(policy.options.map((option) => [option.name, option.default])), ...options };
    this.memoryBudget = parseBytes(this.options.memory);
    this.usesCompactedFormat = this.processor.has('XSAVEC') || this.processor.has('XSAVES');
    this.routines = new Map(policy.routines.map((routine) => [routine.name, routine]));
    this.state = initialState(cpus.length);
  }

  get cpu(): Cpu {
    return this.cpus[this.cpuIndex]!; // an index always comes from one of the CPUs
  }
  set cpu(cpu: Cpu) {
    this.state.cpu = cpu.index;
  }

  get active(): boolean {
    return this.state.stack.length > 0;
  }

  get inKernelSection(): boolean {
    const { inKernel, inKernelFpu, amxArea } = this.percpu;
    return inKernel || inKernelFpu || amxArea !== null;
  }

  /** Per-CPU variables of `cpu`. */
  get percpu(): KernelCpu {
    return this.state.cpus[this.cpuIndex]!; // as many as CPUs
  }

  /** The task on `cpu`; undefined when it is idle. */
  get current(): Task | undefined {
    const { current } = this.percpu;
    return current === null ? undefined : this.state.tasks[current];
  }

  /** What the outermost routine answers. */
  get event(): KernelEvent | undefined {
    return this.state.stack[0]?.event;
  }

  /** The latest task of that name: a name is free again when its task is dead. */
  task(name: string): Task | undefined {
    return this.state.tasks.findLast((task) => task.name === name);
  }

  processOf(task: Task): Process | undefined {
    return this.state.processes[task.process];
  }

  /** What the local of that name refers to: a task's, or the initial state's. */
  fpstate(locals: Locals, name = 'fpstate'): Fpstate | undefined {
    const owner = text(locals, name);
    return owner === INIT_FPSTATE ? this.state.fpu.init : this.task(owner)?.fpstate;
  }

  routine(name: string): Routine {
    const routine = this.routines.get(name);
    if (!routine) throw new RangeError(`${this.policy.name} has no routine ${name}`);
    return routine;
  }

  emit(record: KernelRecord): void {
    this.setup.emit(record);
  }

  /** RDMSR. @throws Fault #GP(0) where the processor has no such register. */
  readMsr(number: number): bigint {
    return readMsr(this.cpu, number);
  }

  /** WRMSR; writes of IA32_XFD are counted. @throws Fault #GP(0). */
  writeMsr(number: number, value: bigint): void {
    writeMsr(this.cpu, number, value);
    if (number === MSR.IA32_XFD) this.state.counters.xfd_writes++;
  }

  step(): void {
    stepRoutine(this);
  }

  boot(): void {
    this.enter(this.policy.entries.boot, {}, { kind: 'boot' });
  }

  exception(fault: Fault): void {
    const { call, locals } = exceptionCall(this, fault, this.percpu.userMode);
    this.enter(call, locals, { kind: 'exception' });
  }

  switchTo(task: string): void {
    const prev = this.current?.name ?? IDLE;
    if (prev === task || (task !== IDLE && !this.isSwitchable(task))) return;
    this.enter(this.policy.entries.switch, { prev, next: task }, { kind: 'switch' });
  }

  returnToUser(): boolean {
    const task = this.current;
    if (this.active || this.inKernelSection || this.percpu.userMode) return false;
    if (!task || task.kthread || !isAlive(task)) return false;
    if (task.vcpu?.parked) return this.resumeGuest(task);
    if (isSignalPending(this, task) || task.needFpuLoad) {
      this.enter(this.policy.entries.returnToUser, { tsk: task.name }, { kind: 'return-to-user' });
      return true;
    }
    this.enterUserMode();
    return false;
  }

  syscall(call: SyscallCall): void {
    const { name, as, returnAddress } = call;
    const routine = this.policy.entries.syscalls[name];
    if (routine === undefined) throw new RangeError(`${this.policy.name} has no system call ${name}`);
    this.enter(routine, syscallLocals(call), {
      kind: 'syscall',
      name,
      ...(as !== undefined && { as }),
      ...(returnAddress !== undefined && { returnAddress }),
    });
  }

  sendSignal(task: string, signal: number): void {
    const locals = { sig: signal, t: task, group: false, code: SI_USER, sender: 0 };
    this.enter(this.policy.entries.signal, locals, { kind: 'signal' });
  }

  takeTransfers(): readonly UserTransfer[] {
    return this.state.transfers.splice(0);
  }

  enterKernelSection(): void {
    this.enterKernelMode();
    this.percpu.inKernel = true;
  }

  leaveKernelSection(): void {
    this.percpu.inKernel = false;
  }

  kernelFpuBegin(): void {
    this.enter(this.policy.entries.kernelFpuBegin, {}, { kind: 'fpu-section' });
  }

  kernelFpuEnd(): void {
    this.enter(this.policy.entries.kernelFpuEnd, {}, { kind: 'fpu-section' });
  }

  kernelAmx(which: 'begin' | 'end'): boolean {
    const { kernelAmx } = this.policy.entries;
    if (kernelAmx === undefined) return false;
    const event: KernelEvent = which === 'begin' ? { kind: 'call', name: kernelAmx.begin } : { kind: 'fpu-section' };
    this.enter(kernelAmx[which], {}, event);
    return true;
  }

  reclaim(task: string | undefined): boolean {
    const { reclaim } = this.policy.entries;
    if (reclaim === undefined) return false;
    this.enter(reclaim, { only: task ?? null }, { kind: 'reclaim' });
    return true;
  }

  get inGuest(): boolean {
    return this.percpu.host !== null;
  }

  setGuestCpuid(xcr0: bigint | null): void {
    this.enter(this.policy.entries.guest?.setCpuid, { xcr0 }, { kind: 'syscall', name: 'kvm_set_cpuid2' });
  }

  runGuest(): void {
    this.enter(this.policy.entries.guest?.run, {}, { kind: 'guest' });
  }

  putGuest(): void {
    this.enter(this.policy.entries.guest?.put, {}, { kind: 'guest' });
  }

  guestInstruction(mnemonic: string): boolean {
    const vcpu = this.current?.vcpu;
    if (!vcpu || !this.inGuest || this.cpu.cpl !== 0) return false;
    const rcx = Number(BigInt.asUintN(32, this.cpu.gpr[GPR.RCX] ?? 0n));
    const routine = this.policy.entries.guest?.instruction(vcpu, mnemonic, rcx);
    this.enter(routine, {}, { kind: 'guest' }, mnemonic);
    return routine !== undefined;
  }

  guestException(mnemonic: string): boolean {
    const routine = this.current?.vcpu?.xfdPassthrough ? this.policy.entries.guest?.exceptions[mnemonic] : undefined;
    this.enter(routine, {}, { kind: 'guest' }, mnemonic);
    return routine !== undefined;
  }

  snapshot(): KernelState {
    return structuredClone(this.state);
  }

  restore(state: KernelState): void {
    this.state = structuredClone(state);
  }

  /** Called by the interpreter when the outermost routine returns: its result goes to what entered the kernel. */
  leave(frame: RoutineFrame, result: LocalValue | undefined): void {
    const { event } = frame;
    // The way back into a guest comes after what was done for it, and has no result of its own.
    if (event?.kind !== 'guest-resume') this.state.result = toResult(result);
    if (event?.kind === 'boot') this.state.counters = { ...this.state.counters, ...countersOfEvents() };
    else if (event?.kind === 'return-to-user') this.enterUserMode();
    else if (event?.kind === 'guest-resume') this.enterGuest();
    else if (event?.kind === 'call') this.report(event.name, this.state.result ?? 0n);
    else if (event?.kind === 'syscall') this.finishSyscall(event.name, this.state.result ?? 0n);
  }

  /** What runs on CPU `index` is in the kernel from here on: by an interrupt, where it is another one than this. */
  interrupt(index: number): void {
    const [percpu, cpu] = [this.state.cpus[index], this.cpus[index]];
    if (!percpu || !cpu) return;
    const task = this.state.tasks[percpu.current ?? -1];
    if (index === this.cpuIndex) leaveGuestMode(cpu, percpu, task?.vcpu);
    else kickGuest(cpu, percpu, task, this.state.fpu.userMax);
    percpu.userMode = false;
    cpu.cpl = 0;
  }

  /** Reports the current system call, which does not come back: its result is 0. */
  reportNoReturn(): void {
    if (this.event?.kind === 'syscall') this.emit({ kind: 'syscall', name: this.event.name, result: 0n });
  }

  /** The result of a system call that returns goes into RAX. */
  private finishSyscall(name: string, result: bigint): void {
    this.cpu.gpr[RAX] = BigInt.asUintN(64, result);
    this.report(name, result);
  }

  private report(name: string, result: bigint): void {
    this.emit({ kind: 'syscall', name, result });
  }

  private get cpuIndex(): number {
    return this.state.stack.at(-1)?.cpu ?? this.state.cpu;
  }

  private isSwitchable(name: string): boolean {
    const task = this.task(name);
    return task !== undefined && isAlive(task) && task.cpu === null && !task.stopped;
  }

  /** @param exit why the guest is left, if the CPU is in one: that is dealt with first. */
  private enter(routine: string | undefined, locals: Locals, event: KernelEvent, exit = 'interrupt'): void {
    if (routine === undefined) return;
    const guest = this.inGuest ? this.policy.entries.guest : undefined;
    this.enterKernelMode();
    const cpu = this.state.cpu;
    enterRoutine(this, { routine, locals, cpu, event });
    if (guest) enterRoutine(this, { routine: guest.exit, locals: { exit }, cpu });
  }

  /** Back into the guest; a signal ends KVM_RUN instead, and is delivered in user mode. */
  private resumeGuest(task: Task): boolean {
    if (this.inGuest) return false;
    if (isSignalPending(this, task)) this.putGuest();
    else this.enter(this.policy.entries.guest?.resume, {}, { kind: 'guest-resume' });
    return true;
  }

  private enterGuest(): void {
    const vcpu = this.current?.vcpu;
    if (vcpu) enterGuestMode(this.cpu, this.percpu, vcpu);
  }

  private enterKernelMode(): void {
    this.interrupt(this.cpuIndex);
  }

  private enterUserMode(): void {
    this.percpu.userMode = true;
    this.cpu.cpl = 3;
  }
}

function toResult(value: LocalValue | undefined): bigint | null {
  if (typeof value === 'bigint') return value;
  return typeof value === 'number' ? BigInt(value) : null;
}

function parseBytes(value: string | undefined): number | null {
  const bytes = Number(value?.replaceAll('_', '') || Number.NaN);
  return Number.isFinite(bytes) ? bytes : null;
}
