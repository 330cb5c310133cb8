import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './tokens';

interface Pattern {
  readonly pattern: string;
  readonly flags: string;
}

interface Configuration {
  readonly wordPattern: string;
  readonly folding: { readonly markers: { readonly start: string; readonly end: string } };
  readonly indentationRules: { readonly increaseIndentPattern: Pattern; readonly decreaseIndentPattern: Pattern };
  readonly onEnterRules: readonly { readonly beforeText: string; readonly afterText: string }[];
}

const configuration = JSON.parse(
  readFileSync(path.join(root, 'syntaxes/language-configuration.json'), 'utf8'),
) as Configuration;

describe('Language configuration', () => {
  it('takes names, numbers and exceptions for words', () => {
    const words = (line: string) => line.match(new RegExp(configuration.wordPattern, 'g'));
    assert.deepEqual(words('tilezero tmm0 => #NM'), ['tilezero', 'tmm0', '#NM']);
    assert.deepEqual(words('expect A.fpstate.size == 0x2a00 + 1.5'), [
      'expect',
      'A',
      'fpstate',
      'size',
      '0x2a00',
      '1.5',
    ]);
    assert.deepEqual(words('jne .L3'), ['jne', 'L3']);
  });

  it('folds repeat, ring0 and proc up to their end', () => {
    const { start, end } = configuration.folding.markers;
    for (const line of ['repeat 4 as i', '  ring0', 'PROC name', '@1.5 repeat 2'])
      assert.match(line, new RegExp(start));
    for (const line of ['repeated: nop', 'mov rax, repeat', '; proc name'])
      assert.doesNotMatch(line, new RegExp(start));
    for (const line of ['end', '  End ; of it']) assert.match(line, new RegExp(end));
    for (const line of ['endbr64', 'mov end, rax']) assert.doesNotMatch(line, new RegExp(end));
  });

  it('indents the steps of a task and of a block', () => {
    const { increaseIndentPattern: more, decreaseIndentPattern: less } = configuration.indentationRules;
    const matches = ({ pattern, flags }: Pattern, line: string) => new RegExp(pattern, flags).test(line);
    for (const line of ['switch A', 'Repeat 4', 'ring0', 'proc f']) assert(matches(more, line), line);
    for (const line of ['end', 'switch B', '    END']) assert(matches(less, line), line);
    for (const line of ['endbr64', 'nop', 'task A', 'switched: nop'])
      assert(!matches(more, line) && !matches(less, line), line);
  });

  it('goes on with a comment that is split in two', () => {
    const [rule] = configuration.onEnterRules;
    assert.match('  ; a comment', new RegExp(rule?.beforeText ?? ''));
    assert.match(' in two', new RegExp(rule?.afterText ?? ''));
    assert.doesNotMatch('', new RegExp(rule?.afterText ?? ''));
  });
});
