/** Does work that comes in pieces, and lets others have their turn meanwhile: output is written, signals are seen. */
import type { Pausable } from '../../../library';

/** @param breathe awaited between pieces. */
export async function inBreaths<T>(work: Pausable<T>, breathe: () => Promise<void>): Promise<T> {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
    await breathe();
  }
}
