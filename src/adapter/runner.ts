/**
 * Lets a trace run: in slices of about 20 ms, with everything else (pause, views, cancel) in between, and no further
 * than the client reads what the trace prints.
 */
import type { Command, StopReason } from '../world/debugger/debugger-types';
import { flushOutput } from './inspection/output';
import type { Client } from './protocol/client';
import type { AdapterHost } from './protocol/host';
import type { Progress, ProgressReports } from './protocol/progress';
import type { Debuggee } from './state/debuggee';

const SLICE_MS = 20;
/** Moments between two looks at the clock, at most. */
const MOST_MOMENTS = 256;
/** Milliseconds between two looks at the clock: fewer moments are done at once where they take longer. */
const LOOK_MS = 5;
const VIEWS_MS = 100;

export class Runner {
  running = false;
  /** Counts commands: work that was scheduled for an older one does nothing. */
  private command = 0;
  private lastViews = 0;
  /** Moments between two looks at the clock. */
  private batch = MOST_MOMENTS;
  /** Of a search back through time. */
  private search: Progress | undefined;

  constructor(
    private readonly host: AdapterHost,
    private readonly client: Client,
    private readonly progress: ProgressReports,
    private readonly hears: {
      readonly onStart: () => void;
      /** A part of the run is done: what must be known before anybody is told of it. Undefined where that is known. */
      readonly onPart: () => Promise<void> | undefined;
      /** An error of our own: the run cannot go on. */
      readonly onFailure: (error: unknown) => void;
    },
  ) {}

  /** Starts a command; `onStop` hears, now or later, why it has come to an end. */
  start(debuggee: Debuggee, command: Command, onStop: (reason: StopReason) => void): void {
    this.hears.onStart();
    debuggee.remember();
    debuggee.engine.start(command);
    this.running = true;
    this.lastViews = this.host.now();
    const number = ++this.command;
    this.search = this.progress.begin({ title: 'Going back through time', cancel: () => debuggee.engine.pause() });
    this.work(() => this.slice(debuggee, number, onStop));
  }

  /** Nothing that was started goes on. */
  abandon(): void {
    this.running = false;
    this.command++;
    this.search?.end();
  }

  private slice(debuggee: Debuggee, command: number, onStop: (reason: StopReason) => void): void {
    if (command !== this.command) return;
    const reason = this.runFor(debuggee, SLICE_MS);
    const learning = this.hears.onPart();
    const tell = () => this.tell(debuggee, command, onStop, reason);
    if (learning) void learning.then(() => this.work(tell));
    else tell();
  }

  /** Tells what a slice has done, and goes on if nothing has ended it. */
  private tell(
    debuggee: Debuggee,
    command: number,
    onStop: (reason: StopReason) => void,
    reason: StopReason | undefined,
  ): void {
    if (command !== this.command) return;
    flushOutput(debuggee, this.client);
    if (reason) {
      this.running = false;
      this.search?.end();
      onStop(reason);
      return;
    }
    this.showViews();
    const { searched } = debuggee.engine;
    if (searched !== undefined) this.search?.update(searched);
    const again = () => this.host.schedule(() => this.work(() => this.slice(debuggee, command, onStop)));
    const held = this.host.writable?.();
    if (held) void held.then(again);
    else again();
  }

  private work(slice: () => void): void {
    try {
      slice();
    } catch (error) {
      this.abandon();
      this.hears.onFailure(error);
    }
  }

  private runFor({ engine }: Debuggee, milliseconds: number): StopReason | undefined {
    const { now } = this.host;
    const begin = now();
    for (let last = begin; last < begin + milliseconds; ) {
      const reason = engine.advance(this.batch);
      if (reason) return reason;
      const time = now();
      this.batch = pacedBatch(this.batch, time - last);
      last = time;
    }
    return undefined;
  }

  private showViews(): void {
    const now = this.host.now();
    if (now - this.lastViews < VIEWS_MS) return;
    this.lastViews = now;
    this.client.viewsChanged(true);
  }
}

/** Where moments take long (a range with a megabyte is compared behind each, a condition is evaluated) there are few in a batch. */
function pacedBatch(batch: number, milliseconds: number): number {
  if (milliseconds > LOOK_MS) return Math.max(1, Math.floor(batch / 4));
  return milliseconds < LOOK_MS / 4 ? Math.min(MOST_MOMENTS, 2 * batch) : batch;
}
