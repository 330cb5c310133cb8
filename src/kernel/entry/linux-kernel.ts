/**
 * A Linux-like kernel over plain state. Everything that it does is in the routine tables of its policy; this class hands
 * out the ways into them, and keeps the state.
 */
import type { LinearAddress } from '../../machine/architecture/linear-address';
import { addFilter } from '../model/tasks/seccomp';
import { stepRoutine } from '../routines/interpreter';
import type { Policy } from '../routines/policy';
import type { UserTransfer } from '../state/signal-state';
import type { KernelState } from '../state/state';
import type { SeccompAnswer } from '../state/task';
import type { Kernel, KernelEntry, KernelSetup } from './kernel';
import { LinuxEntry } from './linux-entry';
import { RoutineContext } from './routine-context';

const BOOT_CPU = 0;

export class LinuxKernel implements Kernel {
  readonly policy: Policy;
  readonly context: RoutineContext;
  private readonly entries: readonly LinuxEntry[];

  constructor(setup: KernelSetup) {
    this.policy = setup.policy;
    this.context = new RoutineContext(setup);
    this.entries = setup.cpus.map((_, index) => new LinuxEntry(this.context, index));
  }

  get state(): Readonly<KernelState> {
    return this.context.state;
  }

  get active(): boolean {
    return this.context.state.stack.length > 0;
  }

  on(cpu: number): KernelEntry {
    const entry = this.entries[cpu];
    if (!entry) throw new RangeError(`there is no CPU ${cpu}`);
    return entry;
  }

  boot(): void {
    this.entries[BOOT_CPU]?.boot();
  }

  step(): void {
    stepRoutine(this.context);
  }

  takeTransfers(): readonly UserTransfer[] {
    return this.context.change().transfers.splice(0);
  }

  moveTask(task: number, position: LinearAddress): void {
    const moved = this.context.change().tasks[task];
    if (moved) moved.position = position;
  }

  injectAllocationFailures(count: number): void {
    this.context.change().allocFailures += count;
  }

  injectPreemption(task: string, at: string): void {
    this.context.change().preemptions.push({ task, at });
  }

  addSeccompFilter(task: string, syscall: string, answer: SeccompAnswer): void {
    const filtered = this.context.change().tasks.findLast(({ name }) => name === task);
    if (filtered) addFilter(filtered, syscall, answer);
  }

  setWithout(step: string, without: boolean): void {
    const state = this.context.change();
    state.without = state.without.filter((entry) => entry !== step);
    if (without) state.without.push(step);
  }

  snapshot(): KernelState {
    return this.context.snapshot();
  }

  restore(state: KernelState): void {
    this.context.restore(state);
  }
}
