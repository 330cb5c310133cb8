/**
 * Learns something of a run while the trace stands still: for a moment before the client hears of the stop, or is answered, so
 * that what is soon known is never missing; then in slices, and the client hears of it.
 */
import type { AdapterHost } from './protocol/host';
import type { Debuggee } from './state/debuggee';

/** Moments before anything is told: less than a millisecond or two. */
const FIRST = 4_000;
const SLICE_MS = 10;
/** Moments between two looks at the clock. */
const BATCH = 1000;

/** Works by about `moments`; true when there is nothing more to learn. */
export type Learn = (debuggee: Debuggee, moments: number) => boolean;

export class Ahead {
  /** Counts stops: work that was scheduled at an older one does nothing. */
  private stop = 0;

  constructor(
    private readonly host: Pick<AdapterHost, 'now' | 'schedule'>,
    private readonly learn: Learn,
    /** Now it is known. */
    private readonly onKnown: () => void,
  ) {}

  /** The trace stands still from now on. True where it is known at once. */
  begin(debuggee: Debuggee): boolean {
    const number = ++this.stop;
    const isKnown = this.learn(debuggee, FIRST);
    if (!isKnown) this.goOn(debuggee, number);
    return isKnown;
  }

  /** Something else is to be done. */
  halt(): void {
    this.stop++;
  }

  private goOn(debuggee: Debuggee, number: number): void {
    this.host.schedule(() => {
      if (number !== this.stop) return;
      if (this.slice(debuggee)) this.onKnown();
      else this.goOn(debuggee, number);
    });
  }

  /** True when there is nothing more to learn. */
  private slice(debuggee: Debuggee): boolean {
    const end = this.host.now() + SLICE_MS;
    do {
      if (this.learn(debuggee, BATCH)) return true;
    } while (this.host.now() < end);
    return false;
  }
}
