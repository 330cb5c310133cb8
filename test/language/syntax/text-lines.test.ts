import assert from 'node:assert/strict';
import fc from 'fast-check';
import { TextLines } from '../../../src/language/syntax/text-lines';

describe('single lines of a long text', () => {
  it('are those that splitting it gives, whichever is asked for, and at whatever place', () => {
    const texts = fc.array(fc.constantFrom('', 'a', 'bc', 'a longer line'), { minLength: 1, maxLength: 900 });
    fc.assert(
      fc.property(texts, fc.array(fc.nat(1000), { maxLength: 20 }), (lines, asked) => {
        const text = new TextLines(lines.join('\n'));
        for (const line of asked) assert.equal(text.at(line), lines[line] ?? '');
        for (const line of asked) {
          if (line >= lines.length) continue;
          const offset = lines.slice(0, line).reduce((sum, each) => sum + each.length + 1, 0);
          assert.equal(text.lineOf(offset), line);
          assert.equal(text.lineOf(offset + (lines[line]?.length ?? 0)), line);
        }
      }),
      { numRuns: 60 },
    );
  });
});
