/**
 * Mnemonics of x86 that the decoder's tables do not have: a hint of MOVRS (ISE 319433, revision 062) and those of APX
 * (355828). They are valid, and not modelled.
 */
const MOVES = ['prefetchrst2'];

const APX = ['push2', 'push2p', 'pop2', 'pop2p'];

const CONDITIONS = ['o', 'no', 'b', 'ae', 'e', 'ne', 'be', 'a', 's', 'ns', 'l', 'ge', 'le', 'g'];

/** Conditional compares and moves of APX; those of compares have constants for the conditions of parity. */
const CONDITIONAL = [
  ...[...CONDITIONS, 't', 'f'].flatMap((condition) => [`ccmp${condition}`, `ctest${condition}`]),
  ...[...CONDITIONS, 'p', 'np'].flatMap((condition) => [`cfcmov${condition}`, `setzu${condition}`]),
];

export const NEWER_MNEMONICS: ReadonlySet<string> = new Set([...MOVES, ...APX, ...CONDITIONAL]);
