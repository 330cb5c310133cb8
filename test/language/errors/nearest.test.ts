/** "Did you mean" against the table of distances that the definition gives. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { knownNames, nearest } from '../../../src/language/errors/nearest';

/** Optimal string alignment by its recurrence (Boytsov, "Indexing methods for approximate dictionary searching", 2011). */
function distance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, column) => column)];
  const at = (row: number, column: number) => rows[row]?.[column] ?? Number.POSITIVE_INFINITY;
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    rows.push(current);
    for (let column = 1; column <= b.length; column++) {
      const replaced = at(row - 1, column - 1) + (a[row - 1] === b[column - 1] ? 0 : 1);
      const isSwap = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      const swapped = isSwap ? at(row - 2, column - 2) + 1 : Number.POSITIVE_INFINITY;
      current.push(Math.min(at(row - 1, column) + 1, current[column - 1]! + 1, replaced, swapped)); // just pushed
    }
  }
  return at(a.length, b.length);
}

const letters = fc.constantFrom(...'abABx_09é');
const word = fc.string({ unit: letters, minLength: 1, maxLength: 32 });

/** The word with some letters left out, put in, replaced and swapped. */
const near = (of: string) =>
  fc.array(fc.tuple(fc.nat(of.length), fc.nat(3), letters), { maxLength: 4 }).map((edits) =>
    edits.reduce((text, [place, kind, letter]) => {
      const [before, behind] = [text.slice(0, place), text.slice(place)];
      if (kind === 0) return before + behind.slice(1);
      if (kind === 1) return before + letter + behind;
      if (kind === 2) return before + letter + behind.slice(1);
      return before + (behind[1] ?? '') + (behind[0] ?? '') + behind.slice(2);
    }, of),
  );

describe('"Did you mean"', () => {
  it('names a word that is within a third of its letters, in any case, and no other', () => {
    const pair = word.chain((name) => fc.tuple(fc.constant(name), near(name)));
    fc.assert(
      fc.property(pair, ([name, candidate]) => {
        const edits = distance(name.toLowerCase(), candidate.toLowerCase());
        const isNear = edits <= Math.max(1, Math.floor(name.length / 3));
        const isSimilar = edits < name.length;
        const expected = isNear && isSimilar && name !== candidate ? candidate : undefined;
        assert.equal(nearest(name, [candidate]), expected, `${edits} edits`);
      }),
      { numRuns: 5000 },
    );
  });

  it('names the one with the fewest edits, and of several such the first', () => {
    assert.equal(nearest('tilezro', ['tileload', 'tilezeros', 'tilezero', 'tilezer0']), 'tilezero');
    assert.equal(nearest('TDPBSD', ['tdpbssd', 'tdpbsud']), 'tdpbssd');
  });

  it('has none for a letter, to which one edit leads everywhere, but for its other case', () => {
    assert.equal(nearest('A', ['ax', 'B', 'PT']), undefined);
    assert.equal(nearest('A', ['ax', 'a']), 'a');
  });

  it('has none for a name longer than anybody types by mistake', () => {
    const long = 'a'.repeat(33);
    assert.equal(nearest(long, [`${long}b`]), undefined);
  });
});

describe('the names that are known', () => {
  it('are all told as long as somebody would read them', () => {
    const names = (count: number) => Array.from({ length: count }, (_, index) => `n${index}`);
    assert.equal(knownNames([]), '');
    assert.equal(knownNames(['a']), ' Known: a.');
    assert.equal(knownNames(['a', 'b', 'c']), ' Known: a, b and c.');
    assert.match(knownNames(names(17)), / n15 and n16\.$/);
    assert.match(knownNames(names(74)), /^ Known: n0, .*, n15 and 58 others\.$/);
  });
});
