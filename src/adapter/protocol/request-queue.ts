/**
 * Requests are answered in the order in which they come, one at a time; each has exactly one answer. A request can be
 * cancelled while it waits, and while it is worked on if its handler looks at the signal.
 */
import type { DebugProtocol } from '@vscode/debugprotocol';
import { UserError } from './user-error';

/** What an answer needs to know of its request. */
export interface Job {
  readonly request: DebugProtocol.Request;
  /** Aborted when the client has cancelled the request, or has gone. */
  readonly signal: AbortSignal;
  /** The same without the signal. */
  readonly isCancelled: boolean;
}

/** A request with a signal that is made on demand: few handlers look at their signals. */
class Waiting implements Job {
  private controller: AbortController | undefined;

  constructor(readonly request: DebugProtocol.Request) {}

  get signal(): AbortSignal {
    this.controller ??= new AbortController();
    return this.controller.signal;
  }

  get isCancelled(): boolean {
    return this.controller?.signal.aborted ?? false;
  }

  cancel(): void {
    this.controller ??= new AbortController();
    this.controller.abort();
  }
}

/** Sends the answer of a request, now or later; rejections are a mistake of our own. */
export type Work = (job: Job) => Promise<void> | undefined;

/** Requests that may wait; more is no client that reads answers. */
export const MOST_WAITING = 1000;

export class RequestQueue {
  /** The first is being worked on. */
  private waiting: Waiting[] = [];

  constructor(
    private readonly work: Work,
    private readonly onCancelled: (request: DebugProtocol.Request) => void,
  ) {}

  /** Throws `UserError` when too many wait already. */
  add(request: DebugProtocol.Request): void {
    if (this.waiting.length >= MOST_WAITING) {
      throw new UserError('too-many-requests', `${MOST_WAITING} requests wait already: this one is dropped.`);
    }
    this.waiting.push(new Waiting(request));
    if (this.waiting.length === 1) this.proceed();
  }

  /** Answers a request that waits or is worked on as cancelled; false when it has its answer already. */
  cancel(seq: number): boolean {
    const job = this.waiting.find(({ request }) => request.seq === seq);
    if (!job) return false;
    this.end(job);
    return true;
  }

  /** Answers all that have no answer. */
  cancelAll(): void {
    for (const job of [...this.waiting]) this.end(job);
  }

  private end(job: Waiting): void {
    const isFirst = this.waiting[0] === job;
    // The request at work keeps its place until its handler has ended: later requests may rely on its effects.
    if (!isFirst) this.waiting = this.waiting.filter((other) => other !== job);
    if (job.isCancelled) return;
    job.cancel();
    this.onCancelled(job.request);
  }

  private proceed(): void {
    for (let job = this.waiting[0]; job; job = this.waiting[0]) {
      const pending = this.work(job);
      if (pending) {
        void pending.then(() => {
          this.waiting.shift();
          this.proceed();
        });
        return;
      }
      this.waiting.shift();
    }
  }
}
