import assert from 'node:assert/strict';
import { FLAG } from '../../../src/machine/architecture/bits';
import { Fault } from '../../../src/machine/architecture/exception';
import { GPR } from '../../../src/machine/architecture/gpr';
import { assemble } from '../../../src/machine/assembler/assemble';
import { formByName, hidesFirst } from '../../../src/machine/assembler/form';
import { stringElement } from '../../../src/machine/assembler/string-form';
import { Cpu } from '../../../src/machine/cpu/cpu';
import { Memory } from '../../../src/machine/cpu/memory';
import { registerByName } from '../../../src/machine/cpu/register-names';
import { decode } from '../../../src/machine/disassembler/decoder';
import { codeByName, iced } from '../../../src/machine/encoding/iced';
import { isNewerForm } from '../../../src/machine/encoding/newer-opcodes';
import { type AssemblerOperand, isAssemblyError } from '../../../src/machine/encoding/operand';
import { encodingOfForm } from '../../../src/machine/encoding/rows';
import { INSTRUCTIONS, rowOfForm, rowsNamed } from '../../../src/machine/instructions';
import { compileInstruction } from '../../../src/machine/instructions/execute';
import { DEFAULT_MODEL } from '../../../src/machine/processor/models';
import { Processor } from '../../../src/machine/processor/processor';

const CODE = 0x401000;
const STACK = 0x7000_0000;

function machine(processor = new Processor(DEFAULT_MODEL)) {
  const memory = new Memory();
  memory.map(0, STACK - 0x1000, 0x2000);
  const cpu = new Cpu(0, processor, memory);
  cpu.gpr[GPR.RSP] = BigInt(STACK);
  return cpu;
}

const register = (name: string): AssemblerOperand => ({ kind: 'register', register: registerByName(name)! }); // exists

function execute(cpu: Cpu, mnemonic: string, ...operands: AssemblerOperand[]): Fault | undefined {
  const assembled = assemble(mnemonic, [], operands, CODE);
  assert.ok(!isAssemblyError(assembled), mnemonic);
  cpu.rip = CODE + assembled.bytes.length;
  try {
    compileInstruction(assembled.instruction, cpu.processor)(cpu);
  } catch (error) {
    if (error instanceof Fault) return error;
    throw error;
  }
  return undefined;
}

function pushFrame(cpu: Cpu, frame: readonly bigint[]): void {
  for (const [index, value] of frame.entries()) cpu.memory.write64(cpu.access, STACK + 8 * index, value);
}

describe('an instruction that the model lacks', () => {
  it('raises #UD and says which feature is missing', () => {
    const cpu = machine(new Processor(DEFAULT_MODEL, [{ feature: 'AMX_INT8', present: false }]));
    const fault = execute(cpu, 'tdpbssd', register('tmm0'), register('tmm1'), register('tmm2'));
    assert.equal(fault?.mnemonic, '#UD');
    assert.match(fault.detail.why, /Sapphire Rapids has no amx-int8, which TDPBSSD needs/);
  });
});

describe('instructions that only raise an exception', () => {
  it('raise it', () => {
    assert.equal(execute(machine(), 'ud2')?.mnemonic, '#UD');
    const cpu = machine();
    assert.equal(execute(cpu, 'int3')?.mnemonic, '#BP');
    assert.equal(cpu.rip, CODE + 1); // a trap: the next instruction
    const debug = execute(machine(), 'int1');
    assert.deepEqual([debug?.mnemonic, debug?.detail.dr6], ['#DB', 0]);
  });
});

describe('IRETQ', () => {
  it('returns to user mode with its flags and its stack', () => {
    const cpu = machine();
    cpu.rflags = 0x2;
    pushFrame(cpu, [0x12345n, 0x33n, BigInt(FLAG.IF | FLAG.ZF | FLAG.DF | 2), 0x7fff_0000n, 0x2bn]);
    assert.equal(execute(cpu, 'iretq'), undefined);
    assert.deepEqual(
      [cpu.rip, cpu.cpl, cpu.rflags, cpu.gpr[GPR.RSP]],
      [0x12345, 3, FLAG.IF | FLAG.ZF | FLAG.DF | 2, 0x7fff_0000n],
    );
  });

  it('leaves IF alone in user mode', () => {
    const cpu = machine();
    cpu.rflags = FLAG.IF | 2;
    cpu.cpl = 3;
    pushFrame(cpu, [0x12345n, 0x33n, 2n, 0x7fff_0000n, 0x2bn]);
    execute(cpu, 'iretq');
    assert.equal(cpu.rflags, FLAG.IF | 2);
  });

  it('does not return to an inner level, nor to an address that is not canonical', () => {
    const cpu = machine();
    cpu.cpl = 3;
    pushFrame(cpu, [0x12345n, 0x10n, 2n, 0x7fff_0000n, 0x18n]);
    const inner = execute(cpu, 'iretq');
    assert.deepEqual([inner?.mnemonic, inner?.detail.errorCode], ['#GP', 0x10]);
    pushFrame(cpu, [1n << 63n, 0x33n, 2n, 0x7fff_0000n, 0x2bn]);
    const far = execute(cpu, 'iretq');
    assert.deepEqual([far?.mnemonic, far?.detail.errorCode], ['#GP', 0]);
    assert.deepEqual([cpu.cpl, cpu.gpr[GPR.RSP]], [3, BigInt(STACK)]);
  });
});

describe('the tables of instructions', () => {
  it('have forms that exist, with the operands that the decoder knows', () => {
    for (const { forms } of INSTRUCTIONS) {
      for (const name of forms) {
        const form = formByName(name);
        assert.ok(form, name);
        if (encodingOfForm(name) || isNewerForm(name)) continue; // the library does not know it
        const code = codeByName(name);
        assert.ok(code !== undefined, name);
        const info = iced().CodeExt.opCode(code);
        assert.equal(
          form.operands.length,
          stringElement(name) === undefined ? info.opCount - Number(hidesFirst(name)) : 0,
          name,
        );
        assert.ok(info.mode64, name);
        // 0 where the encoding has no operand-size bits: bytes, and instructions of another kind.
        // Of CRC32 with a word the library names the source's: the sum has 32 bits.
        if (info.operandSize !== 0 && !name.startsWith('Lmsw') && name !== 'Crc32_r32_rm16')
          assert.equal(form.operandSize * 8, info.operandSize, name);
        info.free();
      }
    }
  });

  it('give each form one meaning, and each spelling one or two', () => {
    const forms = INSTRUCTIONS.flatMap((row) => row.forms);
    assert.equal(new Set(forms).size, forms.length);
    assert.equal(rowOfForm('Je_rel8_64'), rowsNamed('jz')[0]);
    assert.deepEqual(
      rowsNamed('movsx').map(({ mnemonic }) => mnemonic),
      ['movsx', 'movsxd'],
    );
    assert.deepEqual(rowsNamed('getsec'), []);
  });
});

describe('decoding', () => {
  it('tells invalid bytes from cut-off ones and from what is not modelled', () => {
    assert.deepEqual(decode(Uint8Array.of(0x48), 0), {
      kind: 'invalid',
      why: 'the instruction is cut off',
      cutOff: true,
    });
    assert.deepEqual(decode(Uint8Array.of(), 0), { kind: 'invalid', why: 'the instruction is cut off', cutOff: true });
    assert.deepEqual(decode(Uint8Array.of(0x06, 0x90), 0), { kind: 'invalid', why: 'the bytes are no instruction' });
    assert.deepEqual(decode(Uint8Array.of(0x0f, 0x37), 0), { kind: 'not-modelled', text: 'getsec', length: 2 });
  });

  it('explains an encoding that breaks a rule of its instruction', () => {
    // tdpbssd tmm0, tmm0, tmm1
    const decoded = decode(Uint8Array.of(0xc4, 0xe2, 0x73, 0x5e, 0xc0), 0);
    assert.equal(decoded.kind, 'invalid');
    assert.match(decoded.why, /TDPBSSD names tmm0 twice/);
  });
});
