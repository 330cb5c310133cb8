/** One debug session: its parts, and what moves it from one phase to the next. The protocol's words are elsewhere. */

import type { Command, StopReason } from '../world/debugger/debugger-types';
import type { Program } from '../world/program/program';
import type { Happening } from '../world/state/happening';
import type { DataTarget } from '../world/watch/data-access';
import { Ahead } from './ahead';
import { BreakpointStore } from './breakpoints/store';
import { MemoryWatch } from './inspection/memory-watch';
import { SourceAnnouncer } from './inspection/source-announcer';
import { loadedSources } from './inspection/sources';
import { type Stop, stoppedBody } from './inspection/stop-event';
import { currentThread, ThreadAnnouncer } from './inspection/threads';
import type { LaunchArguments } from './launch/launch-arguments';
import { loadTrace, shortened, TraceError } from './launch/load-trace';
import { LoadedFiles } from './launch/loaded-files';
import { behindLink, traceOfProgram } from './launch/program-launch';
import { Client, type SendEvent } from './protocol/client';
import type { AdapterHost } from './protocol/host';
import { ProgressReports } from './protocol/progress';
import type { Job, RequestQueue } from './protocol/request-queue';
import { baseName, pathOfUri, sameFile } from './protocol/source-path';
import { messageOf, UserError } from './protocol/user-error';
import { Runner } from './runner';
import { Debuggee } from './state/debuggee';
import { verdictOf } from './views/snapshot';
import { VERDICT_EVENT } from './views/views';

/** What a `stopped` event asks of the client. */
interface StopHints {
  readonly preserveFocusHint?: boolean;
}

export class Adapter {
  readonly client: Client;
  readonly breakpoints: BreakpointStore;
  readonly progress: ProgressReports;
  readonly runner: Runner;
  readonly memory: MemoryWatch;
  private readonly ahead: Ahead;
  /** Where tiles came from: begun by who asks. */
  readonly origins: Ahead;
  private readonly threads: ThreadAnnouncer;
  private readonly sources: SourceAnnouncer;
  private readonly files: LoadedFiles;
  private loaded: Debuggee | undefined;
  private configured = false;
  private begun = false;
  private firstWay: (() => void) | undefined;
  private ended = false;
  /** As it was told last. */
  private verdict: string | undefined;
  /** The client is gone. */
  closed = false;
  /** What the present stop is about, if it is about an exception. */
  exception: Happening | undefined;
  /** The data whose change the latest stop about data has told of, and the moment behind the change. */
  told: { readonly moment: number; readonly target: DataTarget } | undefined;

  constructor(
    readonly host: AdapterHost,
    send: SendEvent,
    readonly requests: RequestQueue,
  ) {
    this.client = new Client(send);
    this.breakpoints = new BreakpointStore(this.client, host);
    this.memory = new MemoryWatch(this.client);
    this.threads = new ThreadAnnouncer(this.client);
    this.sources = new SourceAnnouncer(this.client);
    this.files = new LoadedFiles(host, this.client, (debuggee) => {
      this.sources.announce(loadedSources(debuggee));
      this.breakpoints.announceLoaded();
    });
    this.progress = new ProgressReports(this.client, host.now);
    const tellViews = () => this.client.viewsChanged(false);
    this.ahead = new Ahead(host, ({ engine }, moments) => engine.runAhead(moments), tellViews);
    this.origins = new Ahead(
      host,
      ({ engine, state }, moments) => engine.tileOrigins.advance(state.current, moments),
      tellViews,
    );
    this.runner = new Runner(host, this.client, this.progress, {
      onStart: () => this.halt(),
      onPart: () => this.files.learn(),
      onFailure: (error) => this.fail(error),
    });
  }

  /** Throws `UserError` before the launch. */
  get debuggee(): Debuggee {
    if (!this.loaded) throw new UserError('not-launched', 'No trace has been launched.');
    return this.loaded;
  }

  get launched(): Debuggee | undefined {
    return this.loaded;
  }

  /** The debuggee, standing still. Throws `UserError` while it runs, and when the session is over. */
  requireStopped(): Debuggee {
    const { debuggee } = this;
    if (this.ended) throw new UserError('ended', 'The session is over: `restart` it to go on.');
    if (this.runner.running) throw new UserError('running', 'The trace is running. Pause it first.');
    return debuggee;
  }

  /** A path as the client writes it, or a `file:` URI, as an absolute path without `.` and `..`, where the host can tell. */
  resolvedPath(given: string, folder = this.loaded?.launch.cwd): string {
    const path = pathOfUri(given);
    return this.host.resolvePath?.(path, folder) ?? path;
  }

  /** The same; the trace's own path where it leads there, by its name or by links. */
  sourcePath(given: string): string {
    const path = this.resolvedPath(given);
    const program = this.loaded?.launch.program;
    return program !== undefined && sameFile(this.host, path, program) ? program : path;
  }

  /** Loads a trace; throws `UserError` when it cannot run or is cancelled, and then nothing has changed. */
  async launch(given: LaunchArguments, job: Job): Promise<void> {
    const launch = { ...given, program: this.resolvedPath(given.program, given.cwd) };
    const host = behindLink(this.host, launch.program);
    const own = await traceOfProgram(host, launch);
    const loaded = await this.load(own === undefined ? this.host : host, launch, job, own);
    const sources = await this.files.find(launch, loaded, own !== undefined);
    if (job.signal.aborted) throw new UserError('cancelled', 'The launch was cancelled.');
    const debuggee = new Debuggee(launch, loaded, this.client.path(launch.program), {
      sources,
      runsProgram: own !== undefined,
    });
    this.adopt(debuggee);
  }

  /** Debugs that from now on, and nothing of what was before. */
  adopt(debuggee: Debuggee): void {
    this.runner.abandon();
    this.halt();
    this.loaded = debuggee;
    this.exception = undefined;
    this.told = undefined;
    this.ended = false;
    this.verdict = undefined;
    this.breakpoints.attach(debuggee);
    this.files.begin(debuggee);
  }

  /** Behind the answer to launch or restart: what the client could not know before. */
  announce(): void {
    this.sources.announce(loadedSources(this.debuggee));
    this.breakpoints.announce();
  }

  /** When the client has set its breakpoints and the trace is loaded, whichever comes last. */
  configurationDone(): void {
    this.configured = true;
    this.beginIfReady();
  }

  beginIfReady(): void {
    if (this.begun || !this.configured || !this.loaded) return;
    this.begun = true;
    this.begin();
  }

  /** Goes somewhere: where the client asks before it is done with its configuration, once it is, in place of the entry. */
  goOnceBegun(way: () => void): void {
    if (this.begun) way();
    else this.firstWay = way;
  }

  /** The first stop, or the first run. */
  begin(): void {
    const { debuggee } = this;
    const { stopOnEntry, noDebug, program } = debuggee.launch;
    if (this.client.isVsCode && !noDebug) this.client.output('console', greeting(debuggee));
    this.client.send('process', { name: program, startMethod: 'launch', isLocalProcess: true, pointerSize: 64 });
    const way = this.firstWay;
    this.firstWay = undefined;
    if (way) way();
    else if (stopOnEntry && !noDebug) this.enter(debuggee);
    else this.run({ kind: 'begin' });
  }

  /** Before the first step; a program that is debugged by itself, where `main` begins to work. */
  private enter(debuggee: Debuggee): void {
    if (!debuggee.runsProgram || !this.breakpoints.stopAtEntry('main')) return this.stopped({ kind: 'entry' });
    this.runner.start(debuggee, { kind: 'begin' }, (reason) => {
      this.breakpoints.stopAtEntry(undefined);
      const isEntry = reason.kind === 'breakpoint' && reason.ids.every((id) => this.breakpoints.isEntry(id));
      this.stopped(isEntry ? { kind: 'entry' } : reason);
    });
  }

  run(command: Command): void {
    const debuggee = this.requireStopped();
    if (debuggee.engine.world.ended && FORWARDS.has(command.kind)) {
      return command.kind === 'continue' ? this.finish() : this.stopped({ kind: 'end' });
    }
    this.exception = undefined;
    this.runner.start(debuggee, command, (reason) => this.stopped(reason));
  }

  /** Nothing is learned of the run any more. */
  private halt(): void {
    this.ahead.halt();
    this.origins.halt();
  }

  /**
   * The trace leaves a stop, and nothing that the client has asked for says so. VS Code shows the first stop it was told of
   * since it last heard that the trace goes on. The event goes in front of the answer: VS Code may take events in a row for one.
   */
  leaveStop(): void {
    const { client, debuggee, runner } = this;
    if (!client.isVsCode || !this.begun || runner.running) return;
    client.send('continued', { threadId: currentThread(debuggee.state), allThreadsContinued: true });
  }

  /** Says that something of our own went wrong, and ends the session. */
  fail(error: unknown): void {
    this.client.output('stderr', `${messageOf(error)}\n`);
    this.finish();
  }

  /** Nothing goes on without the client. */
  close(): void {
    if (this.closed) return;
    this.closed = true;
    this.halt();
    this.runner.abandon();
    this.host.onClosed?.();
  }

  /** A debuggee has been launched, or is being launched again. Throws `UserError`. */
  refuseSecondLaunch(): void {
    if (this.loaded) throw new UserError('launched', 'This session has a trace already: `restart` it instead.');
  }

  /** Goes on at the step at `address` without executing what lies between. Throws `ExpressionError`. */
  jump(address: number): void {
    const debuggee = this.requireStopped();
    debuggee.remember();
    debuggee.engine.edit({ kind: 'jump', address });
    this.stopped({ kind: 'goto' });
  }

  /**
   * To a moment that has been reached; the nearest one to it that there is. With `preserveFocusHint` the client need not follow
   * with frame, editor and focus: further journeys come at once.
   */
  travelTo(moment: number, hints: StopHints = {}): void {
    const debuggee = this.requireStopped();
    this.exception = undefined;
    this.runner.start(debuggee, { kind: 'travel', moment }, (reason) => this.stopped(reason, hints));
  }

  /** Ends the session: nothing of the trace runs on. */
  finish(): void {
    if (this.ended) return;
    this.ended = true;
    this.halt();
    this.runner.abandon();
    this.client.send('exited', { exitCode: this.loaded?.exitCode ?? 0 });
    this.client.send('terminated');
  }

  /** A value or memory was set: a register may say which task or frame there is. */
  edited(): void {
    this.ahead.begin(this.debuggee);
    this.client.invalidate('stacks', 'threads', 'variables');
    this.memory.announce();
    this.client.viewsChanged(false);
  }

  private async load(
    host: AdapterHost,
    launch: LaunchArguments,
    { request, signal }: Job,
    own: string | undefined,
  ): Promise<Program> {
    const progress = this.progress.begin({
      title: `Loading ${baseName(launch.program)}`,
      requestId: request.seq,
      cancel: () => this.requests.cancel(request.seq),
    });
    try {
      return await loadTrace(host, launch, { signal, onProgress: progress.update }, own);
    } catch (error) {
      if (!(error instanceof TraceError)) throw error;
      throw new UserError(error.code, error.message, () => this.reportDiagnostics(launch.program, error));
    } finally {
      progress.end();
    }
  }

  private reportDiagnostics(path: string, { diagnostics }: TraceError): void {
    for (const { message, range } of diagnostics.slice(0, MOST_DIAGNOSTICS)) {
      const line = this.client.line(range.line);
      const column = this.client.column(range.start);
      this.client.output('stderr', `${shortened(message)}\n`, {
        source: { path: this.client.path(path) },
        line,
        column,
      });
    }
  }

  /** The trace stands still: tells the client, or ends the session where there is nothing more to see. */
  stopped(given: StopReason, hints: StopHints = {}): void {
    const { debuggee } = this;
    const learning = this.files.learn();
    if (learning)
      return void learning.then(() => this.loaded === debuggee && !this.ended && this.stopped(given, hints));
    const reason: StopReason = isAtEnd(given, debuggee) ? { kind: 'end' } : given;
    if ('problem' in reason) this.client.output('stderr', `${reason.problem}\n`);
    if (reason.kind === 'end') {
      this.tellVerdict(debuggee);
      if (!debuggee.stopsOnEnd) return this.finish();
    }
    this.exception = reason.kind === 'exception' ? reason.happening : undefined;
    if ('access' in reason && reason.access) {
      this.told = { moment: debuggee.engine.time.moment, target: reason.access.target };
    }
    this.ahead.begin(debuggee);
    this.threads.announce(debuggee.state);
    this.client.send('stopped', { ...stoppedBody(debuggee, this.refine(reason), this.client.isVsCode), ...hints });
    this.memory.announce();
    this.client.viewsChanged(false);
  }

  /** Once for each end that the trace comes to: what one changes in the past may lead to another. */
  private tellVerdict(debuggee: Debuggee): void {
    const verdict = verdictOf(debuggee);
    if (verdict.text === this.verdict) return;
    this.verdict = verdict.text;
    this.client.output('console', `End of trace: ${verdict.text}.\n`);
    if (this.client.isVsCode) this.client.send(VERDICT_EVENT, verdict);
  }

  private refine(reason: StopReason): Stop {
    if (reason.kind !== 'breakpoint') return reason;
    const isAddress = reason.ids.every((id) => this.breakpoints.isOnAddress(id));
    return isAddress ? { ...reason, kind: 'instruction-breakpoint' } : reason;
  }
}

/** Behind the end there is nothing that they could reach. */
const FORWARDS: ReadonlySet<Command['kind']> = new Set(['continue', 'begin', 'in', 'over', 'out']);

/** VS Code opens the console when a session begins: it should not be empty, and nobody knows what one can do there. */
function greeting({ launch, program: { processor, policy }, runsProgram }: Debuggee): string {
  const place = `${baseName(launch.program)} on ${processor.name}, kernel ${policy.name}`;
  const values = runsProgram ? 'a variable, rax, tmm0.i32[0][0]' : 'xfd, tmm0.i32[0][0]';
  return `${place}. Type an expression to see its value (${values}), or help.\n`;
}

/** A step may arrive behind the last one. */
function isAtEnd({ kind }: StopReason, { engine }: Debuggee): boolean {
  return kind === 'end' || (kind === 'step' && engine.world.ended);
}

const MOST_DIAGNOSTICS = 100;
