/** An entry of a trace's outline. */
import type { Range } from '../errors/diagnostic';

export type OutlineKind =
  | 'machine'
  | 'kernel'
  | 'const'
  | 'data'
  | 'task'
  | 'proc'
  | 'label'
  | 'block'
  | 'event'
  | 'step';

export interface OutlineEntry {
  readonly kind: OutlineKind;
  readonly name: string;
  /** A few words on it: the shape of data, the process of a task. */
  readonly detail: string;
  /** The statement that it begins with. */
  readonly selection: Range;
  /** Zero-based; for a block the line of its `end`. */
  readonly lastLine: number;
  readonly children: readonly OutlineEntry[];
}
