import assert from 'node:assert/strict';
import fc from 'fast-check';
import { formatTrace } from '../../src/language/format-trace';
import { parseTrace } from '../../src/language/parser';
import { exampleNames, exampleText } from '../examples';

const examples = exampleNames.map(exampleText);

/** The statements without their places. */
function meaning(text: string): string {
  const statements = parseTrace(text).statements.map((statement) => {
    if (statement.kind !== 'instruction') return statement;
    const { instruction, outcomes, time } = statement; // which may be read only now
    return { instruction, outcomes, time };
  });
  return JSON.stringify(statements, (key, value) => {
    if (/^(range|versionRange|valueRange|line|text)$/.test(key) && key !== 'text') return undefined;
    return typeof value === 'bigint' ? `${value}n` : typeof value === 'string' ? value.replace(/\s+/g, '') : value;
  });
}

const word = fc.constantFrom(
  ...['mov', 'eax', ',', '64', 'data', 'a', '=', 'i8[4]', '{', '1', '}', 'zero', '=>', '#nm', 'expect', 'switch', 'A'],
  ...[
    ':',
    '.L3',
    '; c',
    '# c',
    '"x  y"',
    'repeat',
    'end',
    '@1.5',
    'kernel',
    'linux-rfc-2020',
    ' ',
    '\t',
    '\n',
    '\n\n',
    '(',
    '{nf}',
    '{dfv= zf , cf }',
    'ccmpne',
  ],
);
const anyText = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.array(fc.tuple(word, fc.constantFrom('', ' ', '  '))).map((pairs) => pairs.flat().join('')),
  fc.constantFrom(...examples),
);

describe('The formatter', () => {
  it('knows words that are statements and instructions by what stands behind them', () => {
    const text = 'cpuid 0xd.0 ebx = 0x340\n    cpuid\n    cpuid                       => #GP\n    syscall\n';
    assert.equal(formatTrace(text.replaceAll(/^ +/gm, '')), text);
  });

  it('lays a trace out in columns', () => {
    const text = [
      'xtrace   1',
      'machine sapphire-rapids  cpus=2',
      'kernel linux',
      '',
      '',
      'data cfg=tilecfg{tmm0: 16x64}',
      'data values = i8[4]  { 1,2 , 3 }   // three',
      'TASK A',
      '',
      '  switch A',
      'mov eax,64 ; a comment',
      'tilezero tmm0=>#nm',
      '.loop:   dec eax',
      '\tjnz .loop # again',
      '  # a whole line',
      'syscall exit(0) => ok',
    ].join('\n');
    assert.equal(
      formatTrace(text),
      [
        'xtrace 1',
        'machine sapphire-rapids cpus=2',
        'kernel  linux',
        '',
        'data cfg    = tilecfg{tmm0: 16x64}',
        'data values = i8[4] { 1, 2, 3 }         // three',
        'task A',
        '',
        'switch A',
        '    mov       eax, 64                   ; a comment',
        '    tilezero  tmm0              => #NM',
        '.loop: dec       eax',
        '    jnz       .loop                     # again',
        '    # a whole line',
        '    syscall   exit(0)           => ok',
        '',
      ].join('\n'),
    );
  });

  it('keeps braces ahead of a mnemonic together, and the default flags of a conditional compare', () => {
    const lines = ['{NF}ADD r16 ,r17', 'l: { nf }  {evex}inc rax', 'CCMPNE{dfv = zf , cf}r16,5', 'ccmpe {dfv=}  rax,1'];
    const vectors = ['{vex}  vpdpbusd ymm0,ymm1,ymm2', 'vaddps zmm0{k1}{z},zmm1,[rsi]{1to16}'];
    const formatted = formatTrace(['xtrace 1', ...lines, ...vectors].join('\n'));
    assert.deepEqual(formatted.split('\n').slice(1, -1), [
      '    {nf} add  r16, r17',
      'l: {nf} {evex} inc rax',
      '    ccmpne    {dfv=zf,cf} r16, 5',
      '    ccmpe     {dfv=} rax, 1',
      '    {vex} vpdpbusd ymm0, ymm1, ymm2',
      '    vaddps    zmm0{k1}{z}, zmm1, [rsi]{1to16}',
    ]);
    assert.equal(formatTrace(formatted), formatted);
  });

  it('changes nothing in what it has formatted', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const once = formatTrace(text);
        assert.equal(formatTrace(once), once);
      }),
      { numRuns: 1000 },
    );
  });

  it('leaves the meaning as it was', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        assert.equal(meaning(formatTrace(text)), meaning(text));
      }),
      { numRuns: 1000 },
    );
  });

  it('makes nothing readable that was not: a dot behind a mnemonic, white space of other scripts', () => {
    for (const text of ['jmp.L3\n', 'nop\u3000\n', '\u3000\n']) assert.equal(formatTrace(text), text);
  });

  it('keeps the line ends of Windows, and lines that it cannot read', () => {
    assert.equal(formatTrace('xtrace 1\r\n  mov  eax,\r\n'), 'xtrace 1\r\n  mov  eax,\r\n');
    assert.equal(formatTrace('kernel#nm'), 'kernel#nm\n');
  });

  it('leaves a file alone that is no trace', () => {
    assert.equal(formatTrace('a  b\0 '), 'a  b\0 ');
    assert.equal(formatTrace(''), '');
  });

  it('keeps a byte order mark in a line of its own from becoming that of the file', () => {
    const once = formatTrace('\n\uFEFF\n; a comment\nxtrace 1\nkernel none\nnop\n');
    assert.ok(once.startsWith('\n\uFEFF\n; a comment\n'), JSON.stringify(once.slice(0, 20)));
    assert.equal(formatTrace(once), once);
  });
});
