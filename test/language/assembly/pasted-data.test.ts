import assert from 'node:assert/strict';
import { formatTrace } from '../../../src/language/format-trace';
import { parseTrace } from '../../../src/language/parser';
import { load, problems, run } from '../../world/harness';

/** The bytes that a paste declares, by name. */
function dataOf(paste: string): Record<string, number[]> {
  const { symbols } = load(`xtrace 1\nproc p\n${paste}\nret\nend\n`);
  return Object.fromEntries(
    [...symbols.values()].flatMap((symbol) => (symbol.kind === 'data' ? [[symbol.name, [...symbol.bytes]]] : [])),
  );
}

const codes = (text: string) => parseTrace(text).diagnostics.map(({ code, severity }) => `${severity} ${code}`);

describe('data in pasted compiler output', () => {
  it('is a label with what the directives behind it emit', () => {
    assert.deepEqual(
      dataOf(
        [
          'bytes:\n\t.byte\t1, -1, 0x80\t# a comment',
          'words:\n.value 258\n.short -2\n.2byte 3',
          'quads:\n.quad 0x0102030405060708',
          'floats:\n.float 1.0\n.double -2.0',
          'fills:\n.zero 2\n.zero 2,7\n.fill 2, 2, 5\n.skip 1',
          'text:\n.string "a\\020\\"b"\n.ascii "c", "d"\n.asciz ""',
        ].join('\n'),
      ),
      {
        bytes: [1, 255, 128],
        words: [2, 1, 254, 255, 3, 0],
        quads: [8, 7, 6, 5, 4, 3, 2, 1],
        floats: [0, 0, 128, 63, 0, 0, 0, 0, 0, 0, 0, 192],
        fills: [0, 0, 7, 7, 5, 0, 5, 0, 0],
        text: [97, 16, 34, 98, 0, 99, 100, 0],
      },
    );
  });

  it('lies as aligned as the directive before it says, one piece right behind the other without one', () => {
    const { symbols } = load(
      'xtrace 1\n.p2align 6\na:\n.byte 1\nb:\n.byte 2\n.align 32\nc:\n.long 3\n.balign 8\n.long 4\n',
    );
    const at = (name: string) => {
      const symbol = symbols.get(name);
      assert.ok(symbol?.kind === 'data');
      return symbol;
    };
    assert.equal(at('a').address % 64, 0);
    assert.deepEqual([at('b').address - at('a').address, at('c').address - at('a').address], [1, 32]);
    assert.deepEqual([...at('c').bytes], [3, 0, 0, 0, 0, 0, 0, 0, 4, 0, 0, 0]);
  });

  it('may have two names, reserve zeros, and be named again, even before it is there', () => {
    const trace = `xtrace 1
    .set .LC9, .LC0+4
    mov eax, DWORD PTR .LC9[rip]
    expect rax == 7
    expect one == two && u32[store] == 0
    .local store
    .comm store,64,32
one:
two:
    .long 1
.LC0:
    .long 6, 7
`;
    assert.deepEqual(problems(run(trace)), []);
  });

  it('may hold addresses, so that a table of jumps works', () => {
    const trace = `xtrace 1
    mov edi, 1
    call pick
    expect rax == 20
proc code
pick:
    mov edi, edi
    notrack jmp [QWORD PTR .L4[0+rdi*8]]
    .section .rodata
    .align 8
.L4:
    .quad .L1
    .quad .L2
    .text
.L1:
    mov eax, 10
    ret
.L2:
    mov eax, 20
    rep ret
end
`;
    assert.deepEqual(problems(run(trace)), []);
  });

  it('may have names with dots and digits, in labels and operands', () => {
    const trace = `xtrace 1
    mov eax, DWORD PTR order.0[rip+4]
    expect rax == 2
    call work.part.0
    expect rax == 3
proc code
work.part.0:
    mov eax, DWORD PTR [rip + round_b.order]
    ret
order.0:
    .long 1, 2
round_b.order:
    .long 3
end
`;
    assert.deepEqual(problems(run(trace)), []);
    const formatted = formatTrace(trace);
    assert.equal(formatTrace(formatted), formatted);
    assert.match(formatted, /^round_b\.order:$/m);
  });

  it('is left out of sections that never come to memory, with their numbered labels', () => {
    const note = '.section .note.gnu.property,"a"\n.align 8\n.long 1f - 0f\n0:\n.string "GNU"\n1:\n.long 5\n';
    assert.deepEqual(codes(`nop\n${note}.text\nnop`), []);
    assert.equal(parseTrace(`nop\n${note}nop`).statements.length, 2);
  });

  it('is told where its operands cannot be read', () => {
    assert.deepEqual(codes('a:\n.long'), ['error unexpected-end']);
    assert.deepEqual(codes('a:\n.string abc'), ['error unexpected-token']);
    assert.deepEqual(codes('a:\n.long 1 2'), ['error unexpected-token']);
    assert.throws(() => load('xtrace 1\na:\n.quad nowhere\n'), /nowhere/);
    assert.throws(() => load('xtrace 1\na:\n.zero 1 << 40\n'), /size/);
  });

  it('goes with tile registers as the headers of gcc write them, and with no other register', () => {
    assert.deepEqual(codes('#APP\n# 35 "a.c" 1\n\ttilezero\t%tmm0\n# 0 "" 2\n#NO_APP'), []);
    assert.deepEqual(codes('mov %eax, %ebx'), ['error att-syntax']);
    assert.deepEqual(codes('tilezero %tmm8'), ['error att-syntax']);
  });
});
