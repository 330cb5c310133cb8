/** A mistake put into the source on purpose, which the tests named with it must notice. */
export interface Mutant {
  readonly name: string;
  /** Below src/machine, without `.ts`. */
  readonly file: string;
  /** Occurs once in the file. */
  readonly from: string;
  readonly to: string;
  /** Suites below test/machine, without `.test.ts`. */
  readonly suites: readonly string[];
}
