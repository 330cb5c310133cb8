/** The assembler and the disassembler of the library. */
import assert from 'node:assert/strict';
import { assemble, decode, disassemble, TraceError } from '../../src/library';
import '../../src/main/iced-on-node';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

describe('assemble', () => {
  // The bytes are those of GNU as.
  it('gives the bytes and the addresses of labels', () => {
    const { bytes, labels, address } = assemble('start: mov rax, rbx\nback: dec eax\njnz back');
    assert.equal(hex(bytes), '4889d8ffc875fc');
    assert.deepEqual(
      [...labels],
      [
        ['start', 0x401000],
        ['back', 0x401003],
      ],
    );
    assert.equal(address, 0x401000);
  });

  it('counts relative operands from where the code is to lie', () => {
    assert.equal(hex(assemble('jmp 0x7010', { at: 0x7000 }).bytes), 'eb0e');
    assert.equal(
      hex(assemble('mov eax, DWORD PTR [rip+table]', { at: 0x7000, symbols: { table: 0x7010n } }).bytes),
      '8b050a000000',
    );
  });

  it('takes data directives and names from outside', () => {
    assert.equal(hex(assemble('mov eax, LIMIT\n.byte 1, 2', { symbols: { LIMIT: 5n } }).bytes), 'b8050000000102');
  });

  it('says where each error is', () => {
    const error = errorOf('nop\n  mov eax, rbx\n  frobnicate');
    assert.match(error.message, /^code:2:.*\ncode:3:3: /);
    assert.deepEqual(
      error.diagnostics.map(({ range }) => range.line),
      [1, 2],
    );
    assert.match(errorOf('mov eax, nowhere').message, /^code:1:10: .*nowhere/);
    assert.match(errorOf('task A\nnop').message, /^code:1:1: Only instructions/);
  });
});

function errorOf(text: string): TraceError {
  try {
    assemble(text);
  } catch (error) {
    assert.ok(error instanceof TraceError);
    return error;
  }
  return assert.fail('it was assembled');
}

describe('decode', () => {
  // As objdump -M intel prints them.
  it('reads an instruction and leaves what lies behind it', () => {
    assert.deepEqual(decode(Uint8Array.of(0x0f, 0xae, 0x27, 0x90), 0x1000), {
      address: 0x1000,
      bytes: Uint8Array.of(0x0f, 0xae, 0x27),
      text: 'xsave [rdi]',
      mnemonic: 'xsave',
    });
  });

  it('says why bytes are no instruction, and that others are not modelled', () => {
    const bad = decode(Uint8Array.of(0x06, 0x90));
    assert.deepEqual([bad.text, bad.bytes.length], ['(bad)', 1]);
    assert.match(bad.problem ?? '', /no instruction/);
    const foreign = decode(Uint8Array.of(0xf3, 0x0f, 0xc7, 0xf0)); // SENDUIPI
    assert.match(foreign.problem ?? '', /not modelled/);
  });

  it('disassembles what was assembled', () => {
    const { bytes, address } = assemble('vaddps zmm1{k2}{z}, zmm3, ZMMWORD PTR [rax]\nret');
    assert.deepEqual(
      [...disassemble(bytes, address)].map((each) => each.text),
      ['vaddps zmm1{k2}{z}, zmm3, ZMMWORD PTR [rax]', 'ret'],
    );
  });
});
