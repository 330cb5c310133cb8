/**
 * One run of one trace: the machine, the kernel and the flow, advanced one moment at a time. A moment is the smallest
 * thing that can be stopped at: an instruction or an event, an exception being raised, one line of a kernel routine.
 * All state is plain data, so a snapshot is a copy, and the same program always passes through the same moments.
 */
import { createKernel } from '../kernel/create';
import type { Kernel } from '../kernel/kernel';
import type { KernelRecord } from '../kernel/record';
import type { KernelState, Task } from '../kernel/state';
import { evaluate, type Scope, truth, type Value } from '../language/evaluate';
import type { Expression } from '../language/syntax';
import type { LinearAddress } from '../machine/address';
import { Cpu } from '../machine/cpu';
import { exceptionRow, Fault } from '../machine/exception';
import { Memory, type MemorySnapshot } from '../machine/memory';
import { bootBareMetal, deliverBareMetal } from './bare-metal';
import { executeEnd, executeEvent } from './events';
import { type Flow, initialFlow, type Run } from './flow';
import { instructionResult } from './instruction-result';
import { formatOutcomes, type Outcome, outcomesMatch } from './outcome';
import type { Program, Step } from './program';
import type { Happening, HappeningRecord } from './record';
import { errnoText } from './result-text';
import { worldScope } from './scope';

export interface WorldSnapshot {
  readonly flow: Flow;
  readonly cpus: readonly ArrayBuffer[];
  readonly memory: MemorySnapshot;
  readonly kernel: KernelState | undefined;
}

export class World {
  readonly memory = new Memory();
  readonly cpus: readonly Cpu[];
  readonly kernel: Kernel | undefined;
  flow: Flow;
  /** The names that expressions can use, with their values as they are when they are looked at. */
  readonly scope: Scope = worldScope(this);
  /** What the latest moment did, in order. */
  happenings: Happening[] = [];

  constructor(readonly program: Program) {
    this.cpus = Array.from({ length: program.cpuCount }, (_, index) => new Cpu(index, program.processor, this.memory));
    this.flow = initialFlow(program.start);
    if (program.policy.name === 'none') {
      bootBareMetal(this);
      this.flow.phase = 'start';
    } else {
      this.kernel = createKernel({
        policy: program.policy,
        options: program.policyOptions,
        cpus: this.cpus,
        memory: this.memory,
        tasks: program.tasks,
        image: program.image,
        emit: (record) => this.noteKernelRecord(record),
      });
      this.kernel.boot();
    }
    this.showAddress();
  }

  /** The CPU that the flow is on. */
  get cpu(): Cpu {
    return this.cpus[this.flow.cpu]!; // `cpu N` checks N
  }

  /** The task that runs on the flow's CPU, if any. */
  get currentTask(): Task | undefined {
    const id = this.kernel?.state.cpus[this.flow.cpu]?.current;
    return id === null || id === undefined ? undefined : this.kernel?.state.tasks[id];
  }

  /** The step that the flow is at; undefined where the code does not begin a step (a wild jump). */
  get step(): Step | undefined {
    return this.program.stepAt(this.flow.address);
  }

  get ended(): boolean {
    return this.flow.phase === 'ended';
  }

  /** Does the next moment. Nothing happens when the run has ended. */
  advance(): void {
    if (this.happenings.length > 0) this.happenings = [];
    if (this.kernel?.active) {
      this.kernel.step();
      if (!this.kernel.active) this.leaveKernel();
      return;
    }
    switch (this.flow.phase) {
      case 'start':
        if (this.flow.outcomes.length > 0) this.flow.outcomes = [];
        this.flow.stepTask = this.currentTask?.id ?? null;
        return this.attempt();
      case 'again':
        return this.attempt();
      case 'fault':
        return this.deliver();
      case 'done':
        return this.goTo(this.flow.next);
      case 'boot':
      case 'kernel':
        return this.leaveKernel();
      case 'ended':
        return;
    }
  }

  /** Runs kernel routines on behalf of the current step; `then` says what follows. */
  enterKernel(then: Flow['afterKernel'], enter: (kernel: Kernel) => void): void {
    if (!this.kernel)
      return this.fail('no-kernel', 'There is no kernel under `kernel none`, so nothing can answer this.');
    this.flow.phase = 'kernel';
    this.flow.afterKernel = then;
    this.kernel.cpu = this.cpu;
    enter(this.kernel);
    if (!this.kernel.active) this.leaveKernel();
  }

  /** The current step did all that it had to do; the flow goes on at `next`. */
  complete(next: LinearAddress): void {
    const step = this.step;
    const { flow } = this;
    flow.steps++;
    if (step && !isSilent(step)) this.rememberLast(step);
    if (step?.expected && !outcomesMatch(step.expected, flow.outcomes)) {
      this.note({
        kind: 'divergence',
        expected: formatOutcomes(step.expected),
        actual: formatOutcomes(flow.outcomes),
      });
    }
    if (flow.run && flow.outcomes.length > 0) flow.run.outcomes.push(...flow.outcomes);
    if (this.happenings.length > 0 && this.happenings.some(isWorthAStop)) {
      flow.phase = 'done';
      flow.next = next;
    } else {
      this.goTo(next);
    }
  }

  /** Ends the run: the trace cannot go on. */
  fail(code: string, message: string): void {
    this.flow.error = { code, message };
    this.flow.phase = 'ended';
    this.note({ kind: 'error', code, message });
    this.note({ kind: 'end', steps: this.flow.steps });
  }

  note(record: HappeningRecord): void {
    const step = this.step;
    this.happenings.push({
      ...record,
      step: this.flow.steps + 1,
      line: step?.line ?? -1,
      cpu: this.flow.cpu,
      task: this.currentTask?.name ?? null,
    } as Happening); // a record of any kind with a place is a happening of that kind
  }

  /** Goes on at another address without the current step being done: into a handler of the trace. */
  jump(address: LinearAddress): void {
    this.flow.phase = 'start';
    this.flow.address = address;
    this.showAddress();
  }

  evaluate(expression: Expression): Value {
    return evaluate(expression, this.scope);
  }

  /** Ends a `run` that is under way: its step is then done. */
  endRun(): void {
    const { run } = this.flow;
    if (!run) return;
    const task = this.kernel?.state.tasks[run.task];
    if (task) task.position = this.flow.address;
    this.flow.run = null;
    this.flow.address = run.from;
    this.flow.activations = [...run.outer];
    this.flow.outcomes = run.outcomes;
    this.complete(run.from + (this.step?.size ?? 1));
  }

  snapshot(): WorldSnapshot {
    return {
      flow: structuredClone(this.flow),
      cpus: this.cpus.map((cpu) => cpu.snapshot()),
      memory: this.memory.snapshot(),
      kernel: this.kernel?.snapshot(),
    };
  }

  restore(snapshot: WorldSnapshot): void {
    this.flow = structuredClone(snapshot.flow);
    this.cpus.forEach((cpu, index) => {
      cpu.restore(snapshot.cpus[index]!); // a snapshot has every CPU
    });
    this.memory.restore(snapshot.memory);
    if (snapshot.kernel && this.kernel) {
      this.kernel.restore(snapshot.kernel);
      this.kernel.cpu = this.cpu;
    }
    this.happenings = [];
  }

  private attempt(): void {
    const { step, cpu } = this;
    if (!step)
      return this.raise(
        new Fault('#PF', { errorCode: 0x14, address: this.flow.address, why: 'instruction fetch: no code is there' }),
      );
    switch (step.kind) {
      case 'instruction':
        return this.attemptInstruction(step, cpu);
      case 'event':
        return executeEvent(this, step);
      case 'end':
        return executeEnd(this, step);
      case 'past-end':
        return this.passEnd(step);
    }
  }

  private attemptInstruction(step: Step & { kind: 'instruction' }, cpu: Cpu): void {
    if (this.kernel && cpu.cpl === 3) {
      if (!this.requireTask()) return;
      this.kernel.cpu = cpu;
      if (this.kernel.returnToUser()) {
        this.flow.phase = 'kernel';
        this.flow.afterKernel = 'again';
        return;
      }
    }
    cpu.rip = step.address + step.size;
    try {
      step.execute(cpu);
    } catch (fault) {
      if (!(fault instanceof Fault)) throw fault;
      cpu.rip = step.address;
      return this.raise(fault);
    }
    this.retire(step, cpu);
  }

  /** An instruction is done: follow calls and returns, then go where RIP points. */
  private retire(step: Step & { kind: 'instruction' }, cpu: Cpu): void {
    const { flow } = this;
    if (step.expected) {
      const value = instructionResult(step.instruction, cpu);
      if (value !== undefined) flow.outcomes.push({ kind: 'result', value, text: `0x${value.toString(16)}` });
    }
    if (flow.run && flow.run.left !== null) flow.run.left--;
    const { mnemonic } = step.instruction;
    if (mnemonic === 'call') {
      flow.activations.push({ kind: 'call', from: step.address, to: cpu.rip, outcomes: [] });
    } else if (mnemonic === 'ret') {
      if (flow.activations.at(-1)?.kind === 'call') flow.activations.pop();
    } else if (mnemonic === 'iretq' && flow.activations.at(-1)?.kind === 'handler') {
      return this.leaveHandler(cpu);
    }
    this.complete(cpu.rip);
  }

  /** IRETQ out of a handler of the trace: the interrupted step goes on with what it had done before. */
  private leaveHandler(cpu: Cpu): void {
    const { flow } = this;
    const activation = flow.activations.pop();
    this.complete(cpu.rip);
    if (activation && flow.phase === 'start' && flow.address === activation.from) {
      flow.outcomes = [...activation.outcomes];
      flow.phase = 'again';
    }
  }

  private raise(fault: Fault): void {
    const { mnemonic, detail } = fault;
    this.flow.fault = { mnemonic, detail };
    this.flow.phase = 'fault';
    this.flow.outcomes.push(exceptionOutcome(fault));
    if (detail.address !== undefined && mnemonic === '#PF') this.cpu.cr2 = BigInt.asUintN(64, BigInt(detail.address));
    this.note({
      kind: 'exception',
      name: mnemonic,
      vector: exceptionRow(mnemonic).vector,
      detail,
      rip: this.flow.address,
    });
  }

  private deliver(): void {
    const { flow } = this;
    const fault = new Fault(flow.fault!.mnemonic, flow.fault!.detail); // set with the phase
    flow.fault = null;
    if (this.kernel) this.enterKernel('again', (kernel) => kernel.exception(fault));
    else deliverBareMetal(this, fault);
  }

  /** The kernel has nothing more to do: back to user mode if there is anything to restore, and on with the step. */
  private leaveKernel(): void {
    const { flow, kernel } = this;
    if (!kernel) return;
    if (flow.phase === 'boot') {
      this.finishBoot(kernel);
      return;
    }
    if (kernel.returnToUser()) return;
    const task = flow.stepTask === null ? undefined : kernel.state.tasks[flow.stepTask];
    const gone = task?.state === 'killed' || task?.state === 'exited' || kernel.state.oops !== null;
    if (gone && flow.run) return this.endRunOfDeadTask();
    if (flow.afterKernel === 'again' && !gone) {
      flow.phase = 'again';
      this.showAddress();
    } else if (flow.afterKernel === 'begin-run' && !gone) {
      this.beginRun();
    } else {
      this.complete(flow.address + (this.step?.size ?? 0));
    }
  }

  /** A trace that declares no task has one, and it runs from the start. */
  private finishBoot(kernel: Kernel): void {
    kernel.cpu = this.cpu;
    if (this.program.implicitTask && !this.currentTask) {
      kernel.switchTo('main');
      if (kernel.active) return;
    }
    if (this.currentTask && kernel.returnToUser()) return;
    this.flow.phase = 'start';
    this.happenings = [];
    this.showAddress();
  }

  /** The task that `run` named is current: its own code is next. */
  private beginRun(): void {
    const { run } = this.flow;
    const task = run && this.kernel?.state.tasks[run.task];
    if (!run || !task) return;
    this.flow.activations = [];
    this.goTo(task.position);
  }

  private endRunOfDeadTask(): void {
    const { run } = this.flow;
    if (!run) return;
    this.flow.steps++;
    run.outcomes.push(...this.flow.outcomes);
    this.endRun();
  }

  private goTo(address: LinearAddress): void {
    const { flow } = this;
    flow.address = address;
    flow.phase = 'start';
    const step = this.step;
    if (flow.run && this.isRunOver(flow.run)) return this.endRun();
    if (step?.kind === 'past-end' && step.proc === null) {
      flow.phase = 'ended';
      this.note({ kind: 'end', steps: flow.steps });
    }
    this.showAddress();
  }

  private rememberLast(step: Step): void {
    const { last, outcomes } = this.flow;
    last.step = step.index;
    if (outcomes.length === 0) {
      last.exception = '';
      return;
    }
    const exception = outcomes.findLast((outcome) => outcome.kind === 'exception');
    last.exception = exception?.mnemonic ?? '';
  }

  private isRunOver(run: Run): boolean {
    if (run.left === 0 || this.currentTask?.id !== run.task) return true;
    const step = this.program.stepAt(run.from);
    const until = step?.kind === 'event' && step.event.kind === 'run' ? step.event.until : undefined;
    return until !== undefined && truth(this.evaluate(until));
  }

  private passEnd(step: Step): void {
    this.fail(
      'past-end',
      `Execution ran past the end of proc ${step.proc}: end it with \`ret\`, \`iretq\`, a jump, or \`syscall exit(0)\`.`,
    );
  }

  /** False after ending the run with a message: no task is there to execute user code. */
  requireTask(): boolean {
    const task = this.currentTask;
    if (task && !task.kthread) return true;
    this.fail('no-task', this.describeMissingTask(task));
    return false;
  }

  private describeMissingTask(task: Task | undefined): string {
    if (this.kernel?.state.oops) return 'The kernel has oopsed: nothing runs any more.';
    if (task)
      return `${task.name} is a kernel thread and has no user code: put the step between \`ring0\` and \`end\`.`;
    const dead = this.kernel?.state.tasks.findLast(({ state }) => state === 'killed' || state === 'exited');
    const reason = dead
      ? `${dead.name} ${dead.state === 'killed' ? `was killed by ${dead.signal}` : 'has exited'}`
      : 'no task has been switched to';
    return `No task runs on CPU ${this.flow.cpu}: ${reason}. Write \`switch TASK\` before this step.`;
  }

  private noteKernelRecord(record: KernelRecord): void {
    this.note(record);
    const { outcomes, last } = this.flow;
    if (record.kind === 'signal') outcomes.push({ kind: 'signal', name: record.signal });
    else if (record.kind === 'killed' || record.kind === 'oops') outcomes.push({ kind: record.kind });
    else if (record.kind === 'syscall') {
      last.result = record.result;
      outcomes.push({ kind: 'result', value: record.result, text: errnoText(record.result) });
    }
  }

  /** RIP shows the next step, also when that is an event. */
  private showAddress(): void {
    this.cpu.rip = this.flow.address;
  }
}

/** Steps that look at `last` do not become it. */
function isSilent(step: Step): boolean {
  return (
    step.kind === 'end' || (step.kind === 'event' && (step.event.kind === 'expect' || step.event.kind === 'print'))
  );
}

function isWorthAStop(happening: Happening): boolean {
  return happening.kind === 'divergence' || happening.kind === 'stop' || (happening.kind === 'expect' && !happening.ok);
}

function exceptionOutcome({ mnemonic, detail }: Fault): Outcome {
  const argument = mnemonic === '#PF' ? detail.address : detail.errorCode;
  return argument === undefined
    ? { kind: 'exception', mnemonic }
    : { kind: 'exception', mnemonic, argument: BigInt.asUintN(64, BigInt(argument)) };
}
