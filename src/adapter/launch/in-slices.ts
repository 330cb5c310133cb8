/** Drives long work in slices of time, with everything else in between. */
import type { Pausable } from '../../machine/pausable';
import type { AdapterHost } from '../protocol/host';
import { UserError } from '../protocol/user-error';

/** Milliseconds: what an editor does not notice. */
const SLICE_MS = 20;

export interface Driving {
  /** Aborted: the work ends at its next pause. */
  readonly signal?: AbortSignal | undefined;
  /** Between two slices, with what is done from 0 to 1. */
  readonly onProgress?: (done: number) => void;
}

/** Rejects with `UserError` when it is aborted. */
export async function inSlices<T>(
  host: Pick<AdapterHost, 'now' | 'schedule'>,
  work: Pausable<T>,
  { signal, onProgress }: Driving = {},
): Promise<T> {
  for (;;) {
    const step = sliceOf(host, work);
    if (step.done) return step.value;
    onProgress?.(step.value);
    await new Promise<void>((resolve) => host.schedule(resolve));
    if (signal?.aborted) throw new UserError('cancelled', 'The work was cancelled.');
  }
}

function sliceOf<T>({ now }: Pick<AdapterHost, 'now'>, work: Pausable<T>): IteratorResult<number, T> {
  const end = now() + SLICE_MS;
  for (;;) {
    const step = work.next();
    if (step.done || now() >= end) return step;
  }
}
