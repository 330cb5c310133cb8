/** What a run tells, in the order in which it came about. */
import type { Happening, HappeningSource } from '../state/happening';

/** What a breakpoint with a log message has written. */
export interface LogLine {
  readonly breakpoint: number;
  readonly text: string;
  /** Zero-based line of the trace. */
  readonly line: number;
  /** The line of C, in a program. */
  readonly source: HappeningSource | undefined;
}

export interface ToldHappening {
  readonly moment: number;
  readonly happening: Happening;
}

export interface ToldLog {
  readonly moment: number;
  readonly log: LogLine;
}

export type Told = ToldHappening | ToldLog;

/** Both as they came. What has led to a moment comes before what breakpoints write there. */
export function inOrder(happenings: readonly ToldHappening[], logs: readonly ToldLog[]): readonly Told[] {
  const told: Told[] = [];
  let next = 0;
  for (const each of happenings) {
    for (let log = logs[next]; log && log.moment < each.moment; log = logs[next]) {
      told.push(log);
      next++;
    }
    told.push(each);
  }
  return [...told, ...logs.slice(next)];
}
