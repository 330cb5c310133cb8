import assert from 'node:assert/strict';
import { readMsr, writeMsr } from '../../../src/machine/control/msr';
import { decode } from '../../../src/machine/disassembler/decoder';
import { formatInstruction } from '../../../src/machine/disassembler/format-instruction';
import { needs } from '../../host/needs';
import { problems, run } from '../../world/harness';
import { assembleLine, bareCpu, DATA, executeLine, faultOfLine } from '../instructions/instruction-line';
import { assembleLines, gnuBinutils } from './gnu-assembler';

const FSGSBASE = 1n << 16n;
const LINES = [
  'mov rax, QWORD PTR fs:[0x28]',
  'sub rax, QWORD PTR fs:[0x28]',
  'mov QWORD PTR gs:[rbx+rcx*4+0x10], rdx',
  'vmovups zmm1, ZMMWORD PTR fs:[rax]',
  'inc DWORD PTR gs:[r13]',
  'movzx eax, BYTE PTR fs:[rax-0x80]',
];

describe('the bases of FS and GS', () => {
  it('are added to addresses that name the segment, and to no others', () => {
    const cpu = bareCpu();
    cpu.memory.poke(0, DATA + 40, new Uint8Array([1, 2, 3, 4, 5, 6, 7, 8]));
    writeMsr(cpu, 0xc0000100, BigInt(DATA));
    executeLine(cpu, 'mov rax, QWORD PTR fs:40');
    assert.equal(cpu.gpr[0], 0x0807060504030201n);
    executeLine(cpu, 'lea rcx, fs:[rax]');
    assert.equal(cpu.gpr[1], cpu.gpr[0], 'LEA computes without the base');
    assert.equal(faultOfLine(cpu, 'mov rax, QWORD PTR gs:40'), '#PF');
    cpu.gpr[2] = 0xffff_ffff_ffff_fff0n;
    writeMsr(cpu, 0xc0000101, BigInt(DATA + 56));
    executeLine(cpu, 'movzx eax, BYTE PTR gs:[rdx]');
    assert.equal(cpu.gpr[0], 1n, 'sums wrap at 64 bits');
    cpu.opmask[1] = 1n;
    executeLine(cpu, 'vpgatherqq zmm0{k1}, gs:[rdx+zmm31*8]');
    assert.equal(cpu.zmm[7], 8);
  });

  it('are read and written where CR4.FSGSBASE is set, canonical only, and exchanged at CPL 0', () => {
    const cpu = bareCpu();
    assert.equal(faultOfLine(cpu, 'rdfsbase rax'), '#UD');
    cpu.cr4 |= FSGSBASE;
    cpu.gpr[0] = 0x1_2345_6789n;
    executeLine(cpu, 'wrgsbase rax');
    executeLine(cpu, 'wrfsbase eax');
    executeLine(cpu, 'rdgsbase ecx');
    assert.deepEqual([cpu.gsBase, cpu.fsBase, cpu.gpr[1]], [0x1_2345_6789n, 0x2345_6789n, 0x2345_6789n]);
    executeLine(cpu, 'swapgs');
    assert.deepEqual([cpu.gsBase, readMsr(cpu, 0xc0000102)], [0n, 0x1_2345_6789n]);
    cpu.gpr[0] = 1n << 60n;
    assert.equal(faultOfLine(cpu, 'wrfsbase rax'), '#GP');
    cpu.cpl = 3;
    assert.equal(faultOfLine(cpu, 'swapgs'), '#GP');
  });

  it('decode to what was assembled', () => {
    for (const line of LINES) {
      const instruction = assembleLine(line);
      assert.equal(formatInstruction(instruction), line);
      assert.deepEqual(decode(instruction.bytes, 0), { kind: 'instruction', instruction });
    }
    assert.throws(() => assembleLine('tileloadd tmm0, fs:[rax+rbx*1]'), /not modelled/);
    assert.throws(() => assembleLine('mov eax, DWORD PTR es:[rax]'), /not modelled/);
  });

  it('have the encodings of the GNU assembler', function () {
    needs(this, gnuBinutils());
    const hex = (bytes: Uint8Array | string) =>
      typeof bytes === 'string' ? bytes : Buffer.from(bytes).toString('hex');
    assert.deepEqual(
      assembleLines(LINES).map(hex),
      LINES.map((line) => hex(assembleLine(line).bytes)),
    );
  });

  it('belong to each task, so that code with a guarded stack runs', () => {
    const text = `xtrace 1
kernel linux
data tls = u64[8] { 0, 0, 0, 0, 0, 77, 0, 0 }
data other = u64[8] zero
task A
task B
switch A
    mov eax, tls
    wrfsbase rax
    call guarded
switch B
    mov eax, other
    wrfsbase rax
    rdfsbase rcx => = other
switch A
    rdfsbase rcx => = tls
    call guarded
    syscall fork() as C
switch C
    rdfsbase rcx => = tls
proc guarded
    sub rsp, 24
    mov rax, QWORD PTR fs:40
    mov QWORD PTR 8[rsp], rax
    xor eax, eax
    mov rax, QWORD PTR 8[rsp]
    sub rax, QWORD PTR fs:40
    jne .L4
    add rsp, 24
    ret
.L4:
    ud2
end
`;
    assert.deepEqual(problems(run(text)), []);
  });
});
