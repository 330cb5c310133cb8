/** The sixteen conditions of Jcc, SETcc and CMOVcc (Intel SDM vol. 1, appendix B), in encoding order. */
import { FLAG } from '../architecture/bits';

export interface Condition extends ConditionTest {
  /** As disassemblers write it: `e` in JE. */
  readonly suffix: string;
  readonly aliases: readonly string[];
  /** In words and flags: `equal (ZF = 1)`. */
  readonly words: string;
  readonly holds: (flags: number) => boolean;
}

/** A condition as numbers: one of `flags` is set, or SF and OF differ where that counts; or nothing of it. */
export interface ConditionTest {
  readonly flags: number;
  /** SF where a difference of SF and OF counts, else 0. */
  readonly order: number;
  readonly isNegated: boolean;
}

const { CF, PF, ZF, SF, OF } = FLAG;

/** From OF down to SF. */
const SHIFT = 4;

/** Whether a condition holds. Callers name this function, so that the compiler can inline it. */
export function isMet({ flags: mask, order, isNegated }: ConditionTest, flags: number): boolean {
  return (((flags & mask) | ((flags ^ (flags >> SHIFT)) & order)) !== 0) !== isNegated;
}

function row(suffix: string, aliases: readonly string[], words: string, test: ConditionTest): Condition {
  return { suffix, aliases, words, ...test, holds: (flags) => isMet(test, flags) };
}

function any(flags: number, order = 0): ConditionTest {
  return { flags, order, isNegated: false };
}

function none(flags: number, order = 0): ConditionTest {
  return { flags, order, isNegated: true };
}

export const CONDITIONS: readonly Condition[] = [
  row('o', [], 'overflow (OF = 1)', any(OF)),
  row('no', [], 'no overflow (OF = 0)', none(OF)),
  row('b', ['c', 'nae'], 'below (CF = 1)', any(CF)),
  row('ae', ['nc', 'nb'], 'above or equal (CF = 0)', none(CF)),
  row('e', ['z'], 'equal (ZF = 1)', any(ZF)),
  row('ne', ['nz'], 'not equal (ZF = 0)', none(ZF)),
  row('be', ['na'], 'below or equal (CF = 1 or ZF = 1)', any(CF | ZF)),
  row('a', ['nbe'], 'above (CF = 0 and ZF = 0)', none(CF | ZF)),
  row('s', [], 'negative (SF = 1)', any(SF)),
  row('ns', [], 'not negative (SF = 0)', none(SF)),
  row('p', ['pe'], 'even parity (PF = 1)', any(PF)),
  row('np', ['po'], 'odd parity (PF = 0)', none(PF)),
  row('l', ['nge'], 'less (SF != OF)', any(0, SF)),
  row('ge', ['nl'], 'greater or equal (SF = OF)', none(0, SF)),
  row('le', ['ng'], 'less or equal (ZF = 1 or SF != OF)', any(ZF, SF)),
  row('g', ['nle'], 'greater (ZF = 0 and SF = OF)', none(ZF, SF)),
];
