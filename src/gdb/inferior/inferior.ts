/** What a client sees of the debuggee: one process with threads, their registers, and memory. */
import type { Adapter } from '../../adapter/adapter';
import { currentThread, subjectOfThread, threadsOf } from '../../adapter/inspection/threads';
import type { Debuggee } from '../../adapter/state/debuggee';
import { type Subject, spaceOf } from '../../adapter/state/state-view';
import type { Process } from '../../kernel/state/process';
import type { Task } from '../../kernel/state/task';
import { GPR } from '../../machine/architecture/gpr';
import type { Cpu } from '../../machine/cpu/cpu';
import type { Whose } from '../../world/debugger/debugger-types';
import { taskRegisters } from '../../world/scope/task-registers';
import { describeTarget, type TargetDescription } from '../description/target-description';
import type { Span } from '../protocol/arguments';
import { refuse } from '../protocol/refusal';
import { auxiliaryVectorAt } from './auxiliary-vector';
import { firstProgram } from './readable-files';

export interface Thread {
  readonly id: number;
  readonly name: string;
}

/** Index of the task that a program runs as which was launched by itself. */
const MAIN_TASK = 0;

export class Inferior {
  readonly description: TargetDescription;
  /** By `image`. */
  private readonly auxiliaryVectors = new Map<string, Uint8Array>();

  constructor(
    readonly adapter: Adapter,
    readonly debuggee: Debuggee,
  ) {
    this.description = describeTarget(debuggee.program.processor);
  }

  /** The task of a program that was launched by itself; undefined where a trace runs, of which all tasks are threads. */
  get main(): Task | undefined {
    return this.debuggee.runsProgram ? this.debuggee.state.kernel?.tasks[MAIN_TASK] : undefined;
  }

  get mainProcess(): Process | undefined {
    const { main } = this;
    return main && this.debuggee.state.kernel?.processes[main.process];
  }

  /** The program that was launched by itself, or what it has executed since, as programs see paths. */
  get executable(): string | undefined {
    return this.mainProcess?.program?.memory.path;
  }

  /** The same for the same program in the same address space: execve makes another one. */
  get image(): string {
    return `${this.mainProcess?.space} ${this.executable}`;
  }

  /** Of the program that runs; empty where nobody knows it. */
  get auxiliaryVector(): Uint8Array {
    return this.auxiliaryVectors.get(this.image) ?? new Uint8Array();
  }

  /** The program stands before its first instruction: the stack is as the kernel has made it. */
  noteBeginning(): void {
    const { threads, current, debuggee } = this;
    if (threads.length === 0 || firstProgram(debuggee.program) === undefined) return;
    const stack = Number(this.cpu(current).gpr[GPR.RSP]);
    const { memory } = debuggee.engine.world;
    this.auxiliaryVectors.set(this.image, auxiliaryVectorAt(memory, this.space(current), stack));
  }

  /** The tasks of the program's process, or all tasks of a trace. */
  get threads(): readonly Thread[] {
    return threadsOf(this.debuggee.state).filter(({ id }) => this.isOwn(id));
  }

  /** The thread that the run is on; where that is one of another process, the first. */
  get current(): number {
    const { state } = this.debuggee;
    const current = currentThread(state);
    return this.isOwn(current) ? current : (this.threads[0]?.id ?? current);
  }

  /** The thread of a task by its name. */
  threadOfTask(name: string | null): number | undefined {
    const task = this.debuggee.state.kernel?.tasks.findLast((each) => each.name === name);
    return task && this.threads.find(({ id }) => id === task.id + 1)?.id;
  }

  /** @throws UserError for a thread that is not there. */
  subject(thread: number): Subject {
    if (!this.isOwn(thread)) return refuse(`There is no thread ${thread}.`);
    return subjectOfThread(this.debuggee.state, thread);
  }

  /**
   * Whose instructions a step of a thread goes by. A trace goes on by its lines, whichever tasks those are for.
   *
   * @throws UserError for a thread that is not there.
   */
  stepping(thread: number): Whose {
    const subject = this.subject(thread);
    return this.debuggee.engine.world.flow.run ? subject : 'anyone';
  }

  /** @throws UserError for a thread that is not there. */
  cpu(thread: number): Cpu {
    const { world } = this.debuggee.engine;
    const { cpu, task } = this.subject(thread);
    const onCpu = cpu === null ? undefined : world.cpus[cpu];
    const found = task === null ? undefined : world.kernel?.state.tasks[task];
    if (found && world.kernel && !(onCpu && !found.needFpuLoad)) return taskRegisters(world, world.kernel, found).cpu;
    return onCpu ?? world.cpu;
  }

  /** All of them, one after the other. @throws UserError for a thread that is not there. */
  registers(thread: number): readonly Uint8Array[] {
    const cpu = this.cpu(thread);
    return this.description.registers.slice(0, this.description.together).map(({ read }) => read(cpu));
  }

  /** @throws UserError for a register or a thread that is not there. */
  register(thread: number, number: number): Uint8Array {
    const row = this.description.registers[number] ?? refuse(`There is no register ${number}.`);
    return row.read(this.cpu(thread));
  }

  /** @throws UserError or ExpressionError, where the register cannot have that value. */
  setRegister(thread: number, number: number, bytes: Uint8Array): void {
    const row = this.description.registers[number] ?? refuse(`There is no register ${number}.`);
    const cpu = this.cpu(thread);
    const before = row.read(cpu);
    if (bytes.length !== before.length) refuse(`${row.name} has ${before.length} bytes.`);
    if (bytes.every((byte, index) => byte === before[index])) return;
    const assignments = row.write(bytes, cpu) ?? refuse(`${row.name} cannot be set.`);
    const place = this.subject(thread);
    if (place.cpu === null) refuse(`Thread ${thread} is on no CPU: its registers are set when it runs.`);
    for (const { target, value } of assignments) this.assign(place, target, value);
  }

  /** Up to the first byte that is not there. */
  memory(thread: number, { address, length }: Span): Uint8Array {
    return this.debuggee.engine.world.memory.peek(this.space(thread), address, length) ?? new Uint8Array();
  }

  /** @throws UserError or ExpressionError where the memory is not there. */
  setMemory(thread: number, address: number, bytes: Uint8Array): void {
    this.debuggee.engine.edit({ kind: 'memory', space: this.space(thread), address, bytes });
  }

  space(thread: number): number {
    return spaceOf(this.debuggee.state, this.subject(thread));
  }

  /** Where the flow goes on is no register: it is a jump. */
  private assign({ cpu, task }: Subject, target: string, value: bigint): void {
    const { engine } = this.debuggee;
    if (target === 'rip') {
      if (cpu !== engine.world.flow.cpu) refuse('RIP is set of the thread that runs.');
      engine.edit({ kind: 'jump', address: Number(BigInt.asIntN(64, value)) });
    } else {
      engine.edit({ kind: 'assign', target: `cpu[${cpu}].${target}`, value: String(value), place: { cpu, task } });
    }
  }

  private isOwn(thread: number): boolean {
    const { mainProcess, debuggee } = this;
    if (!debuggee.runsProgram) return true;
    const task = debuggee.state.kernel?.tasks[thread - 1];
    return task !== undefined && task.process === mainProcess?.id;
  }
}
