/** Runs a program once, from its beginning to its end, and writes down what it did. */
import { componentsIn } from '../../machine/architecture/component';
import { type Pausable, PIECE } from '../../machine/pausable';
import { RunTally } from '../debugger/run-tally';
import type { Program } from '../program/program';
import { advance } from '../run/moment';
import { advancePlain } from '../run/plain-steps';
import { startWorld } from '../run/start';
import { fail } from '../run/step-end';
import type { World } from '../state/world';
import { failureOf, LIMIT } from './failure';
import { KernelCounts } from './kernel-counts';
import { LineNotes } from './line-notes';
import type { RunAccount, RunFailure } from './run-account';
import { TaskNotes } from './task-notes';

export interface AccountOptions {
  /** The most steps of a run. A longer run ends with an error. */
  readonly maxSteps?: number | undefined;
  /** Whether lines of the kernel are counted. */
  readonly countsKernel?: boolean | undefined;
}

/** Plain steps that are executed at once. */
const SLICE = 20_000;
/** The most failures that an account lists. */
const MOST_FAILURES = 1000;

/** Progress is the share of `maxSteps` that has been executed, 0 without a limit. */
export function* takingAccount(
  program: Program,
  { maxSteps = Number.POSITIVE_INFINITY, countsKernel = false }: AccountOptions = {},
): Pausable<RunAccount> {
  const taker = new AccountTaker(program, countsKernel);
  for (let moments = 0; taker.advance(maxSteps); moments++) {
    if (moments % PIECE === 0) yield taker.steps / maxSteps;
  }
  return taker.account();
}

class AccountTaker {
  private readonly world: World;
  private readonly tally = new RunTally();
  private readonly lines = new Map<number, LineNotes>();
  private readonly kernel: KernelCounts | undefined;
  private readonly tasks = new TaskNotes();
  private readonly failures: RunFailure[] = [];
  /** IA32_XFD of each CPU, as it was seen last. */
  private readonly xfd: bigint[];
  private readonly mayPass: boolean;

  constructor(program: Program, countsKernel: boolean) {
    this.world = startWorld(program);
    this.kernel = countsKernel && this.world.kernel ? new KernelCounts() : undefined;
    this.xfd = this.world.cpus.map(({ xfd }) => xfd);
    // Where the trace writes MSRs itself, each of its instructions is looked at.
    this.mayPass = this.world.kernel !== undefined || !writesMsrs(program);
  }

  get steps(): number {
    return this.world.flow.steps;
  }

  /** One more moment, or a run of plain steps. False when the run has ended. */
  advance(maxSteps: number): boolean {
    const { world } = this;
    if (world.ended) return false;
    const { line } = world;
    const isBooting = world.flow.phase === 'boot';
    this.kernel?.look(world);
    const passed = this.mayPass ? advancePlain(world, Math.min(SLICE, maxSteps - this.steps)) : 0;
    if (passed === 0) advance(world);
    this.noteHappenings();
    this.noteXfd(isBooting ? -1 : line);
    if (world.ended || this.steps < maxSteps) return true;
    world.happenings = [];
    fail(world, LIMIT, `The trace did not end within ${maxSteps} steps.`);
    this.noteHappenings();
    return false;
  }

  account(): RunAccount {
    const { program, kernel } = this.world;
    const lines = [...this.lines].sort(([a], [b]) => a - b).map(([line, notes]) => notes.account(line));
    return {
      steps: this.steps,
      verdict: this.tally.verdict(this.steps),
      failures: this.failures,
      lines: lines.filter(({ notes, held, failed }) => notes.length + held + failed > 0),
      tasks: kernel ? this.tasks.account(kernel.state) : [],
      ...(this.kernel && { kernel: this.kernel.account(program) }),
    };
  }

  private noteHappenings(): void {
    const { happenings, moment } = this.world;
    if (happenings.length === 0) return;
    this.tally.note(happenings, moment);
    for (const happening of happenings) {
      this.tasks.happened(happening);
      if (happening.line >= 0) this.on(happening.line).happened(happening);
      const failure = this.failures.length < MOST_FAILURES ? failureOf(happening) : undefined;
      if (failure) this.failures.push(failure);
    }
  }

  /** A new value belongs to the line that was being executed. */
  private noteXfd(line: number): void {
    for (const [index, { xfd }] of this.world.cpus.entries()) {
      if (this.xfd[index] === xfd) continue;
      this.xfd[index] = xfd;
      if (line >= 0) this.on(line).note(`XFD ${xfdText(xfd)}`);
    }
  }

  private on(line: number): LineNotes {
    const notes = this.lines.get(line) ?? new LineNotes();
    this.lines.set(line, notes);
    return notes;
  }
}

function xfdText(xfd: bigint): string {
  const names = componentsIn(xfd).map(({ id }) => id);
  return names.length === 0 ? '0' : names.join('|');
}

function writesMsrs({ trace }: Program): boolean {
  return trace.statements.some(
    (statement) => statement.kind === 'instruction' && /^wrmsr/.test(statement.instruction.mnemonic.text),
  );
}
