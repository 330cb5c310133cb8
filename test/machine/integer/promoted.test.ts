/** What instructions with APX's EVEX prefix do: against the older form of each, and by what the specification says. */
import assert from 'node:assert/strict';
import { Fault } from '../../../src/machine/architecture/exception';
import { GPR } from '../../../src/machine/architecture/gpr';
import { formByName, type OperandPattern } from '../../../src/machine/assembler/form';
import type { Cpu } from '../../../src/machine/cpu/cpu';
import type { Instruction, Operand } from '../../../src/machine/cpu/instruction';
import { APX_FORMS, type ApxForm } from '../../../src/machine/encoding/apx';
import { rowOfForm } from '../../../src/machine/instructions';
import { compileInstruction } from '../../../src/machine/instructions/execute';
import { STATUS_FLAGS } from '../../../src/machine/integer/flags';
import { DATA, readyCpu } from '../instructions/instances';
import { assembleLine } from '../instructions/instruction-line';
import { Random } from '../random';

const SPACE = 1;
/** Of a memory operand, from where RBX points. */
const OPERAND_OFFSET = 16;
const STATUS = STATUS_FLAGS;

function execute(cpu: Cpu, line: string | Instruction): string | undefined {
  try {
    compileInstruction(typeof line === 'string' ? assembleLine(line) : line, cpu.processor)(cpu);
    return undefined;
  } catch (error) {
    if (error instanceof Fault) return error.mnemonic;
    throw error;
  }
}

function operandOf(pattern: OperandPattern, register: number, inMemory: boolean, random: Random): Operand {
  const { fixed, file, size, memory, constant, immediate } = pattern;
  if (fixed) return { kind: 'register', register: fixed };
  if (memory !== undefined && (inMemory || file === undefined)) {
    const base = { file: 'gpr', index: GPR.RBX, size: 8 } as const;
    return { kind: 'memory', memory: { base, scale: 1, displacement: OPERAND_OFFSET, size: memory } };
  }
  if (file !== undefined) return { kind: 'register', register: { file, index: register, size } };
  const value = constant ?? BigInt.asUintN(8 * size, BigInt.asIntN(8 * (immediate ?? 1), random.wide()));
  return { kind: 'immediate', value, size };
}

function instructionOf(form: string, operands: readonly Operand[]): Instruction {
  const operandSize = formByName(form)?.operandSize ?? 0;
  return {
    address: 0,
    bytes: new Uint8Array(4),
    mnemonic: rowOfForm(form)?.mnemonic ?? '',
    operands,
    operandSize,
    form,
  };
}

/** An instruction, the older one of the same operands, and where its destination is a register of its own. */
interface Pair {
  readonly name: string;
  readonly promoted: Instruction;
  readonly older: Instruction;
  readonly destination?: number;
  /** Bytes. */
  readonly size: number;
}

/** Registers that operands can be: RCX has a count, RBX points to memory. */
const FREE = [GPR.RAX, GPR.RDX, GPR.RSI, 8, 13, 16, 20, 31];

function pairsOf({ form: name, older, mnemonic }: ApxForm, random: Random): Pair[] {
  const form = formByName(name)!; // a test reads the form of every row
  const olderForm = older === undefined ? undefined : formByName(older);
  if (older === undefined || !olderForm || /^(c(cmp|test)|kmov|invpcid|movdir64b)/.test(mnemonic)) return [];
  const hasMemory = olderForm.operands.some(({ memory }) => memory !== undefined);
  return [false, ...(hasMemory ? [true] : [])].flatMap((inMemory): Pair[] => {
    // MOVBE of registers is no older instruction.
    if (mnemonic === 'movbe' && !inMemory) return [];
    const operands = form.operands.map((pattern) => operandOf(pattern, random.pick(FREE), inMemory, random));
    const hasDestination = form.operands.length > olderForm.operands.length;
    const [first] = operands;
    const rest = hasDestination ? operands.slice(1) : operands;
    const isNew = hasDestination && first?.kind === 'register';
    return [
      {
        name,
        promoted: instructionOf(name, operands),
        older: instructionOf(older, rest),
        ...(isNew && { destination: first.register.index }),
        size: form.operandSize,
      },
    ];
  });
}

/** The bytes that memory has then. */
function randomise(cpu: Cpu, random: Random): Uint8Array {
  for (let index = 0; index < 32; index++) cpu.gpr[index] = random.wide();
  // Some quotients fit.
  if (random.oneIn(2))
    cpu.gpr[GPR.RDX] = random.oneIn(2) ? 0n : BigInt.asUintN(64, BigInt.asIntN(64, random.wide()) >> 63n);
  cpu.gpr[GPR.RBX] = BigInt(DATA + 0x100);
  cpu.gpr[GPR.RCX] = random.wide() & 0xff1fn;
  cpu.rflags = (cpu.rflags & ~STATUS) | (Number(random.wide() & 0xffffn) & STATUS);
  const bytes = random.bytes(64);
  cpu.memory.poke(SPACE, DATA + 0x100, bytes);
  return bytes;
}

const memoryOf = (cpu: Cpu) => Buffer.from(cpu.memory.peek(SPACE, DATA + 0x100, 64) ?? []).toString('hex');

/** What a processor holds that these instructions can change. */
interface State {
  readonly registers: readonly bigint[];
  readonly memory: string;
  readonly rflags: number;
}

function stateOf(cpu: Cpu): State {
  return { registers: [...cpu.gpr], memory: memoryOf(cpu), rflags: cpu.rflags };
}

/** The 64-bit number that memory operands begin with. */
function storedIn({ memory }: State): bigint {
  return Buffer.from(memory, 'hex').readBigUInt64LE(OPERAND_OFFSET);
}

/** What the promoted instruction shall leave, from what was before and what the older one has left. */
function expected(before: State, after: State, { name, older, destination, size }: Pair): State {
  const rflags = name.endsWith('_nf') ? before.rflags : after.rflags;
  const mask = (1n << BigInt(8 * size)) - 1n;
  const [target] = older.operands;
  const at = target?.kind === 'register' ? target.register.index : undefined;
  if (destination === undefined) {
    const registers = [...after.registers];
    if (name.startsWith('EVEX_Imulzu') && at !== undefined) registers[at] = registers[at]! & mask; // one of them
    return { ...after, registers, rflags };
  }
  // The older form has written its first operand, which the promoted one leaves.
  const registers = [...before.registers];
  for (const [index, value] of after.registers.entries()) if (index !== at) registers[index] = value;
  registers[destination] = (at === undefined ? storedIn(after) : after.registers[at]!) & mask; // one of them
  return { registers, memory: before.memory, rflags };
}

describe('Instructions with APX’s EVEX prefix', () => {
  it('do what the older form does: into a new destination with zeros above, or without flags', () => {
    const random = new Random(4);
    const cpu = readyCpu();
    const clean = cpu.snapshot();
    const faults: string[] = [];
    let count = 0;
    for (let round = 0; round < 3; round++) {
      for (const pair of APX_FORMS.flatMap((form) => pairsOf(form, random))) {
        cpu.restore(clean);
        const bytes = randomise(cpu, random);
        const [snapshot, before] = [cpu.snapshot(), stateOf(cpu)];
        const olderFault = execute(cpu, pair.older);
        const wanted = olderFault ? before : expected(before, stateOf(cpu), pair);
        cpu.restore(snapshot);
        cpu.memory.poke(SPACE, DATA + 0x100, bytes);
        const fault = execute(cpu, pair.promoted);
        assert.equal(fault, olderFault, pair.name);
        assert.deepEqual(stateOf(cpu), wanted, pair.name);
        if (fault) faults.push(fault);
        count++;
      }
    }
    assert.ok(count > 6000, String(count));
    // Quotients that do not fit.
    assert.deepEqual([...new Set(faults)], ['#DE']);
    assert.ok(faults.length > 20, String(faults.length));
  });
});
