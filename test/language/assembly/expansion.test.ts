import assert from 'node:assert/strict';
import { formatTrace } from '../../../src/language/format-trace';
import { parseTrace } from '../../../src/language/parser';
import { needs } from '../../host/needs';
import { gnuBinutils, gnuCode } from '../../machine/assembler/gnu-assembler';
import { load, problems, run } from '../../world/harness';

const codes = (text: string) => parseTrace(text).diagnostics.map(({ code, range }) => `${range.line + 1} ${code}`);

/** The code that a paste becomes between `proc` and `end`. */
function codeOf(paste: string): Uint8Array {
  const { steps, image } = load(`xtrace 1\nkernel none\nproc p\n${paste}\nend\n`);
  const own = [...steps].filter(({ proc, kind }) => proc === 'p' && kind === 'instruction');
  const [first, last] = [own[0], own.at(-1)];
  assert.ok(first && last);
  const code = image.segments.find(({ address }) => address <= first.address)!; // the code is a segment
  return code.bytes.slice(first.address - code.address, last.address + last.size - code.address);
}

const PASTES: Readonly<Record<string, string>> = {
  'repeated blocks': '.rept 3\ninc eax\n.endr\n.rept 2\n.rept 2\nnop\n.endr\ndec ecx\n.endr\n.rept 0\nhlt\n.endr',
  'blocks for each value': '.irp reg, rax, rbx, r12\npush \\reg\n.endr\n.irp n 1 2\nadd eax, \\n\n.endr',
  'local labels': '1: dec ecx\njz 1f\njmp 1b\n1: dec edx\njnz 1b\n10:\nloop 10b\njmp 2f\n2: ret',
  'macros with arguments, defaults and counts': [
    '.macro add3 a, b=7, c:req',
    'add eax, \\a',
    'add eax, \\b',
    'lea rcx, [rax + \\c*8]',
    '.endm',
    'add3 1, 2, rdx',
    'add3 5, c=rsi',
    'add3 3, , rdi',
    '.macro pair n',
    '.Lpair\\@: dec \\n',
    'jnz .Lpair\\@',
    '.endm',
    'pair ecx',
    'pair edx',
  ].join('\n'),
  'macros that call others, and themselves in blocks':
    '.macro one r\ninc \\r\n.endm\n.macro two r\none \\r\n.rept 2\none \\r\n.endr\n.endm\ntwo eax\n\ttwo r9',
  'a macro that glues text': '.macro ld n, suffix\nmov r\\n\\suffix, [rbx + \\n\\()]\n.endm\nld 8, d\nld 12, w',
};

describe('assembly that stands for more than it says', () => {
  for (const [title, paste] of Object.entries(PASTES)) {
    it(`makes the code that GNU as makes of ${title}`, function () {
      needs(this, gnuBinutils());
      assert.deepEqual(Buffer.from(codeOf(paste)).toString('hex'), Buffer.from(gnuCode(paste)).toString('hex'));
    });
  }

  it('separates statements by `;` between #APP and #NO_APP, and only there', () => {
    const trace =
      'xtrace 1\nproc p\n#APP\n\tinc eax; inc eax ;inc eax # inc eax; inc eax\n#NO_APP\n\tret\nend\ncall p\nexpect rax == 3';
    assert.deepEqual(problems(run(trace)), []);
    assert.deepEqual(codes('inc eax; inc eax'), ['1 instruction-in-comment']);
    assert.deepEqual(codes('inc eax; add rax, 1 here\nnop ; leave\nnop ; no, really'), []);
  });

  it('has each instruction at its own column, and that of a macro at the call', () => {
    const { statements } = parseTrace('#APP\ninc eax; dec eax\n#NO_APP\n.macro m r\nneg \\r\n.endm\n  m ebx # here');
    assert.deepEqual(
      statements.map(({ range }) => [range.line, range.start, range.end]),
      [
        [1, 0, 7],
        [1, 9, 16],
        [6, 2, 7],
      ],
    );
  });

  it('reports what is wrong inside a macro at its call', () => {
    const { diagnostics } = parseTrace('.macro m r\nmov \\r, ]\n.endm\nnop\n  m ebx');
    assert.deepEqual(
      diagnostics.map(({ code, range }) => [code, range.line, range.start]),
      [['unexpected-token', 4, 2]],
    );
  });

  it('says what is wrong with blocks and macros', () => {
    assert.deepEqual(codes('.rept 2\nnop'), ['1 missing-end']);
    assert.deepEqual(codes('nop\n.endr'), ['2 extra-end']);
    assert.deepEqual(codes('.rept 2\nnop\n.endm'), ['3 extra-end']);
    assert.deepEqual(codes('.rept x\nnop\n.endr'), ['1 bad-repetition']);
    assert.deepEqual(codes('.macro\nnop\n.endm'), ['1 bad-macro']);
    assert.deepEqual(codes('.macro m a\nnop\n.endm\nm 1, 2'), ['4 bad-macro-call']);
    assert.deepEqual(codes('.macro m a:req\nnop\n.endm\nm'), ['4 bad-macro-call']);
  });

  it('has an end, whatever the macros say', () => {
    assert.deepEqual(codes('.macro m\nm\n.endm\nm'), ['4 expansion-too-deep']);
    assert.deepEqual(codes('.rept 1000000\nnop\n.endr'), ['1 expansion-too-long']);
    const doubling = '.macro m\nm\nm\n.endm\nm';
    assert.deepEqual(codes(doubling), ['5 expansion-too-deep']);
    const wide = `.macro m0\nnop\n.endm\n${Array.from({ length: 40 }, (_, n) => `.macro m${n + 1}\nm${n}\nm${n}\n.endm\n`).join('')}m40`;
    assert.deepEqual(codes(wide), ['164 expansion-too-long']);
  });

  it('keeps what it cannot lay out when it formats', () => {
    const text =
      '.macro m r, s=1\n\tmov \\r , \\s\n.endm\n"f":\n    call "f"\n1:  jmp 1b\n    mov rax, QWORD PTR v@GOTPCREL[rip]\n';
    const formatted = formatTrace(text);
    assert.match(formatted, /^\tmov \\r , \\s$/m);
    assert.match(formatted, /call +"f"/);
    assert.match(formatted, /1: +jmp +1b/);
    assert.match(formatted, /v@GOTPCREL ?\[rip\]/);
    assert.equal(formatTrace(formatted), formatted);
  });
});
