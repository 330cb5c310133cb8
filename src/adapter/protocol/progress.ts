/**
 * Progress of what takes long: loading a trace, searching back through time. Nothing is said of what is over at once.
 */
import type { Client } from './client';

/** Milliseconds before anything is said, and between two reports. */
const FIRST_MS = 300;
const NEXT_MS = 250;

export interface Undertaking {
  /** What the user reads: `Loading long.xtrace`. */
  readonly title: string;
  /** The request that the work belongs to, if the request has no answer yet. */
  readonly requestId?: number | undefined;
  /** Stops it; the end is to be reported as ever. */
  readonly cancel: () => void;
}

export interface Progress {
  /** `done` goes from 0 to 1. */
  update(done: number): void;
  /** There is nothing more to come. */
  end(): void;
}

const SILENT: Progress = { update: () => {}, end: () => {} };

export class ProgressReports {
  private count = 0;
  /** By the id that the client has been told. */
  private readonly shown = new Map<string, Undertaking>();

  constructor(
    private readonly client: Client,
    private readonly now: () => number,
  ) {}

  begin(undertaking: Undertaking): Progress {
    if (!this.client.showsProgress) return SILENT;
    const progressId = `xtrace-${++this.count}`;
    let next = this.now() + FIRST_MS;
    return {
      update: (done) => {
        if (this.now() < next) return;
        next = this.now() + NEXT_MS;
        const percentage = Math.min(100, Math.floor(done * 100));
        if (this.shown.has(progressId)) this.client.send('progressUpdate', { progressId, percentage });
        else this.show(progressId, undertaking, percentage);
      },
      end: () => {
        if (this.shown.delete(progressId)) this.client.send('progressEnd', { progressId });
      },
    };
  }

  /** False for one that is over, or was never told of. */
  cancel(progressId: string): boolean {
    const undertaking = this.shown.get(progressId);
    undertaking?.cancel();
    return undertaking !== undefined;
  }

  private show(progressId: string, undertaking: Undertaking, percentage: number): void {
    const { title, requestId } = undertaking;
    this.shown.set(progressId, undertaking);
    this.client.send('progressStart', {
      progressId,
      title,
      ...(requestId === undefined ? {} : { requestId }),
      cancellable: true,
      percentage,
    });
  }
}
