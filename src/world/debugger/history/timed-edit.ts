/** A change by the user, with its place in time. */
import type { Edit } from '../debugger-types';

export interface TimedEdit {
  readonly moment: number;
  /** Counted from 1, as it was when the change was made. */
  readonly step: number;
  readonly edit: Edit;
}
