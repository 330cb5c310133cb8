/** What is wrong with a text, by who says it, and in the order in which a check of the whole would find it. */
import { inPlace } from '../checks/checker';
import type { Diagnostic } from '../errors/diagnostic';

export interface Found {
  readonly parsed: readonly Diagnostic[];
  readonly checked: readonly Diagnostic[];
}

/**
 * What a check of the whole says, which ends when it has found too much.
 *
 * @param ahead what it finds before it looks at each statement, in the order in which it does.
 * @param rest what it finds then: in the order of the statements, once those that were checked apart are put together.
 */
export function asFound(ahead: readonly Diagnostic[], rest: readonly Diagnostic[]): readonly Diagnostic[] {
  return inPlace([...ahead, ...rest.toSorted((a, b) => a.range.line - b.range.line)]);
}
