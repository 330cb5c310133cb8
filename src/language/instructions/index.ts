/**
 * The one door to the reading of instructions: from the text of a line to syntax, and from syntax to operands of the
 * assembler. Which of the two readers reads a line is nobody else's business.
 */
export { hasFormAlone, matchStatement, mnemonicProblem, plainForm, writtenCode } from './match-statement';
export { isBranch, operandsOf, type SymbolLookup } from './operands';
export { isPrefix, parseInstruction } from './parse-instruction';
export { POINTER_SIZES } from './parse-operand';
export { mayBeginPlain, PlainInstruction, PlainSource } from './plain-instruction';
export { isUsualAddress } from './plain-reader';
