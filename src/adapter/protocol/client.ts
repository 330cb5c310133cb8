/** The client of the protocol: its features, the base of its line numbers, and the way to send events to the client. */
import { CHANGED_EVENT, type ChangedEvent } from '../views/views';
import { uriOfPath } from './source-path';

/** `console` is for what the debugger says, `stdout` for what the trace prints, `stderr` for what went wrong. */
export type OutputCategory = 'stdout' | 'stderr' | 'console';

export type SendEvent = (event: string, body?: object) => void;

/** The arguments of `initialize` that the adapter uses. */
export interface ClientFeatures {
  readonly clientID?: string | undefined;
  readonly pathFormat?: string | undefined;
  readonly linesStartAt1?: boolean | undefined;
  readonly columnsStartAt1?: boolean | undefined;
  readonly supportsVariableType?: boolean | undefined;
  readonly supportsInvalidatedEvent?: boolean | undefined;
  readonly supportsMemoryEvent?: boolean | undefined;
  readonly supportsProgressReporting?: boolean | undefined;
}

export class Client {
  private lineBase = 1;
  private columnBase = 1;
  private features: ClientFeatures = {};

  /** Since its first request for views: who never asks is not told that there is something to ask for. */
  hasViews = false;

  constructor(readonly send: SendEvent) {}

  introduce(features: ClientFeatures): void {
    this.features = features;
    this.lineBase = features.linesStartAt1 === false ? 0 : 1;
    this.columnBase = features.columnsStartAt1 === false ? 0 : 1;
  }

  get showsProgress(): boolean {
    return this.features.supportsProgressReporting === true;
  }

  get showsTypes(): boolean {
    return this.features.supportsVariableType === true;
  }

  /**
   * VS Code shows types only to who points at a variable, the description of a stop in a small badge, and a console from the
   * beginning.
   */
  get isVsCode(): boolean {
    return this.features.clientID?.startsWith('vscode') ?? false;
  }

  /**
   * A line of the debug console, with `source`, `line` and `column` where the line has a place. VS Code draws the category
   * `console` in the colour of warnings, so VS Code gets `stdout` instead.
   */
  output(category: OutputCategory, output: string, place: object = {}): void {
    this.send('output', { category: category === 'console' && this.isVsCode ? 'stdout' : category, output, ...place });
  }

  /** A path as the client writes it. */
  path(path: string): string {
    return this.features.pathFormat === 'uri' ? uriOfPath(path) : path;
  }

  /** From and to zero-based. */
  line(line: number): number {
    return line + this.lineBase;
  }

  fromLine(line: number): number {
    return line - this.lineBase;
  }

  column(column: number): number {
    return column + this.columnBase;
  }

  fromColumn(column: number): number {
    return column - this.columnBase;
  }

  /** What the client has read of these may be stale. */
  invalidate(...areas: readonly ('stacks' | 'threads' | 'variables')[]): void {
    if (this.features.supportsInvalidatedEvent) this.send('invalidated', { areas });
  }

  viewsChanged(running: boolean): void {
    if (this.hasViews) this.send(CHANGED_EVENT, { running } satisfies ChangedEvent);
  }

  memoryChanged(memoryReference: string, offset: number, count: number): void {
    if (this.features.supportsMemoryEvent) this.send('memory', { memoryReference, offset, count });
  }
}
