/** The ways into a Linux-like kernel on one CPU: which routine each thing enters, with which locals. */

import type { Fault } from '../../machine/architecture/exception';
import { GPR } from '../../machine/architecture/gpr';
import type { LinearAddress } from '../../machine/architecture/linear-address';
import { ownValue } from '../../machine/table';
import { type MsrEntry, placeEntries } from '../model/guests/msr-entries';
import { filterAnswer } from '../model/tasks/seccomp';
import { isSignalPending } from '../model/tasks/signals';
import type { VcpuIoctl } from '../routines/entries';
import { exceptionCall } from '../routines/exceptions';
import { enterRoutine } from '../routines/interpreter';
import type { LocalName, LocalsWith, RoutineName } from '../routines/routine-locals';
import { nextTurn } from '../sched/tick';
import { IDLE, SI_USER } from '../state/constants';
import type { KernelEvent } from '../state/routine-frame';
import type { KernelCpu } from '../state/state';
import { isAlive, isSwitchable, type Task } from '../state/task';
import { argumentTexts } from '../syscalls/argument-texts';
import { callName } from '../syscalls/call-names';
import { systemCall } from '../syscalls/table';
import { hasDueTimer } from '../time/expire';
import { enterUserMode, isTold } from './finish-event';
import type { KernelEntry, SyscallCall } from './kernel';
import type { RoutineContext } from './routine-context';
import { syscallLocals } from './syscalls';

export class LinuxEntry implements KernelEntry {
  constructor(
    private readonly context: RoutineContext,
    private readonly index: number,
  ) {}

  get inKernelSection(): boolean {
    const { inKernel, inKernelFpu, amxArea } = this.percpu;
    return inKernel || inKernelFpu || amxArea !== null;
  }

  get inGuest(): boolean {
    return this.percpu.host !== null;
  }

  boot(): void {
    this.enter(this.routines.boot, {}, { kind: 'boot' });
  }

  exception(fault: Fault): void {
    const { call, locals } = exceptionCall(this.here(), fault, this.percpu.userMode);
    this.enter(call, locals, { kind: 'exception' });
  }

  switchTo(task: string): void {
    const prev = this.current?.name ?? IDLE;
    if (prev === task || (task !== IDLE && !this.isSwitchable(task))) return;
    this.enter(this.routines.switch, { prev, next: task }, { kind: 'switch' });
  }

  returnToUser(): boolean {
    const task = this.current;
    if (this.context.state.stack.length > 0 || this.inKernelSection || this.percpu.userMode) return false;
    if (!task || task.kthread || !isAlive(task)) return false;
    if (task.vcpu?.parked) return this.resumeGuest(task);
    if (isSignalPending(this.context, task) || task.needFpuLoad) {
      this.enter(this.routines.returnToUser, { tsk: task.name }, { kind: 'return-to-user' });
      return true;
    }
    enterUserMode(this.here());
    return false;
  }

  syscall(call: SyscallCall): void {
    const { name, as, returnAddress, arguments: given } = call;
    const routine = ownValue(this.routines.syscalls, name);
    if (routine === undefined) throw new RangeError(`there is no system call ${name}`);
    const event: KernelEvent & { readonly kind: 'syscall' } = {
      kind: 'syscall',
      name,
      arguments: given,
      ...(as !== undefined && { as }),
      ...(returnAddress !== undefined && { returnAddress }),
    };
    this.enterFiltered(routine, syscallLocals(call), event);
  }

  syscallInstruction(number: bigint, values: readonly bigint[], returnAddress: LinearAddress): void {
    const nr = BigInt.asUintN(32, number); // an int, since 5.13: the upper half of RAX means nothing
    const { name = callName(nr), parameters } = systemCall(nr) ?? {};
    const given = parameters === undefined ? values : values.slice(0, parameters.length);
    // A call that is told of may replace the memory that its arguments lie in.
    const kernel = this.here();
    const texts = isTold(kernel, name) ? argumentTexts(kernel, parameters ?? [], given) : [];
    const shown = texts.some((text) => text !== '') ? { texts } : {};
    const event = { kind: 'syscall', name, arguments: given, ...shown, returnAddress } as const;
    this.enterFiltered('do_syscall_64', { nr }, event);
  }

  passTime(nanoseconds: bigint): void {
    this.here().change().clock += nanoseconds;
    if (this.current) this.current.utime += nanoseconds;
  }

  tick(): void {
    const kernel = this.here();
    if (hasDueTimer(kernel)) return this.enter('hrtimer_interrupt', {}, { kind: 'tick' });
    const locals = nextTurn(kernel);
    if (locals) this.enter('sched_tick', locals, { kind: 'tick' });
  }

  sendSignal(task: string, signal: number): void {
    const locals = { sig: signal, t: task, group: false, code: SI_USER, sender: 0 };
    this.enter(this.routines.signal, locals, { kind: 'signal' });
  }

  hotplug(index: number, online: boolean): void {
    this.enter(online ? this.routines.cpuUp : this.routines.cpuDown, { cpu: index }, { kind: 'power' });
  }

  suspend(): void {
    this.enter(this.routines.suspend, {}, { kind: 'power' });
  }

  enterKernelSection(): void {
    this.here().interrupt(this.index);
    this.percpu.inKernel = true;
  }

  leaveKernelSection(): void {
    this.here().percpu.inKernel = false;
  }

  kernelFpuBegin(): void {
    this.enter(this.routines.kernelFpuBegin, {}, { kind: 'fpu-section' });
  }

  kernelFpuEnd(): void {
    this.enter(this.routines.kernelFpuEnd, {}, { kind: 'fpu-section' });
  }

  kernelAmx(which: 'begin' | 'end'): boolean {
    const { kernelAmx } = this.routines;
    if (kernelAmx === undefined) return false;
    const event: KernelEvent = which === 'begin' ? { kind: 'call', name: kernelAmx.begin } : { kind: 'fpu-section' };
    this.enter(kernelAmx[which], {}, event);
    return true;
  }

  reclaim(task: string | undefined): boolean {
    const { reclaim } = this.routines;
    if (reclaim === undefined) return false;
    this.enter(reclaim, { only: task ?? null }, { kind: 'reclaim' });
    return true;
  }

  setGuestMsrs(entries: readonly MsrEntry[]): void {
    placeEntries(this.here(), entries);
    this.vcpuIoctl('kvm_set_msrs', { nmsrs: entries.length });
  }

  vcpuIoctl(name: VcpuIoctl, locals: LocalsWith<LocalName>): void {
    this.enter(this.routines.guest?.ioctls[name], locals, { kind: 'syscall', name });
  }

  runGuest(): void {
    this.enter(this.routines.guest?.run, {}, { kind: 'guest' });
  }

  putGuest(): void {
    this.enter(this.routines.guest?.put, {}, { kind: 'guest' });
  }

  guestInstruction(mnemonic: string): boolean {
    const vcpu = this.current?.vcpu;
    const { cpu } = this.here();
    if (!vcpu || !this.inGuest || cpu.cpl !== 0) return false;
    const rcx = Number(BigInt.asUintN(32, cpu.gpr[GPR.RCX] ?? 0n));
    const routine = this.routines.guest?.instruction(vcpu, mnemonic, rcx);
    this.enter(routine, {}, { kind: 'guest' }, mnemonic);
    return routine !== undefined;
  }

  guestException(mnemonic: string): boolean {
    const routine = this.current?.vcpu?.xfdPassthrough
      ? ownValue(this.routines.guest?.exceptions ?? {}, mnemonic)
      : undefined;
    this.enter(routine, {}, { kind: 'guest' }, mnemonic);
    return routine !== undefined;
  }

  /** The routine of a system call, unless a filter answers in its place. */
  private enterFiltered(
    routine: RoutineName,
    locals: LocalsWith<LocalName>,
    event: KernelEvent & { readonly kind: 'syscall' },
  ): void {
    const { name } = event;
    const answer = this.current && filterAnswer(this.current, name);
    if (answer === undefined) return this.enter(routine, locals, event);
    const filtered = answer === 'kill' ? { kill: true } : { answer };
    this.enter(this.routines.seccomp, { this_syscall: name, ...filtered }, event);
  }

  /** @param exit why the guest is left, if the CPU is in one: that is dealt with first. */
  private enter(
    routine: RoutineName | undefined,
    locals: LocalsWith<LocalName>,
    event: KernelEvent,
    exit = 'interrupt',
  ): void {
    if (routine === undefined) return;
    const guest = this.inGuest ? this.routines.guest : undefined;
    const context = this.here();
    context.interrupt(this.index);
    enterRoutine(context, { routine, locals, cpu: this.index, event });
    if (guest) enterRoutine(context, { routine: guest.exit, locals: { exit }, cpu: this.index });
  }

  /** Back into the guest; a signal ends KVM_RUN instead, and is delivered in user mode. */
  private resumeGuest(task: Task): boolean {
    if (this.inGuest) return false;
    if (isSignalPending(this.context, task)) this.putGuest();
    else this.enter(this.routines.guest?.resume, {}, { kind: 'guest-resume' });
    return true;
  }

  private isSwitchable(name: string): boolean {
    const task = this.context.task(name);
    return task !== undefined && isSwitchable(task);
  }

  /** The kernel, running on this CPU: for everything that changes its state. */
  private here(): RoutineContext {
    this.context.runOn(this.index);
    return this.context;
  }

  private get routines() {
    return this.context.entries;
  }

  private get percpu(): KernelCpu {
    return this.context.state.cpus[this.index]!; // as many as CPUs
  }

  private get current(): Task | undefined {
    const { current } = this.percpu;
    return current === null ? undefined : this.context.state.tasks[current];
  }
}
