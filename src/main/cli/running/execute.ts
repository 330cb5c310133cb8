/** Runs a trace to its end and lets others have their turn meanwhile. */
import { ExpressionError } from '../../../language/errors/expression-error';
import type { Run } from '../../../library';
import type { Happening } from '../../../world/state/happening';
import { UsageError } from '../usage-error';

export interface ExecuteOptions {
  readonly onHappening: (happening: Happening) => void;
  /** Awaited now and then: output is written meanwhile, and signals are seen. */
  readonly breathe: () => Promise<void>;
  /** Asked now and then: a message ends the run with that error. */
  readonly isTooLong?: () => string | undefined;
}

/** Moments between two breaths, in which output is written and signals are seen. */
const SLICE = 20_000;

/** @throws UsageError when the expression that ends the run cannot be evaluated. */
export async function execute(run: Run, { onHappening, breathe, isTooLong }: ExecuteOptions): Promise<void> {
  const tell = (happenings: readonly Happening[]): void => {
    for (const happening of happenings) onHappening(happening);
  };
  for (;;) {
    tell(orRefuse(() => run.advance(SLICE)));
    if (run.ended) return;
    await breathe();
    const tooLong = isTooLong?.();
    if (tooLong !== undefined) return tell(run.giveUp('timeout', tooLong));
  }
}

/** What `work` answers. @throws UsageError for an expression that has no value. */
export function orRefuse<T>(work: () => T, option = '--until'): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof ExpressionError) throw new UsageError(`${option}: ${error.message}`);
    throw error;
  }
}
