import assert from 'node:assert/strict';
import { formatTrace } from '../../../src/language/format-trace';
import { parseTrace } from '../../../src/language/parser';
import type { Step } from '../../../src/world/program/step';
import { needs } from '../../host/needs';
import { gnuBinutils, gnuCode } from '../../machine/assembler/gnu-assembler';
import { load, problems, run } from '../../world/harness';

const codes = (text: string) => parseTrace(text).diagnostics.map(({ code, range }) => `${range.line + 1} ${code}`);

/** The bytes of a whole paste between `proc` and `end`, which a NOP as a placeholder ends. */
function codeOf(paste: string): Uint8Array {
  const { steps, image } = load(`xtrace 1\nkernel none\nproc p\n${paste}\nend\n`);
  const own = [...steps].filter(({ proc }) => proc === 'p');
  const [first, last] = [own[0], own.at(-1)];
  assert.ok(first && last?.kind === 'past-end');
  const code = image.segments.find(({ address }) => address <= first.address)!; // the code is a segment
  return code.bytes.slice(first.address - code.address, last.address - code.address);
}

const stepsAt = (steps: Iterable<Step>) =>
  [...steps].flatMap((step) => (step.kind === 'instruction' ? [`${step.line + 1} ${step.instruction.mnemonic}`] : []));

const PASTES: Readonly<Record<string, string>> = {
  'bytes behind an instruction': 'mov eax, 1\n.byte 0xff, 0xc0\nret',
  'integers of every size':
    'nop\n.byte 0x90\n.word 0xc0ff\n.short 1\n.value -1\n.long 0x12345678\n.int -2\n.quad 0x0102030405060708\n.octa 5\nret',
  'a label of inline assembly': '#APP\n1: .byte 0xeb, 0\n.byte 0x90; .byte 0x90\njmp 1b\n#NO_APP\nret',
  'fills and text': 'ret\n.zero 3, 0x90\n.fill 2, 2, 0x9090\n.skip 2\n.ascii "ab"\n.string "c"',
  macros: '.macro two a, b\n.byte \\a, \\b\n.endm\nnop\ntwo 0xff, 0xc0\n.rept 3\n.byte 0x90\n.endr',
  'differences of labels': 'f: nop\nnop\ng: ret\n.byte g - f, 0\n.long f - g',
  'branches across them': 'jmp 1f\n.fill 130, 1, 0x90\n1: jmp 2f\n.fill 100, 1, 0x90\n2: ret',
  'sections that are left and entered again':
    '#APP\nnop\n.pushsection .rodata,"a"\nx: .long 5\n.popsection\n.byte 0x90\n.section .data\ny: .byte 1\n.previous\n.byte 0xc3\n#NO_APP\n.section .text.unlikely,"ax",@progbits\n.text\nret\n.byte 0xcc',
};

describe('directives among instructions', () => {
  for (const [title, paste] of Object.entries(PASTES)) {
    it(`emit the code that GNU as emits: ${title}`, function () {
      needs(this, gnuBinutils());
      assert.equal(Buffer.from(codeOf(paste)).toString('hex'), Buffer.from(gnuCode(paste)).toString('hex'));
    });
  }

  it('are executed, each instruction at the line where its bytes begin', () => {
    const text = `xtrace 1
    mov eax, 5
    .byte 0xff, 0xc0, 0xff, 0xc0    # two instructions
    .byte 0x83                      # one, in three directives
    .byte 0xc0
    .byte 0x0a
    .byte 0x66                      # the prefix of the instruction behind it
    inc eax
    expect rax == 18
`;
    assert.deepEqual(stepsAt(load(text).steps), ['2 mov', '3 inc', '3 inc', '4 add', '7 inc', '8 inc']);
    const { happenings, world } = run(text);
    assert.deepEqual(problems({ happenings, world }), []);
    assert.equal(world.flow.steps, 6);
  });

  it('may hold names of data, labels and constants', () => {
    const trace = `xtrace 1
const small = 7
data word = u32[1] { 9 }
    call f
    expect rax == 16
proc p
f:
    nop
    .byte 0xb8                      # mov eax, word
    .long word
    mov eax, DWORD PTR [rax]
    .byte 0x83, 0xc0, small         # add eax, small
    .byte 0xeb, g - here            # jmp g
here:
    ud2
g:
    ret
end
`;
    assert.deepEqual(problems(run(trace)), []);
  });

  it('raise #UD where the bytes are no instruction', () => {
    const trace =
      'xtrace 1\nkernel none\nidt #UD = bad\n    nop\n    .byte 0x06\n    nop\n    expect rax == 1\nproc bad\n    mov eax, 1\n    add QWORD PTR [rsp], 1\n    iretq\nend\n';
    assert.deepEqual(problems(run(trace)), []);
  });

  it('stay data behind a label outside inline assembly, and in sections of data', () => {
    const { symbols } = load(
      'xtrace 1\nproc p\n    nop\nx: .long 1\n    nop\n#APP\n.data\ny: .long 2\n.text\n#NO_APP\n    ret\n    .section .rodata\nz: .long 3\n    .text\nend\n',
    );
    assert.deepEqual(
      ['x', 'y', 'z'].map((name) => symbols.get(name)?.kind),
      ['data', 'data', 'data'],
    );
  });

  it('are mentioned where they stand behind neither', () => {
    assert.deepEqual(codes('.long 1'), ['1 ignored-directive']);
    assert.deepEqual(codes('nop\n.data\n.long 1'), ['3 ignored-directive']);
  });

  it('are held to names and sizes', () => {
    assert.throws(() => load('xtrace 1\nnop\n.quad nowhere\n'), /3: .*nowhere/);
    assert.throws(() => load('xtrace 1\nnop\n.zero 1 << 40\n'), /3: .*size/);
    assert.throws(() => load('xtrace 1\nnop\n.byte\n'), /3: /);
  });

  it('stay as they are when they are formatted', () => {
    const text = 'proc p\n    nop\n    .byte 0xff, 0xc0\nend\n';
    assert.equal(formatTrace(text), text);
  });
});

describe('labels that begin as keywords do', () => {
  it('are labels: with a dot, with a colon behind them, with a gap before it', () => {
    const text =
      'xtrace 1\nkernel none\nproc p\nstop:\nnop\nprint.1:\nret\nexpect :\nnop\nswitch.a: ret\njmp print.1\nend\n';
    const { declarations, diagnostics } = parseTrace(text);
    assert.deepEqual(diagnostics, []);
    const labels = declarations.flatMap(({ declaration }) =>
      declaration.kind === 'label' ? [declaration.name.text] : [],
    );
    assert.deepEqual(labels, ['stop', 'print.1', 'expect', 'switch.a']);
  });
});
