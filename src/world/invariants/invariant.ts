/** What an invariant is, and what it looks at. */
import type { HappeningRecord } from '../state/happening';
import type { MachineState } from '../state/machine-state';
import type { FoundRegisters } from './kept-registers';

/** A run right after one of its moments. */
export interface Observed extends MachineState {
  /** What the moment reported. */
  readonly records: readonly HappeningRecord[];
  /** Registers that a task found in the moment and that it had not left so. */
  readonly found: readonly FoundRegisters[];
}

export interface Breach {
  readonly invariant: string;
  /** Who or what breaks it: the same in every run that breaks it in the same way. */
  readonly subject: string;
  /** A sentence with the values. */
  readonly text: string;
}

export type InvariantName =
  | 'private-state'
  | 'own-xfd'
  | 'nothing-lost'
  | 'buffers-accounted'
  | 'xfd-err-clear'
  | 'no-oops'
  | 'no-warn'
  | 'no-hang'
  | 'no-gp-in-kernel';

/** A law that the kernel keeps, whatever tasks do. */
export interface Invariant {
  readonly name: InvariantName;
  /** What always holds. */
  readonly sentence: string;
  /** Why, and where one may see it broken. */
  readonly documentation: string;
  /** One entry for each subject that breaks the law. */
  readonly check: (observed: Observed) => readonly Omit<Breach, 'invariant'>[];
}
