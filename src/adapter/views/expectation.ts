/** A value as an `expect` of the trace. Types only. */

/**
 * Custom request with an `expression`: the statement that is true now, and where it belongs. Refused for what is no single value,
 * and within a step.
 */
export const EXPECTATION_REQUEST = 'xtrace/expectation';

export interface Expectation {
  /** `A.fpstate.size == 2560`. */
  readonly condition: string;
  /** The trace that runs. */
  readonly program: string;
  /** The line that the statement belongs in front of, as the client counts lines; null for behind the last. */
  readonly line: number | null;
}
