/** What is told of a run for its timeline, in the order of time: kept for a view, or written to a file. */
import type { Mark } from './mark';

export interface TimelineSink {
  /** The task on a CPU is another from here on; null for none. */
  stay(cpu: number, task: string | null, moment: number): void;
  /** Kernel routines run on a CPU from here on, for that one; null when they are done. */
  kernel(cpu: number, routine: string | null, moment: number): void;
  /** Bytes of a task's buffer from here on. */
  buffer(task: string, bytes: number, moment: number): void;
  /** The step that begins at a moment, where steps and moments have not gone on alike. */
  step(step: number, moment: number): void;
  mark(mark: Mark): void;
}
