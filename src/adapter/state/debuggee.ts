/** The trace that is being debugged: its program, the engine that runs it, and its state as views see it. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { KernelSource } from '../../kernel/routines/source';
import { grouped } from '../../language/expressions/grouped';
import { Debugger } from '../../world/debugger/debugger';
import type { RunTotal } from '../../world/debugger/history/run-ahead';
import { kernelSource } from '../../world/debugger/places/kernel-place';
import type { Program } from '../../world/program/program';
import { type CompiledSources, NO_SOURCES } from '../launch/compiled-sources';
import type { LaunchArguments } from '../launch/launch-arguments';
import { baseName } from '../protocol/source-path';
import { VariableTree } from '../variables/tree';
import { tileOriginTexts } from '../views/tile-origins';
import { FrameNumbers } from './frame-numbers';
import { kernelDocument } from './kernel-documents';
import { MomentLinks } from './moment-links';
import { captureState, type StateView } from './state-view';

interface DebuggeeOptions {
  /** Of the programs that tasks run. */
  readonly sources?: CompiledSources;
  /** What is launched is a program, and no trace: the trace that runs it is in no file. */
  readonly runsProgram?: boolean;
}

/** What a client asks for to see the trace that runs a program. */
export const RUN_REFERENCE = 2 ** 30;

export class Debuggee {
  readonly engine: Debugger;
  readonly variables: VariableTree;
  readonly frames = new FrameNumbers();
  readonly links = new MomentLinks();
  /** As it was at the stop before this one. */
  before: StateView | undefined;
  readonly kernelSource: KernelSource | undefined;
  /** More of them are known when programs have executed others, and loaded libraries. */
  sources: CompiledSources;
  readonly runsProgram: boolean;

  constructor(
    readonly launch: LaunchArguments,
    readonly program: Program,
    /** Of the trace, as the client writes paths. */
    private readonly shownPath = launch.program,
    { sources = NO_SOURCES, runsProgram = false }: DebuggeeOptions = {},
  ) {
    const { maxSteps, noDebug, historyMegabytes } = launch;
    this.sources = sources;
    this.runsProgram = runsProgram;
    this.engine = new Debugger(program, {
      neverStops: noDebug ?? false,
      ...(maxSteps !== undefined && { maxSteps }),
      ...(historyMegabytes !== undefined && { historyBytes: historyMegabytes * 2 ** 20 }),
    });
    this.kernelSource = program.policy.name === 'none' ? undefined : kernelSource(program.policy);
    this.variables = new VariableTree(
      program.symbols,
      () => this.state,
      () => this.before,
    );
  }

  /** Whether one can still look at the trace when it has ended, and go back in it. */
  get stopsOnEnd(): boolean {
    const { stopOnEnd, noDebug } = this.launch;
    return stopOnEnd ?? !noDebug;
  }

  /** Live: valid until the trace goes on. */
  get state(): StateView {
    const { world, timeline, time } = this.engine;
    return {
      cpus: world.cpus,
      memory: world.memory,
      kernel: world.kernel?.state,
      current: world.flow.cpu,
      previousSize: ({ name, fpstate }) => timeline.bufferBefore(name, fpstate.size, time.moment),
      tileOrigins: (cpu) => tileOriginTexts(this.engine, cpu),
    };
  }

  /** To be called before the trace goes on: from then on, what changes is what differs from now. */
  remember(): void {
    this.before = captureState(this.state, this.before);
    this.variables.reset();
    this.frames.forget();
  }

  /** `step 41 of 97`; until so much is known, `step 41, running ahead`. */
  get timeText(): string {
    const { total, time } = this.engine;
    return `${this.stepText}${totalText(total, time.step)}`;
  }

  /** The same without saying that a total is still being learned. */
  get settledText(): string {
    return this.engine.total.kind === 'running-ahead' ? this.stepText : this.timeText;
  }

  /** `step 41`. */
  get stepText(): string {
    return `step ${grouped(this.engine.time.step)}`;
  }

  /** How the program ended that was launched by itself, as a shell gives it; of a trace, whether it failed. */
  get exitCode(): number {
    const { engine, runsProgram } = this;
    const status = runsProgram && engine.world.ended ? Number(engine.evaluate('A.exit_code').value) : -1;
    return status >= 0 ? status : Number(engine.failed);
  }

  get traceSource(): DebugProtocol.Source {
    if (this.runsProgram) return { name: `run of ${baseName(this.launch.program)}`, sourceReference: RUN_REFERENCE };
    return { name: baseName(this.launch.program), path: this.shownPath };
  }

  get kernelDocument(): DebugProtocol.Source {
    return kernelDocument(this.program.policy.name);
  }
}

/** A total that the present is beyond would only confuse. */
function totalText(total: RunTotal, step: number): string {
  switch (total.kind) {
    case 'known':
      return ` of ${grouped(total.steps)}`;
    case 'more-than':
      return total.steps > step ? ` of more than ${grouped(total.steps)}` : '';
    case 'running-ahead':
      return ', running ahead';
  }
}
