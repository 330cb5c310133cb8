/**
 * Mnemonics of x86 that the decoder's tables do not have: the tile instructions of ISE 319433, revision 062, and those
 * of APX (355828). They are valid, and not modelled.
 */
const TILES = [
  ...['tdpbf8ps', 'tdpbhf8ps', 'tdphbf8ps', 'tdphf8ps'],
  ...['tileloaddrs', 'tileloaddrst1', 'tilemovrow'],
  ...['tcvtrowd2ps', 'tcvtrowps2bf16h', 'tcvtrowps2bf16l', 'tcvtrowps2phh', 'tcvtrowps2phl'],
];

const MOVES = ['movrs', 'vmovrsb', 'vmovrsw', 'vmovrsd', 'vmovrsq', 'prefetchrst2'];

const APX = ['jmpabs', 'push2', 'push2p', 'pop2', 'pop2p', 'pushp', 'popp'];

const CONDITIONS = ['o', 'no', 'b', 'ae', 'e', 'ne', 'be', 'a', 's', 'ns', 'l', 'ge', 'le', 'g'];

/** Conditional compares and moves of APX; those of compares have constants for the conditions of parity. */
const CONDITIONAL = [
  ...[...CONDITIONS, 't', 'f'].flatMap((condition) => [`ccmp${condition}`, `ctest${condition}`]),
  ...[...CONDITIONS, 'p', 'np'].flatMap((condition) => [`cfcmov${condition}`, `setzu${condition}`]),
];

export const NEWER_MNEMONICS: ReadonlySet<string> = new Set([...TILES, ...MOVES, ...APX, ...CONDITIONAL]);
