/** What goes round, and whether it ever will do anything else: a routine in its loop, an instruction that restarts. */

/** Plain data. */
export interface Rounds {
  readonly count: number;
  /** The digest of all state one round ago, if one was taken. */
  readonly seen: string | null;
}

export const NO_ROUNDS: Rounds = { count: 0, seen: null };

/** The number of rounds after which digests are compared, to see whether a round still changes anything. */
export const ROUNDS_UNTIL_LOOK = 1000;

/**
 * One round more. Undefined when nothing has changed since the round before: it goes on for ever. States are looked at around
 * rounds 1000, 2000, 4000, ... What counts rounds is no part of `digest`.
 */
export function anotherRound({ count, seen }: Rounds, digest: () => string): Rounds | undefined {
  const next = count + 1;
  if (seen !== null && seen === digest()) return undefined;
  return { count: next, seen: isBeforeLook(next) ? digest() : null };
}

function isBeforeLook(count: number): boolean {
  const looks = (count + 1) / ROUNDS_UNTIL_LOOK;
  return Number.isInteger(looks) && (looks & (looks - 1)) === 0;
}
