/** What a search through a whole run finds. */
import type { Sample } from '../../watch/sample';

export interface FoundStretch {
  /** The moment at which the condition becomes true, and the step, counted from 1, and the zero-based line there. */
  readonly moment: number;
  readonly step: number;
  readonly line: number;
  /** The step at which it no longer is; null where it holds to the end. */
  readonly until: number | null;
  /** The values of the further expressions where it becomes true. */
  readonly columns: readonly Sample[];
}
