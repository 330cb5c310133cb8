import assert from 'node:assert/strict';
import { semanticTokens } from '../../../src/language/editing/semantic-tokens';
import { TOKEN_STYLES } from '../../../src/language/editing/token-style';
import { parseTrace } from '../../../src/language/parser';
import { exampleNames, exampleText } from '../../examples';

/** `kind:word` for each token of the lines; a `!` behind the kind where the word declares the name. */
function kinds(...lines: string[]): string[] {
  return semanticTokens(parseTrace(lines.join('\n'))).map(
    ({ line, start, end, kind, declares }) => `${kind}${declares ? '!' : ''}:${lines[line]?.slice(start, end)}`,
  );
}

describe('what the words of a trace mean', () => {
  it('tells statements, names of models, versions and numbers apart', () => {
    assert.deepEqual(kinds('kernel linux-rfc-2020'), ['keyword:kernel', 'word:linux', 'word:rfc', 'word:2020']);
    assert.deepEqual(kinds('@1.5 expect rax == 0x10'), [
      'number:@1.5',
      'keyword:expect',
      'register:rax',
      'number:0x10',
    ]);
  });

  it('tells a declared name from the words of the language, also where both are spelled the same', () => {
    assert.deepEqual(kinds('data ramp = i8[64] ramp(8, 1)', 'lea rax, [ramp]'), [
      'keyword:data',
      'data!:ramp',
      'type:i8',
      'number:64',
      'word:ramp',
      'number:8',
      'number:1',
      'instruction:lea',
      'register:rax',
      'data:ramp',
    ]);
  });

  it('knows labels, jumps to them, and a counter in its block', () => {
    assert.deepEqual(kinds('again: dec ecx', 'jnz again', 'repeat 2 as i', 'print "{i}"', 'end').slice(0, 9), [
      'label!:again',
      'instruction:dec',
      'register:ecx',
      'instruction:jnz',
      'label:again',
      'keyword:repeat',
      'number:2',
      'word:as',
      'counter!:i',
    ]);
  });

  it('finds comments, texts, exceptions, members and constants', () => {
    assert.deepEqual(
      kinds('task A', 'tilezero tmm0 => #nm ; first', 'expect A.fpstate.size == XTILEDATA, "so"').slice(2),
      [
        'instruction:tilezero',
        'register:tmm0',
        'exception:#nm',
        'comment:; first',
        'keyword:expect',
        'task:A',
        'member:fpstate',
        'member:size',
        'named-constant:XTILEDATA',
        'string:"so"',
      ],
    );
  });

  it('leaves the carriage return of a line out of its comment', () => {
    assert.deepEqual(semanticTokens(parseTrace('ret ; done\r\n')).at(-1)?.end, 10);
  });

  it('covers every example in order, without an overlap, by kinds that have a style', () => {
    for (const file of exampleNames) {
      let before = { line: 0, end: 0 };
      for (const { line, start, end, kind } of semanticTokens(parseTrace(exampleText(file)))) {
        assert.ok(line > before.line || (line === before.line && start >= before.end), `${file}:${line + 1}`);
        assert.ok(end > start && TOKEN_STYLES[kind], `${file}:${line + 1}`);
        before = { line, end };
      }
    }
  });
});
