/** Mnemonics of x86 that the decoder's tables do not have, and that are not modelled: a hint of MOVRS (ISE 319433, revision 062). */
export const NEWER_MNEMONICS: ReadonlySet<string> = new Set(['prefetchrst2']);
