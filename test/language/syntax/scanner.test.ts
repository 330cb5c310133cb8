import assert from 'node:assert/strict';
import fc from 'fast-check';
import { scanLine } from '../../../src/language/syntax/scanner';

/** Kinds and values, without the `end` token. */
function words(line: string): unknown[] {
  return scanLine(line)
    .slice(0, -1)
    .map(({ kind, text, value }) => (value === undefined ? `${kind} ${text}` : [kind, value]));
}

describe('The scanner', () => {
  it('ends a line at a semicolon, at two slashes, and at a number sign before white space or the end', () => {
    for (const comment of ['; x', ';x', '// x', '//x', '# x', '#\tx', '#']) {
      assert.deepEqual(words(`nop ${comment}`), ['name nop'], comment);
    }
  });

  it('reads a number sign with letters behind it as an exception, in any case', () => {
    assert.deepEqual(words('=> #NM, #pf'), ['operator =>', 'exception #NM', 'operator ,', 'exception #PF']);
  });

  it('reads integers of all bases, with underscores', () => {
    assert.deepEqual(words('10 0x1f 0b101 1_000 0XFF 007'), [
      ['integer', 10n],
      ['integer', 0x1fn],
      ['integer', 0b101n],
      ['integer', 1000n],
      ['integer', 0xffn],
      ['integer', 7n],
    ]);
  });

  it('reads integers exactly up to 64 bits', () => {
    assert.deepEqual(words('0xffff_ffff_ffff_ffff'), [['integer', 0xffffffffffffffffn]]);
    assert.equal(scanLine('0x1_0000_0000_0000_0000')[0]?.problem?.code, 'number-too-large');
    assert.deepEqual(words('9007199254740993'), [['integer', 9007199254740993n]]);
  });

  it('reads floats with a fraction, an exponent, or both', () => {
    assert.deepEqual(words('1.5 1e-3 2E+4 0.25e2'), [
      ['float', 1.5],
      ['float', 0.001],
      ['float', 20000],
      ['float', 25],
    ]);
  });

  it('rejects numbers with letters in them', () => {
    for (const text of ['12ab', '0x', '0xg', '0b2', '0b', '1.5f', '08h', '0ffh', '1e', '1to16']) {
      assert.equal(scanLine(text)[0]?.problem?.code, 'bad-number', text);
    }
  });

  it('resolves the escapes of strings', () => {
    assert.deepEqual(words(String.raw`"a \"b\" \\ \n \t"`), [['string', 'a "b" \\ \n \t']]);
  });

  it('tells strings without an end and unknown escapes', () => {
    assert.equal(scanLine('"abc')[0]?.problem?.code, 'unterminated-string');
    assert.equal(scanLine('"abc\\')[0]?.problem?.code, 'unterminated-string');
    assert.equal(scanLine('"a\\q"')[0]?.problem?.code, 'bad-escape');
  });

  it('takes a comment sign inside a string for text', () => {
    assert.deepEqual(words('print "a ; b // c # d"'), ['name print', ['string', 'a ; b // c # d']]);
  });

  it('tells the dot of a member from the dot of a label', () => {
    assert.deepEqual(words('A.state'), ['name A', 'operator .', 'name state']);
    assert.deepEqual(words('a[0].x'), ['name a', 'operator [', ['integer', 0n], 'operator ]', 'operator .', 'name x']);
    assert.deepEqual(words('jmp .L3'), ['name jmp', 'name .L3']);
    assert.deepEqual(words('[rip+.LC0]'), ['operator [', 'name rip', 'operator +', 'name .LC0', 'operator ]']);
    assert.deepEqual(words('.L.str.1:'), ['name .L.str.1', 'operator :']);
  });

  it('prefers the longest operator', () => {
    assert.deepEqual(words('a<<=b'), ['name a', 'operator <<', 'operator =', 'name b']);
    assert.deepEqual(words('=> = 0'), ['operator =>', 'operator =', ['integer', 0n]]);
    assert.deepEqual(words('a>=b&&c||!d'), [
      'name a',
      'operator >=',
      'name b',
      'operator &&',
      'name c',
      'operator ||',
      'operator !',
      'name d',
    ]);
  });

  it('reads the time before a recorded step', () => {
    assert.deepEqual(words('@12.5 nop'), [['time', 12.5], 'name nop']);
    assert.deepEqual(words('call f@PLT'), ['name call', 'name f', 'relocation @PLT']);
  });

  it('gives every token the columns that hold it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (line) => {
        let before = 0;
        for (const { kind, text, start, end } of scanLine(line)) {
          assert.ok(start >= before && end >= start && end <= line.length);
          if (kind !== 'exception') assert.equal(line.slice(start, end), text);
          before = end;
        }
      }),
    );
  });

  it('takes time linear in the length of a line: a quadratic reader would not end in the time of a test', () => {
    for (const unit of ['a', '(', '"', '\\"', '#', '.a', '1', '1_', '0x', '@', '@1', 'é', '=', ' ']) {
      scanLine(unit.repeat(1_000_000 / unit.length));
    }
  });
});
