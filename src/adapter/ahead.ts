/**
 * Learns how many steps a run has: at a stop the debuggee runs ahead for a moment before the client hears of the stop, so
 * that short runs never show what they do not know yet; longer ones go on in slices while the trace stands still.
 */
import type { AdapterHost } from './protocol/host';
import type { Debuggee } from './state/debuggee';

/** Moments before the stop is told: less than a millisecond or two. */
const FIRST = 4_000;
const SLICE_MS = 10;
/** Moments between two looks at the clock. */
const BATCH = 1000;

export class Ahead {
  /** Counts stops: work that was scheduled at an older one does nothing. */
  private stop = 0;

  constructor(
    private readonly host: Pick<AdapterHost, 'now' | 'schedule'>,
    /** Now the total is known. */
    private readonly onKnown: () => void,
  ) {}

  /** The trace stands still from now on. */
  begin(debuggee: Debuggee): void {
    const number = ++this.stop;
    if (!debuggee.engine.runAhead(FIRST)) this.goOn(debuggee, number);
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
  private slice({ engine }: Debuggee): boolean {
    const end = this.host.now() + SLICE_MS;
    do {
      if (engine.runAhead(BATCH)) return true;
    } while (this.host.now() < end);
    return false;
  }
}
