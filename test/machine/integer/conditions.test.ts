/** The sixteen conditions, by the table of the manual (Intel SDM vol. 1, appendix B), under all flags. */
import assert from 'node:assert/strict';
import { FLAG } from '../../../src/machine/architecture/bits';
import { CONDITIONS, isMet } from '../../../src/machine/integer/condition';

type Flags = Readonly<Record<'CF' | 'PF' | 'ZF' | 'SF' | 'OF', boolean>>;

/** In encoding order: each odd one is the opposite of the one before. */
const MANUAL: readonly (readonly [string, (flags: Flags) => boolean])[] = [
  ['o', ({ OF }) => OF],
  ['no', ({ OF }) => !OF],
  ['b', ({ CF }) => CF],
  ['ae', ({ CF }) => !CF],
  ['e', ({ ZF }) => ZF],
  ['ne', ({ ZF }) => !ZF],
  ['be', ({ CF, ZF }) => CF || ZF],
  ['a', ({ CF, ZF }) => !CF && !ZF],
  ['s', ({ SF }) => SF],
  ['ns', ({ SF }) => !SF],
  ['p', ({ PF }) => PF],
  ['np', ({ PF }) => !PF],
  ['l', ({ SF, OF }) => SF !== OF],
  ['ge', ({ SF, OF }) => SF === OF],
  ['le', ({ ZF, SF, OF }) => ZF || SF !== OF],
  ['g', ({ ZF, SF, OF }) => !ZF && SF === OF],
];

/** Of RFLAGS: what conditions do not look at. */
const OTHERS = [0x2, 0x2 | FLAG.TF | FLAG.IF | FLAG.DF | FLAG.AF | FLAG.AC | 0x21_0000];

describe('the conditions of jumps, moves and sets', () => {
  it('hold for the flags of the manual, whatever the others are', () => {
    assert.deepEqual(
      CONDITIONS.map(({ suffix }) => suffix),
      MANUAL.map(([suffix]) => suffix),
    );
    for (let bits = 0; bits < 32; bits++) {
      const is = (at: number) => ((bits >> at) & 1) === 1;
      const flags = { CF: is(0), PF: is(1), ZF: is(2), SF: is(3), OF: is(4) };
      const set = (Object.keys(flags) as (keyof Flags)[]).reduce(
        (sum, name) => sum | (flags[name] ? FLAG[name] : 0),
        0,
      );
      for (const others of OTHERS) {
        for (const [index, condition] of CONDITIONS.entries()) {
          const [suffix, holds] = MANUAL[index]!; // as many
          assert.equal(isMet(condition, set | others), holds(flags), `${suffix}, ${JSON.stringify(flags)}`);
          assert.equal(condition.holds(set | others), holds(flags), `${suffix}, ${JSON.stringify(flags)}`);
        }
      }
    }
  });
});
