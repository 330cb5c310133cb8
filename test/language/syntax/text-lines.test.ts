import assert from 'node:assert/strict';
import fc from 'fast-check';
import { TextLines } from '../../../src/language/syntax/text-lines';

describe('Lines of a text, asked for one by one', () => {
  it('are those between the line ends, in whichever order one asks', () => {
    const texts = fc.array(fc.constantFrom('', 'a', 'nop', '\r', ' '), { maxLength: 1200 });
    fc.assert(
      fc.property(texts, fc.array(fc.nat(1300), { maxLength: 30 }), (list, asked) => {
        const text = list.join('\n');
        const lines = new TextLines(text);
        const expected = text.split('\n');
        for (const line of asked) assert.equal(lines.at(line), expected[line] ?? '');
      }),
    );
  });

  it('are found by looking at a few hundred line ends, however long the text is', () => {
    let looked = 0;
    const text = 'nop\n'.repeat(100_000);
    const counted = Object.assign(Object.create(null) as object, {
      indexOf: (what: string, from: number) => {
        looked++;
        return text.indexOf(what, from);
      },
      slice: (start: number, end?: number) => text.slice(start, end),
    }) as unknown as string;
    const lines = new TextLines(counted);
    assert.equal(lines.at(99_999), 'nop');
    looked = 0;
    for (let line = 99_999; line >= 0; line -= 1000) lines.at(line);
    assert.ok(looked <= 100 * 257, `${looked}`);
  });
});
