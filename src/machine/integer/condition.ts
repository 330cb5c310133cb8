/** The sixteen conditions of Jcc, SETcc and CMOVcc (Intel SDM vol. 1, appendix B), in encoding order. */
import { FLAG } from '../architecture/bits';

export interface Condition {
  /** As disassemblers write it: `e` in JE. */
  readonly suffix: string;
  readonly aliases: readonly string[];
  /** In words and flags: `equal (ZF = 1)`. */
  readonly words: string;
  readonly holds: (flags: number) => boolean;
}

const { CF, PF, ZF, SF, OF } = FLAG;

/** SF differs from OF. */
const less = (flags: number): boolean => ((flags & SF) !== 0) !== ((flags & OF) !== 0);
const any =
  (mask: number) =>
  (flags: number): boolean =>
    (flags & mask) !== 0;
const none =
  (mask: number) =>
  (flags: number): boolean =>
    (flags & mask) === 0;

export const CONDITIONS: readonly Condition[] = [
  { suffix: 'o', aliases: [], words: 'overflow (OF = 1)', holds: any(OF) },
  { suffix: 'no', aliases: [], words: 'no overflow (OF = 0)', holds: none(OF) },
  { suffix: 'b', aliases: ['c', 'nae'], words: 'below (CF = 1)', holds: any(CF) },
  { suffix: 'ae', aliases: ['nc', 'nb'], words: 'above or equal (CF = 0)', holds: none(CF) },
  { suffix: 'e', aliases: ['z'], words: 'equal (ZF = 1)', holds: any(ZF) },
  { suffix: 'ne', aliases: ['nz'], words: 'not equal (ZF = 0)', holds: none(ZF) },
  { suffix: 'be', aliases: ['na'], words: 'below or equal (CF = 1 or ZF = 1)', holds: any(CF | ZF) },
  { suffix: 'a', aliases: ['nbe'], words: 'above (CF = 0 and ZF = 0)', holds: none(CF | ZF) },
  { suffix: 's', aliases: [], words: 'negative (SF = 1)', holds: any(SF) },
  { suffix: 'ns', aliases: [], words: 'not negative (SF = 0)', holds: none(SF) },
  { suffix: 'p', aliases: ['pe'], words: 'even parity (PF = 1)', holds: any(PF) },
  { suffix: 'np', aliases: ['po'], words: 'odd parity (PF = 0)', holds: none(PF) },
  { suffix: 'l', aliases: ['nge'], words: 'less (SF != OF)', holds: less },
  { suffix: 'ge', aliases: ['nl'], words: 'greater or equal (SF = OF)', holds: (flags) => !less(flags) },
  {
    suffix: 'le',
    aliases: ['ng'],
    words: 'less or equal (ZF = 1 or SF != OF)',
    holds: (flags) => (flags & ZF) !== 0 || less(flags),
  },
  {
    suffix: 'g',
    aliases: ['nle'],
    words: 'greater (ZF = 0 and SF = OF)',
    holds: (flags) => (flags & ZF) === 0 && !less(flags),
  },
];
