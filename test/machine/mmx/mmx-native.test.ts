/** Every form of MMX, held to what the processor under the tests does with the same state. */
import assert from 'node:assert/strict';
import { GPR } from '../../../src/machine/architecture/gpr';
import { assemble } from '../../../src/machine/assembler/assemble';
import { formByName, type OperandPattern } from '../../../src/machine/assembler/form';
import type { Instruction, InstructionRow } from '../../../src/machine/cpu/instruction';
import { registerAt, registerByName } from '../../../src/machine/cpu/register-names';
import { formatInstruction } from '../../../src/machine/disassembler/format-instruction';
import { type AssemblerOperand, isAssemblyError } from '../../../src/machine/encoding/operand';
import { compileInstruction } from '../../../src/machine/instructions/execute';
import { MMX_INSTRUCTIONS } from '../../../src/machine/instructions/mmx';
import { VECTOR_INSTRUCTIONS } from '../../../src/machine/instructions/vector';
import { DEFAULT_MODEL } from '../../../src/machine/processor/models';
import { Processor } from '../../../src/machine/processor/processor';
import { needs } from '../../host/needs';
import { Random } from '../random';
import { emulatedCase } from '../x87/emulated-case';
import { CODE, DATA, DATA_BYTES, type X87Case, type X87Processor, x87Processor } from '../x87/x87-native';

const CASES_PER_FORM = 150;

/** Where RAX comes from and goes to in the data that RBX points to; memory operands begin at its start. */
const [FROM, TO] = [16, 24];
const HEAD = Uint8Array.of(0x48, 0x8b, 0x43, FROM);
/** RDI = RBX, for the store whose address that is. */
const POINTER = Uint8Array.of(0x48, 0x89, 0xdf);
const TAIL = Uint8Array.of(0x48, 0x89, 0x43, TO);

/** MASKMOVQ and MASKMOVDQU, which use RDI and not RAX. */
function isByteStore(mnemonic: string): boolean {
  return mnemonic.startsWith('maskmov');
}

interface Trial extends X87Case {
  readonly instruction: Instruction;
}

const EDGES = [0, 1, 0x7f, 0x80, 0xff];

/** Bytes at edges as often as any. */
function bytes(random: Random, count: number): Uint8Array {
  const mixed = random.bytes(count);
  if (random.below(3) === 0) for (let at = 0; at < count; at++) mixed[at] = random.pick(EDGES);
  return mixed;
}

/** Numbers of either precision that integers of 32 bits hold, or nearly. */
function floats(random: Random): Uint8Array {
  const made = bytes(random, 16);
  const view = new DataView(made.buffer, made.byteOffset, 16);
  const value = () => (random.below(2) ? -1 : 1) * random.below(1000) * 2 ** (random.below(40) - 8);
  if (random.below(3) === 0) for (let at = 0; at < 16; at += 4) view.setFloat32(at, value(), true);
  if (random.below(3) === 0) for (let at = 0; at < 16; at += 8) view.setFloat64(at, value(), true);
  return made;
}

/** As FXSAVE64 writes it: any tags, any top of the stack, no exception that waits. */
function image(random: Random): Uint8Array {
  const made = new Uint8Array(512);
  const view = new DataView(made.buffer);
  view.setUint16(0, 0x37f, true);
  view.setUint16(2, (random.below(8) << 11) | (random.below(8) << 8), true);
  made[4] = random.below(256);
  view.setUint32(24, 0x1f80 | (random.below(4) << 13), true);
  view.setUint32(28, 0xffff, true);
  for (let register = 0; register < 8; register++) made.set(bytes(random, 10), 32 + 16 * register);
  for (let register = 0; register < 16; register++) made.set(floats(random), 160 + 16 * register);
  return made;
}

function operandOf({ file, memory: size, immediate }: OperandPattern, width: number, random: Random): AssemblerOperand {
  if (immediate !== undefined) return { kind: 'immediate', value: BigInt(random.below(256)) };
  if (file === undefined || (size !== undefined && random.below(2))) {
    return { kind: 'memory', base: registerByName('rbx')!, scale: 1, displacement: 0, size: size! }; // memory then
  }
  if (file === 'gpr') return { kind: 'register', register: registerAt(file, GPR.RAX, width)! };
  return { kind: 'register', register: registerAt(file, random.below(8), width)! };
}

function trialsOf(form: string, mnemonic: string): Trial[] {
  const random = new Random(form.length + form.charCodeAt(2));
  return Array.from({ length: CASES_PER_FORM }, () => {
    const patterns = formByName(form)!.operands; // the form of a row
    const operands = patterns.map((pattern) => operandOf(pattern, pattern.size, random));
    const made = assemble(mnemonic, [], operands, CODE);
    if (isAssemblyError(made)) throw new Error(`${form}: ${made.message}`);
    const { instruction } = made;
    const code = isByteStore(mnemonic)
      ? Uint8Array.of(...POINTER, ...instruction.bytes)
      : Uint8Array.of(...HEAD, ...instruction.bytes, ...TAIL);
    return { image: image(random), data: bytes(random, DATA_BYTES), rflags: 0x202, code, instruction };
  });
}

function runHere(trial: Trial, processor: Processor): string[] {
  const { instruction } = trial;
  const { cpu, saved } = emulatedCase(trial, processor);
  cpu.gpr[GPR.RDI] = BigInt(DATA);
  cpu.gpr[GPR.RAX] = cpu.memory.read64(cpu.access, DATA + FROM);
  compileInstruction(instruction, processor)(cpu);
  if (!isByteStore(instruction.mnemonic)) cpu.memory.write64(cpu.access, DATA + TO, cpu.gpr[GPR.RAX]!); // RAX exists
  const { image, data } = saved();
  return shown(image, data);
}

const hex = (part: Uint8Array) => Buffer.from(part).toString('hex');

/** Control and status, MXCSR, the x87 registers, the vector registers, memory. */
function shown(saved: Uint8Array, data: Uint8Array): string[] {
  const x87 = Array.from({ length: 8 }, (_, at) => hex(saved.slice(32 + 16 * at, 42 + 16 * at).reverse()));
  return [hex(saved.slice(0, 5)), hex(saved.slice(24, 28)), ...x87, hex(saved.slice(160, 416)), hex(data)];
}

/** Beside MMX the store of 16 bytes that differs in nothing but its registers. */
const ROWS: readonly InstructionRow[] = [
  ...MMX_INSTRUCTIONS,
  ...VECTOR_INSTRUCTIONS.filter(({ mnemonic }) => mnemonic === 'maskmovdqu'),
];

describe('MMX instructions', function () {
  this.timeout(0);
  let native: X87Processor;
  let processor: Processor;

  before(function () {
    native = needs(this, x87Processor());
    processor = new Processor({ ...DEFAULT_MODEL, choices: native.host.choices });
  });

  for (const { mnemonic, forms, features } of ROWS) {
    it(`do what the processor does: ${forms.join(', ')}`, function () {
      const missing = features.find((feature) => !native.host.has(feature));
      if (missing) needs(this, { want: `a processor with ${missing}` });
      const trials = forms.flatMap((form) => trialsOf(form, mnemonic));
      const results = native.run(trials);
      for (const [index, trial] of trials.entries()) {
        const { image: after, data } = results[index]!; // one a trial
        const which = `${formatInstruction(trial.instruction)} of ${shown(trial.image, trial.data).join(' ')}`;
        assert.deepEqual(runHere(trial, processor), shown(after, data), which);
      }
    });
  }
});
