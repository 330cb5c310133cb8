/** The expectations of a trace, one after the other: what a list of tests shows of it. */
import type { Range } from '../errors/diagnostic';
import type { Trace } from '../tree/statement';

export interface ExpectationEntry {
  /** Its message, or else its condition. */
  readonly name: string;
  /** The condition, as the trace writes it. */
  readonly condition: string;
  readonly range: Range;
}

/** In the order of the text. */
export function expectationsOf({ statements }: Trace): readonly ExpectationEntry[] {
  return statements.flatMap((statement) => {
    if (statement.kind !== 'event' || statement.event.kind !== 'expect') return [];
    const { text, message } = statement.event;
    return [{ name: message ?? text, condition: text, range: statement.range }];
  });
}
