/**
 * What a comparison is made with, or what is wanting for it. Every run says of each comparison which of the two it was:
 * `npm test` collects these lines (scripts/tests/outcome.mjs).
 */

/** Something to compare with. */
export interface Oracle<Use> {
  /** Who answers: `the processor GenuineIntel 6-106-6`. */
  readonly against: string;
  readonly use: Use;
}

export interface Want {
  /** What would be needed here: `a processor with AVX2`. */
  readonly want: string;
}

/** Gives the oracle to a test or a hook, or leaves the test out; says which. */
export function needs<Use>(context: Mocha.Context, found: Oracle<Use> | Want): Use {
  say(context.test?.fullTitle().replace(HOOK, '') ?? '', found);
  return 'want' in found ? context.skip() : found.use;
}

/** Says of a comparison that it runs, or why it does not. */
export function say(what: string, found: Oracle<unknown> | Want): void {
  const verdict = 'want' in found ? `left out, for want of ${found.want}` : `compared with ${found.against}`;
  console.log(`      ${verdict}: ${what}`);
}

/** How mocha calls a hook: behind the name of the suite. */
const HOOK = / "before all" hook.*$/;
