import assert from 'node:assert/strict';
import { decode } from '../../../src/machine/disassembler/decoder';
import { formatInstruction } from '../../../src/machine/disassembler/format-instruction';

/** Disassembles hexadecimal bytes at 401000h. */
function disassemble(bytes: string, symbols: Readonly<Record<number, string>> = {}): string {
  const decoded = decode(new Uint8Array(Buffer.from(bytes, 'hex')), 0x401000);
  assert.equal(decoded.kind, 'instruction');
  return formatInstruction(decoded.instruction, (address) => symbols[address]);
}

describe('disassembly', () => {
  // Bytes and text as objdump -M intel prints them, but for white space, `ds:`, and the sign of wide numbers.
  const lines: readonly (readonly [string, string])[] = [
    ['c4e27b4b0445 40000000', 'tileloadd tmm0, [rax*2+0x40]'],
    ['c4e27b4b0404', 'tileloadd tmm0, [rsp+rax*1]'],
    ['c4e26b5ec1', 'tdpbssd tmm0, tmm1, tmm2'],
    ['c4e2784907', 'ldtilecfg [rdi]'],
    ['480fae27', 'xsave64 [rdi]'],
    ['6b0103', 'imul eax, DWORD PTR [rcx], 0x3'],
    ['8b042534120000', 'mov eax, DWORD PTR [0x1234]'],
    ['428974adff', 'mov DWORD PTR [rbp+r13*4-0x1], esi'],
    ['48b8efcdab8967452301', 'movabs rax, 0x123456789abcdef'],
    ['4883c480', 'add rsp, -0x80'],
    ['83e4f0', 'and esp, 0xfffffff0'],
    ['f0830001', 'lock add DWORD PTR [rax], 0x1'],
    ['f3c3', 'rep ret'],
    ['3effe0', 'notrack jmp rax'],
    ['486301', 'movsxd rax, DWORD PTR [rcx]'],
    ['0f9400', 'sete BYTE PTR [rax]'],
    ['7510', 'jne 0x401012'],
    ['8b0508000000', 'mov eax, DWORD PTR [rip+0x8]'],
  ];
  for (const [bytes, text] of lines) {
    it(`prints ${text}`, () => assert.equal(disassemble(bytes.replaceAll(' ', '')), text));
  }

  it('names addresses', () => {
    assert.equal(disassemble('7510', { 4198418: '.L3' }), 'jne .L3');
    assert.equal(disassemble('8b0508000000', { 4198414: 'count' }), 'mov eax, DWORD PTR [rip+count]');
    assert.equal(disassemble('8b042534120000', { 4660: 'table+4' }), 'mov eax, DWORD PTR [table+4]');
    assert.equal(disassemble('c4e27b4b044540000000', { 64: 'a' }), 'tileloadd tmm0, [rax*2+a]');
  });
});
