/** The debug session of the page: starts the trace, moves it, and tells listeners where the trace is. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Core } from '../adapter/core';
import { TRAVEL_TO_REQUEST } from '../adapter/views/timeline';
import { CHANGED_EVENT, VIEWS_REQUEST, type ViewsSnapshot } from '../adapter/views/views';
import { Client } from './client';
import type { Exported } from './exported';
import { pageHost } from './host';

/** Where the trace is: the code on top of the stack, and what the views show. */
export interface Place {
  /** Absent while the trace runs. */
  readonly frame?: Frame;
  readonly snapshot: ViewsSnapshot;
  /** Why the trace has stopped: `breakpoint`, `#NM`, `end of trace`. Empty while the trace runs. */
  readonly why: string;
}

interface Frame {
  readonly id: number;
  readonly source: DebugProtocol.Source;
  readonly line: number;
}

export interface Output {
  readonly kind: 'said' | 'printed' | 'failed' | 'asked';
  readonly text: string;
}

interface Listeners {
  readonly onPlace: (place: Place) => void;
  readonly onOutput: (output: Output) => void;
}

const KINDS: Readonly<Record<string, Output['kind']>> = { stdout: 'printed', stderr: 'failed' };

export class Debuggee {
  readonly client: Client;
  filters: readonly DebugProtocol.ExceptionBreakpointsFilter[] = [];
  private thread = 0;
  private place: Place | undefined;
  private why = '';
  private isMoving = false;
  private asking = false;
  private askAgain = false;
  private ready: () => void = () => undefined;

  constructor(
    private readonly exported: Exported,
    private readonly listeners: Listeners,
    core: Pick<Core, 'createSession'>,
  ) {
    this.client = new Client(core.createSession(pageHost(exported)), (event, body) => this.hear(event, body));
  }

  /** @throws Error when the trace cannot run: its message says why. */
  async start(): Promise<void> {
    const capabilities = await this.client.request<DebugProtocol.Capabilities>('initialize', {
      clientID: 'xtrace-page',
      adapterID: 'xtrace',
      linesStartAt1: true,
      columnsStartAt1: true,
    });
    this.filters = capabilities.exceptionBreakpointFilters ?? [];
    const initialized = new Promise<void>((resolve) => {
      this.ready = resolve;
    });
    const launched = this.client.request('launch', { program: this.exported.name, stopOnEntry: true, stopOnEnd: true });
    await Promise.race([initialized, launched]);
    await this.stopOn(this.filters.filter((row) => row.default === true).map(({ filter }) => filter));
    await this.client.request('configurationDone');
    await launched;
  }

  get frame(): number | undefined {
    return this.place?.frame?.id;
  }

  get isRunning(): boolean {
    return this.isMoving;
  }

  stopOn(filters: readonly string[]): Promise<unknown> {
    return this.client.request('setExceptionBreakpoints', { filters });
  }

  /** The lines at which the trace will stop: a line without a step has its breakpoint at the next step. */
  async breakAt(lines: readonly number[]): Promise<readonly number[]> {
    const { breakpoints } = await this.client.request<{ breakpoints: readonly DebugProtocol.Breakpoint[] }>(
      'setBreakpoints',
      { source: { name: this.exported.name, path: this.exported.name }, breakpoints: lines.map((line) => ({ line })) },
    );
    return [...new Set(breakpoints.flatMap(({ verified, line }) => (verified && line !== undefined ? [line] : [])))];
  }

  /** One of the protocol's requests that move a thread: `next`, `stepBack`, `continue`. */
  async move(command: string): Promise<void> {
    if (this.isMoving && command !== 'pause') return;
    await this.client.request(command, { threadId: this.thread });
  }

  /** @param moment from the beginning of the run. */
  travel(moment: number): Promise<unknown> {
    return this.client.request(TRAVEL_TO_REQUEST, { moment });
  }

  /** What somebody typed in the console: a command or an expression. */
  async ask(expression: string): Promise<void> {
    this.listeners.onOutput({ kind: 'asked', text: expression });
    const { frame } = this;
    try {
      const { result } = await this.client.request<{ result: string }>('evaluate', {
        expression,
        context: 'repl',
        ...(frame === undefined ? {} : { frameId: frame }),
      });
      if (result !== '') this.listeners.onOutput({ kind: 'said', text: result });
    } catch (error) {
      this.listeners.onOutput({ kind: 'failed', text: error instanceof Error ? error.message : String(error) });
    }
  }

  /** The text of what the frame is in. */
  async textOf(source: DebugProtocol.Source): Promise<string> {
    if (source.path === this.exported.name) return this.exported.text;
    const { content } = await this.client.request<{ content: string }>('source', {
      source,
      sourceReference: source.sourceReference ?? 0,
    });
    return content;
  }

  private hear(event: string, body: unknown): void {
    if (event === 'initialized') this.ready();
    else if (event === 'output') this.output(body as DebugProtocol.OutputEvent['body']);
    else if (event === 'stopped') this.stopped(body as DebugProtocol.StoppedEvent['body']);
    else if (event === 'continued') this.isMoving = true;
    else if (event === CHANGED_EVENT || event === 'invalidated') void this.refresh();
  }

  private output({ category = 'console', output }: DebugProtocol.OutputEvent['body']): void {
    this.listeners.onOutput({ kind: KINDS[category] ?? 'said', text: output.replace(/\n$/, '') });
  }

  private stopped({ threadId = this.thread, description, text, reason }: DebugProtocol.StoppedEvent['body']): void {
    this.thread = threadId;
    this.isMoving = false;
    this.why = [description ?? reason, text].filter(Boolean).join(': ');
    void this.refresh();
  }

  /** Asks for one place at a time, so that a page that is slower than the trace still shows something. */
  private async refresh(): Promise<void> {
    this.askAgain = true;
    if (this.asking) return;
    this.asking = true;
    // A stop is told by two events, one right behind the other, and asked about once.
    await Promise.resolve();
    while (this.askAgain) {
      this.askAgain = false;
      await this.askForPlace().catch(() => undefined); // refused while the trace begins to run; its next event asks again
    }
    this.asking = false;
  }

  private async askForPlace(): Promise<void> {
    const snapshot = await this.client.request<ViewsSnapshot>(VIEWS_REQUEST);
    this.isMoving = snapshot.running;
    const frame = snapshot.running ? undefined : await this.topFrame();
    this.place = { snapshot, ...(frame ? { frame } : {}), why: snapshot.running ? '' : this.why };
    this.listeners.onPlace(this.place);
  }

  private async topFrame(): Promise<Frame | undefined> {
    const { stackFrames } = await this.client.request<{ stackFrames: readonly DebugProtocol.StackFrame[] }>(
      'stackTrace',
      { threadId: this.thread, startFrame: 0, levels: 1 },
    );
    const [top] = stackFrames;
    return top?.source && { id: top.id, source: top.source, line: top.line };
  }
}
