/** What instructions read and write, as hovers tell it. */
import assert from 'node:assert/strict';
import { effectsOf } from '../../../src/machine/disassembler/effects';
import { codeByName, iced } from '../../../src/machine/encoding/iced';
import { ENCODING_ROWS } from '../../../src/machine/encoding/rows';
import { bytesOf } from '../instructions/instance-bytes';
import { allInstances } from '../instructions/instances';
import { assembleLine } from '../instructions/instruction-line';

const ACCESS: Readonly<Record<string, string>> = { Read: 'r', Write: 'w', ReadWrite: 'rw' };

describe('what AMX instructions do with their operands', () => {
  it('is said of every operand', () => {
    for (const { form, places, accesses } of ENCODING_ROWS) assert.equal(accesses.length, places.length, form);
  });

  it('is what the library says, of those that it knows', () => {
    let compared = 0;
    for (const instance of allInstances()) {
      const { form } = instance.instruction;
      const row = ENCODING_ROWS.find((each) => each.form === form);
      if (!row || codeByName(form) === undefined) continue;
      const { Decoder, InstructionInfoFactory, OpAccess } = iced();
      const decoder = new Decoder(64, bytesOf(instance), 0);
      const info = new InstructionInfoFactory().info(decoder.decode());
      const theirs = row.accesses.map((_, index) => ACCESS[OpAccess[info.opAccess(index)] ?? '']);
      assert.deepEqual(theirs, row.accesses, form);
      compared++;
    }
    assert.ok(compared >= 10, String(compared));
  });
});

describe('what instructions read and write', () => {
  const ofForm = (form: string) => {
    const instance = allInstances().find(({ instruction }) => instruction.form === form);
    assert.ok(instance, form);
    return effectsOf({ ...instance.instruction, bytes: bytesOf(instance) });
  };

  it('has registers, memory and flags, also those that no operand names (SDM vol. 2)', () => {
    const cpuid = ofForm('Cpuid');
    assert.deepEqual([...cpuid.reads].sort(), ['eax', 'ecx']);
    assert.deepEqual([...cpuid.writes].sort(), ['rax', 'rbx', 'rcx', 'rdx']);
    assert.deepEqual([cpuid.flagsRead, cpuid.flagsWritten, cpuid.flagsUndefined], [[], [], []]);
    const push = ofForm('Pushq_imm8');
    assert.deepEqual([push.reads, push.writes], [['rsp'], ['rsp', 'memory (8 bytes)']]);
    const multiply = ofForm('Mul_rm64');
    assert.deepEqual(
      [multiply.flagsWritten, multiply.flagsUndefined],
      [
        ['CF', 'OF'],
        ['PF', 'AF', 'ZF', 'SF'],
      ],
    );
    assert.deepEqual(ofForm('Adc_rm32_r32').flagsRead, ['CF']);
  });

  it('names what an address is made of, and a tile that is read and written', () => {
    const load = ofForm('VEX_Tileloadd_tmm_sibmem');
    assert.deepEqual(load.writes, ['tmm1']);
    assert.ok(load.reads.includes('memory'));
    const product = ofForm('VEX_Tdpbssd_tmm_tmm_tmm');
    assert.deepEqual([product.reads.length, product.writes.length], [3, 1]);
  });

  it('is that of the older form with a new destination, and without flags where none change (APX 355828)', () => {
    const of = (line: string) => {
      const { reads, writes, flagsRead, flagsWritten, flagsUndefined } = effectsOf(assembleLine(line));
      return [reads, writes, flagsRead, flagsWritten, flagsUndefined].map((names) => names.join(' '));
    };
    assert.deepEqual(of('add rax, rcx, r16'), ['rcx r16', 'rax', '', 'CF PF AF ZF SF OF', '']);
    assert.deepEqual(of('{nf} add rax, QWORD PTR [r16+r17*2], 1'), ['r16 r17 memory (8 bytes)', 'rax', '', '', '']);
    assert.deepEqual(of('{evex} adc rax, r20'), ['rax r20', 'rax', 'CF', 'CF PF AF ZF SF OF', '']);
    assert.deepEqual(of('{nf} mul r20'), ['r20 rax', 'rdx rax', '', '', '']);
    assert.deepEqual(of('shl rax, rcx, cl'), ['rcx cl', 'rax', '', 'CF PF ZF SF', 'AF OF']);
    assert.deepEqual(of('cmove rax, rcx, rdx'), ['rcx rdx', 'rax', 'ZF', '', '']);
    assert.deepEqual(of('ccmpb {dfv=} rax, rcx'), ['rax rcx', '', 'CF', 'CF PF AF ZF SF OF', '']);
    assert.deepEqual(of('cfcmovl [rax], ecx'), ['rax ecx', 'memory (4 bytes)', 'SF OF', '', '']);
    assert.deepEqual(of('setzus r16b'), ['', 'r16b', 'SF', '', '']);
    assert.deepEqual(of('push2 rax, rcx'), ['rax rcx rsp', 'rsp memory (16 bytes)', '', '', '']);
    assert.deepEqual(of('pop2 rax, rcx'), ['rsp memory (16 bytes)', 'rax rcx rsp', '', '', '']);
    assert.deepEqual(of('mulx r16, r17, r18'), ['r18 rdx', 'r16 r17', '', '', '']);
  });
});
