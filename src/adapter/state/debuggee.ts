/** The trace that is being debugged: its program, the engine that runs it, and its state as views see it. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { KernelSource } from '../../kernel/routines/source';
import { grouped } from '../../language/expressions/grouped';
import { Debugger } from '../../world/debugger/debugger';
import { kernelSource } from '../../world/debugger/places/kernel-place';
import type { Program } from '../../world/program/program';
import type { LaunchArguments } from '../launch/launch-arguments';
import { baseName } from '../protocol/source-path';
import { VariableTree } from '../variables/tree';
import { FrameNumbers } from './frame-numbers';
import { kernelDocument } from './kernel-documents';
import { captureState, type StateView } from './state-view';

export class Debuggee {
  readonly engine: Debugger;
  readonly variables: VariableTree;
  readonly frames = new FrameNumbers();
  /** As it was at the stop before this one. */
  before: StateView | undefined;
  readonly kernelSource: KernelSource | undefined;

  constructor(
    readonly launch: LaunchArguments,
    readonly program: Program,
    /** Of the trace, as the client writes paths. */
    private readonly shownPath = launch.program,
  ) {
    const { maxSteps, noDebug, historyMegabytes } = launch;
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
    };
  }

  /** To be called before the trace goes on: from then on, what changes is what differs from now. */
  remember(): void {
    this.before = captureState(this.state);
    this.variables.reset();
    this.frames.forget();
  }

  /** `step 1,234`; `step 7 of 18` once more of them are known, or all. */
  get timeText(): string {
    const { time, world } = this.engine;
    const isLatest = time.step === time.furthest && !world.ended;
    return `step ${grouped(time.step)}${isLatest ? '' : ` of ${grouped(time.furthest)}`}`;
  }

  get traceSource(): DebugProtocol.Source {
    return { name: baseName(this.launch.program), path: this.shownPath };
  }

  get kernelDocument(): DebugProtocol.Source {
    return kernelDocument(this.program.policy.name);
  }
}
