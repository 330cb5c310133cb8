/** Programs that are executed and libraries that are loaded while a trace runs: their sources are looked for when they are there. */
import { metFiles } from '../../world/compiled/compiled-program';
import type { Program } from '../../world/program/program';
import type { Client } from '../protocol/client';
import type { AdapterHost } from '../protocol/host';
import type { Debuggee } from '../state/debuggee';
import { type CompiledSources, findCompiledSources } from './compiled-sources';
import type { LaunchArguments } from './launch-arguments';

export class LoadedFiles {
  private debuggee: Debuggee | undefined;
  /** How many files are known. */
  private known = 0;
  private learning: Promise<void> | undefined;

  /** @param onLearnt the sources of the debuggee are others from now on. */
  constructor(
    private readonly host: AdapterHost,
    private readonly client: Client,
    private readonly onLearnt: (debuggee: Debuggee) => void,
  ) {}

  /** @param runsProgram whether the launch names a program, and no trace. */
  find(launch: LaunchArguments, program: Program, runsProgram: boolean): Promise<CompiledSources> {
    const target = runsProgram ? this.host.realPath?.(launch.program) : undefined;
    const placing = { ...launch, ...(target !== undefined && { target }) };
    return findCompiledSources(this.host, placing, program, (path) => this.client.path(path));
  }

  begin(debuggee: Debuggee): void {
    this.debuggee = debuggee;
    this.known = metFiles(debuggee.program).size;
    this.learning = undefined;
  }

  /** Undefined where nothing has been loaded since it was last asked and answered. */
  learn(): Promise<void> | undefined {
    const { debuggee } = this;
    if (!debuggee) return undefined;
    const { size } = metFiles(debuggee.program);
    if (size === this.known) return this.learning;
    this.known = size;
    const learning = this.find(debuggee.launch, debuggee.program, debuggee.runsProgram).then((sources) => {
      if (this.learning === learning) this.learning = undefined;
      if (this.debuggee !== debuggee) return;
      debuggee.sources = sources;
      this.onLearnt(debuggee);
    });
    this.learning = learning;
    return learning;
  }
}
