import assert from 'node:assert/strict';
import fc from 'fast-check';
import { FLAG } from '../../../src/machine/architecture/bits';
import { EXCEPTIONS, Fault } from '../../../src/machine/architecture/exception';
import type { Feature } from '../../../src/machine/architecture/feature';
import { GPR_NAMES } from '../../../src/machine/architecture/gpr';
import { isKernelAddress } from '../../../src/machine/architecture/linear-address';
import { type Assembled, assemble } from '../../../src/machine/assembler/assemble';
import { formByName, type OperandPattern } from '../../../src/machine/assembler/form';
import { Cpu } from '../../../src/machine/cpu/cpu';
import type { InstructionRow } from '../../../src/machine/cpu/instruction';
import { Memory } from '../../../src/machine/cpu/memory';
import { PF as ERROR_CODE, RIGHTS } from '../../../src/machine/cpu/page';
import { registerByName, registerNames } from '../../../src/machine/cpu/register-names';
import { formatInstruction } from '../../../src/machine/disassembler/format-instruction';
import { type AssemblerOperand, isAssemblyError } from '../../../src/machine/encoding/operand';
import { compileInstruction } from '../../../src/machine/instructions/execute';
import { INTEGER_INSTRUCTIONS } from '../../../src/machine/instructions/integer';
import { STATUS_FLAGS } from '../../../src/machine/integer/flags';
import { DEFAULT_MODEL } from '../../../src/machine/processor/models';
import { Processor } from '../../../src/machine/processor/processor';
import type { HostProcessor } from '../../host/host';
import { needs } from '../../host/needs';
import {
  CODE,
  DATA,
  DATA_WINDOW,
  type IntegerProcessor,
  integerProcessor,
  type NativeCase,
  type NativeResult,
  OUTCOME,
  READ_ONLY,
  STACK_WINDOW,
  TARGET,
  UNMAPPED,
  WINDOW_SIZE,
} from './integer-native';

interface Case extends NativeCase {
  readonly assembled: Assembled;
  /** Status flags that the manual leaves undefined here. */
  readonly undefined: number;
  /** All that the instruction needs. A processor may execute what its CPUID hides. */
  readonly features: readonly Feature[];
}

const { CF, PF, AF, ZF, SF, OF } = FLAG;
/** A model with these features and the choices of the processor at hand. */
function modelBy(features: readonly Feature[], { choices }: HostProcessor): Processor {
  return new Processor(
    { ...DEFAULT_MODEL, choices },
    features.map((feature) => ({ feature, present: true })),
  );
}

/** Not run here: what leaves the ordinary path, what is never the same twice, and transactions, which may begin there. */
const LEFT_OUT = new Set([
  ...['iretq', 'ud2', 'int3', 'int1', 'rdtsc', 'rdtscp', 'rdrand', 'rdseed'],
  ...['xbegin', 'xend', 'xabort', 'xtest', 'incsspd', 'incsspq'],
]);
const [RAX, RCX, RDX, RBX, RSP, RBP, RSI, RDI] = [0, 1, 2, 3, 4, 5, 6, 7] as const;
const STRING = /^(movs|stos|lods|scas|cmps)[bwdq]$/;
const BIT_TEST = /^bt[src]?$/;

// Inputs

const EDGES = [0n, 1n, 0x7fn, 0x80n, 0xffn, 0x7fffn, 0x8000n, 0x7fff_ffffn, 0x8000_0000n, 1n << 32n, 1n << 63n];
const mask64 = (value: bigint) => BigInt.asUintN(64, value);
const value64 = fc.oneof(
  fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }),
  fc.tuple(fc.constantFrom(...EDGES), fc.constantFrom(-1n, 0n, 1n)).map(([edge, by]) => mask64(edge + by)),
  fc.tuple(fc.constantFrom(...EDGES), fc.constantFrom(-1n, 0n, 1n)).map(([edge, by]) => mask64(by - edge)),
);
const window = fc.uint8Array({ minLength: WINDOW_SIZE, maxLength: WINDOW_SIZE });
/** Ones among zeros. */
const similar = window.map((bytes) => bytes.map((byte) => (byte > 230 ? 1 : 0)));
const flagsFor = (mnemonic: string) =>
  fc
    .constantFrom(0, CF, ZF, STATUS_FLAGS, OF | SF, PF | AF, CF | ZF, SF)
    .chain((status) =>
      fc.constantFrom(...(STRING.test(mnemonic) ? [0, FLAG.DF] : [0])).map((df) => status | df | 0x202),
    );
const count = fc.oneof(fc.bigInt({ min: 0n, max: 70n }), value64);

/** What makes an instruction's interesting cases likely: quotients that fit, values that are equal, bits that are near. */
function likely(mnemonic: string, all: readonly bigint[], n: bigint): readonly bigint[] {
  if (/^(jmp|call)$/.test(mnemonic)) return all.map(() => BigInt(TARGET));
  if (BIT_TEST.test(mnemonic)) return all.map((value) => mask64(BigInt.asIntN(64, value) % 60_000n));
  if (mnemonic === 'cmpxchg') return all.map((value) => value & (value & 2n ? 0xffff_ffff_0000_0001n : 1n));
  if (/^(scas|cmps)/.test(mnemonic)) return all.map((value) => value & 1n);
  if (!/^i?div$/.test(mnemonic) || n % 4n === 0n) return all;
  const accumulator = n % 4n === 1n ? mask64(BigInt.asIntN(15, all[RAX]!)) : all[RAX]!; // sixteen
  const data = n % 4n === 1n ? mask64(BigInt.asIntN(64, accumulator) >> 63n) : all[RDX]! & 0x1_0000_0003_0003n;
  return all.with(RAX, accumulator).with(RDX, n % 4n === 2n ? 0n : data);
}

/** General registers with pointers where memory operands need them: RBX, RSI, RSP into windows, RDI a small index. */
const registersFor = (mnemonic: string) =>
  fc
    .tuple(fc.array(value64, { minLength: 16, maxLength: 16 }), count, fc.bigInt({ min: 0n, max: 7n }))
    .map(([all, n, i]) => {
      const registers = likely(mnemonic, all, n);
      const stack = BigInt(STACK_WINDOW + WINDOW_SIZE / 2);
      const counter = /^(loop|jr?e?cxz)/.test(mnemonic) ? n % 3n : STRING.test(mnemonic) ? n % 6n : n;
      return registers
        .with(RCX, /^(jmp|call)$/.test(mnemonic) ? BigInt(TARGET) : BIT_TEST.test(mnemonic) ? registers[RCX]! : counter)
        .with(RBX, BigInt(DATA_WINDOW + 64))
        .with(RSI, BigInt(DATA_WINDOW + (STRING.test(mnemonic) ? 40 : 16)))
        .with(RDI, STRING.test(mnemonic) ? BigInt(DATA_WINDOW + 72) + i : i)
        .with(RSP, stack)
        .with(RBP, mnemonic === 'leave' ? stack + 16n : registers[RBP]!); // sixteen
    });

/** Flags that can be popped here: none that traps, and none that the processor would not show again. */
const poppable = fc
  .array(fc.nat(0xffff), { minLength: WINDOW_SIZE / 8, maxLength: WINDOW_SIZE / 8 })
  .map((words) => new Uint8Array(BigUint64Array.from(words, (word) => BigInt((word & STATUS_FLAGS) | 0x202)).buffer));

const contentFor = (mnemonic: string): fc.Arbitrary<Uint8Array> => {
  if (/^(jmp|call|ret)$/.test(mnemonic)) {
    return fc.constant(new Uint8Array(new BigUint64Array(WINDOW_SIZE / 8).fill(BigInt(TARGET)).buffer));
  }
  if (/^popfw?$/.test(mnemonic)) return poppable;
  if (/^(cmpxchg|scas.|cmps.)$/.test(mnemonic)) return fc.oneof(fc.constant(new Uint8Array(WINDOW_SIZE)), similar);
  return window;
};

const named = (name: string) => registerByName(name)!; // names that exist
const MEMORIES: readonly AssemblerOperand[] = [
  { kind: 'memory', base: named('rbx'), scale: 1, displacement: 0 },
  { kind: 'memory', base: named('rsi'), index: named('rdi'), scale: 8, displacement: -8 },
  { kind: 'memory', base: named('rsp'), scale: 1, displacement: 8 },
  { kind: 'memory', index: named('rdi'), scale: 8, displacement: DATA_WINDOW },
  { kind: 'memory', base: named('esi'), scale: 1, displacement: 24 },
];
const NUMBERS = [
  0n,
  1n,
  2n,
  7n,
  31n,
  32n,
  0x7fn,
  -0x80n,
  -1n,
  0x7fffn,
  0x7fff_ffffn,
  -0x8000_0000n,
  0x1234_5678_9abc_def0n,
];

function operandsFor(pattern: OperandPattern): fc.Arbitrary<AssemblerOperand> {
  const { file, size, fixed, memory, addressing, immediate, constant, branch } = pattern;
  const choices: fc.Arbitrary<AssemblerOperand>[] = [];
  if (fixed) choices.push(fc.constant({ kind: 'register', register: fixed }));
  else if (file === 'gpr') {
    const all = [...registerNames()].map(named).filter((each) => each.file === 'gpr' && each.size === size);
    choices.push(fc.constantFrom(...all).map((register) => ({ kind: 'register', register })));
  }
  if (memory !== undefined && addressing === undefined) {
    const sized = MEMORIES.map((each) => (memory > 0 ? { ...each, size: memory } : each));
    choices.push(fc.constantFrom(...sized));
  }
  if (addressing === 'absolute') choices.push(fc.constant({ kind: 'memory', scale: 1, displacement: DATA_WINDOW }));
  if (immediate !== undefined) {
    const values = size === 8 ? NUMBERS : NUMBERS.map((value) => BigInt.asIntN(8 * size, value));
    choices.push(fc.constantFrom(...values).map((value) => ({ kind: 'immediate', value })));
  }
  if (constant !== undefined) choices.push(fc.constant({ kind: 'immediate', value: constant }));
  if (branch !== undefined) choices.push(fc.constant({ kind: 'branch', target: TARGET }));
  return fc.oneof(...choices);
}

const UNDEFINED: readonly (readonly [RegExp, number])[] = [
  [/^(and|or|xor|test)$/, AF],
  [/^i?mul$/, SF | ZF | AF | PF],
  [/^i?div$/, STATUS_FLAGS],
  [BIT_TEST, OF | SF | AF | PF],
  [/^bs[fr]$/, STATUS_FLAGS & ~ZF],
  [/^[tl]zcnt$/, OF | SF | AF | PF],
  [/^(andn|bzhi|bls.*)$/, AF | PF],
  [/^bextr$/, AF | SF | PF],
];

/** Of shifts and rotations: modulo the operand's width, or 32. */
function maskedCount({ instruction }: Assembled, registers: readonly bigint[]): number {
  const { operands, operandSize } = instruction;
  const last = operands.at(-1);
  const by = last?.kind === 'immediate' ? last.value : registers[RCX]!; // sixteen
  return Number(by & (operandSize === 8 ? 63n : 31n));
}

function undefinedFlags(assembled: Assembled, registers: readonly bigint[]): number {
  const { mnemonic, operandSize } = assembled.instruction;
  const always = UNDEFINED.find(([pattern]) => pattern.test(mnemonic));
  if (always) return always[1];
  if (!/^(shl|shr|sar|shld|shrd|ro[lr]|rc[lr])$/.test(mnemonic)) return 0;
  const masked = maskedCount(assembled, registers);
  if (masked === 0) return 0;
  const overflow = masked === 1 ? 0 : OF;
  if (mnemonic.startsWith('r')) return overflow;
  const pastEnd = masked >= 8 * operandSize && mnemonic !== 'sar' ? CF : 0;
  return AF | overflow | pastEnd;
}

/** SHLD and SHRD of 16 bits by more than 16: nothing is defined then. */
function isUndefined(assembled: Assembled, registers: readonly bigint[]): boolean {
  const { mnemonic, operandSize } = assembled.instruction;
  return /^sh[lr]d$/.test(mnemonic) && maskedCount(assembled, registers) > 8 * operandSize;
}

function isPointer(operand: AssemblerOperand): boolean {
  const pointers: readonly number[] = [RBX, RSI, RDI, RSP];
  return operand.kind === 'register' && pointers.includes(operand.register.index);
}

const PREFIXES: readonly (readonly string[])[] = [[], ['rep'], ['rep'], ['repne']];

/** Instances of every form, each with some states to run in. Always the same ones. */
function allCases(): Case[] {
  return INTEGER_INSTRUCTIONS.filter(({ mnemonic }) => !LEFT_OUT.has(mnemonic)).flatMap((row) =>
    row.forms.flatMap((form) => [...casesOf(row, formByName(form)?.operands ?? [])]),
  );
}

function* casesOf({ mnemonic, features }: InstructionRow, patterns: readonly OperandPattern[]): Iterable<Case> {
  const instance = fc.record({
    operands: fc.tuple(...patterns.map(operandsFor)),
    prefixes: fc.constantFrom(...(STRING.test(mnemonic) ? PREFIXES : [[]])),
    states: fc.array(
      fc.record({
        registers: registersFor(mnemonic),
        rflags: flagsFor(mnemonic),
        data: contentFor(mnemonic),
        stack: contentFor(mnemonic),
      }),
      { minLength: 8, maxLength: 8 },
    ),
  });
  for (const { operands, prefixes, states } of fc.sample(instance, { numRuns: 8, seed: 1 })) {
    const assembled = assemble(mnemonic, prefixes, operands, CODE);
    if (isAssemblyError(assembled)) continue; // AH beside R8B, ...
    if (/^(jmp|call)$/.test(mnemonic) && operands.some(isPointer)) continue; // would run data
    for (const state of states) {
      if (isUndefined(assembled, state.registers)) continue;
      const undefinedHere = undefinedFlags(assembled, state.registers);
      yield { ...state, code: assembled.bytes, assembled, undefined: undefinedHere, features };
    }
  }
}

// The same on the emulator

const VECTORS = new Map(EXCEPTIONS.map(({ mnemonic, vector }) => [mnemonic, vector]));

function emulate({ registers, rflags, data, stack, assembled }: Case, processor: Processor): NativeResult {
  const memory = new Memory();
  const cpu = new Cpu(0, processor, memory);
  cpu.cpl = 3;
  cpu.addressSpace = 1;
  memory.map(1, DATA, 0x2000);
  memory.map(1, READ_ONLY, 0x1000, RIGHTS.readOnly);
  memory.poke(1, DATA_WINDOW, data);
  memory.poke(1, STACK_WINDOW, stack);
  cpu.gpr.set(registers);
  cpu.rflags = rflags;
  const next = CODE + assembled.bytes.length;
  cpu.rip = next;
  let fault: Fault | undefined;
  try {
    compileInstruction(assembled.instruction, processor)(cpu);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    fault = error;
  }
  const outcome = fault ? OUTCOME.faulted : cpu.rip === next ? OUTCOME.fellThrough : OUTCOME.jumped;
  if (outcome === OUTCOME.jumped) assert.equal(cpu.rip, TARGET);
  return {
    registers: [...cpu.gpr.slice(0, 16)],
    rflags: cpu.rflags,
    data: memory.peek(1, DATA_WINDOW, WINDOW_SIZE)!, // mapped
    stack: memory.peek(1, STACK_WINDOW, WINDOW_SIZE)!,
    outcome,
    trap: fault ? VECTORS.get(fault.mnemonic)! : 0, // every exception has a vector
    errorCode: toldCode(fault),
    faultAddress: BigInt.asUintN(64, BigInt(fault?.detail.address ?? 0)),
  };
}

/** Linux tells a program of every fault in the kernel's half that a right was lacking there (sanitize_error_code()). */
function toldCode(fault: Fault | undefined): number {
  const { errorCode = 0, address = 0 } = fault?.detail ?? {};
  return isKernelAddress(address) ? errorCode | ERROR_CODE.PRESENT : errorCode;
}

// Comparison

/**
 * The emulator's stack after a CALL that faulted for its target, where nobody knows what the processor's maker chooses:
 * with the return address below RSP if the processor has written one there. RSP has not moved in any case.
 */
function stackOf(each: Case, wanted: NativeResult, { stack }: NativeResult): Uint8Array {
  const { mnemonic, operands } = each.assembled.instruction;
  if (mnemonic !== 'call' || operands[0]?.kind !== 'register' || wanted.trap !== VECTORS.get('#GP')) return stack;
  const written = new Uint8Array(stack);
  const slot = Number(each.registers[RSP]) - 8 - STACK_WINDOW;
  new DataView(written.buffer).setBigUint64(slot, BigInt(CODE + each.code.length), true);
  return Buffer.from(written).equals(wanted.stack) ? written : stack;
}

function difference(
  each: Case,
  wanted: NativeResult,
  actual: NativeResult,
  maker: HostProcessor['maker'],
): string | undefined {
  const stack = maker ? actual.stack : stackOf(each, wanted, actual);
  const relevant = STATUS_FLAGS & ~each.undefined;
  const parts = [
    wanted.outcome === actual.outcome ? '' : `outcome ${actual.outcome}, not ${wanted.outcome}`,
    ...GPR_NAMES.map((name, index) => {
      const [is, should] = [actual.registers[index] ?? 0n, wanted.registers[index] ?? 0n];
      return is === should ? '' : `${name} ${is.toString(16)}, not ${should.toString(16)}`;
    }),
    (wanted.rflags ^ actual.rflags) & relevant
      ? `flags ${(actual.rflags & relevant).toString(16)}, not ${(wanted.rflags & relevant).toString(16)}`
      : '',
    Buffer.from(wanted.data).equals(Buffer.from(actual.data)) ? '' : 'data differ',
    Buffer.from(wanted.stack).equals(stack) ? '' : 'the stack differs',
  ];
  if (wanted.outcome === OUTCOME.faulted) {
    if (wanted.trap !== actual.trap) parts.push(`trap ${actual.trap}, not ${wanted.trap}`);
    if (wanted.trap === 14 && wanted.errorCode !== actual.errorCode) {
      parts.push(`error code ${actual.errorCode}, not ${wanted.errorCode}`);
    }
    if (wanted.trap === 14 && wanted.faultAddress !== actual.faultAddress) {
      parts.push(`fault address ${actual.faultAddress.toString(16)}, not ${wanted.faultAddress.toString(16)}`);
    }
  }
  const found = parts.filter((part) => part !== '');
  return found.length === 0 ? undefined : found.join('; ');
}

function compare(all: readonly Case[], { host, run }: IntegerProcessor): string[] {
  const { maker } = host;
  const cases = all.filter(({ features }) => features.every((feature) => host.has(feature)));
  const processor = modelBy([...new Set(cases.flatMap(({ features }) => features))], host);
  const results = run(cases);
  return cases.flatMap((each, index) => {
    const wanted = results[index]!; // one for each case
    const found = difference(each, wanted, emulate(each, processor), maker);
    if (found === undefined) return [];
    const before = GPR_NAMES.map((name, number) => `${name}=${each.registers[number]?.toString(16)}`).join(' ');
    return [
      `${formatInstruction(each.assembled.instruction)}: ${found} (from flags=${each.rflags.toString(16)} ${before})`,
    ];
  });
}

// Faults

/** An instruction that faults, with the registers that make it. */
interface Faulting {
  readonly mnemonic: string;
  readonly operands?: readonly AssemblerOperand[];
  readonly prefixes?: readonly string[];
  readonly registers: readonly bigint[];
}

/** The registers of faulting instructions before what is wrong is written into them. */
const ORDINARY: readonly bigint[] = Array.from({ length: 16 }, (_, number) =>
  number === RSP ? BigInt(STACK_WINDOW + 64) : 0x1111n,
);

const READ_ONLY_ADDRESSES = [BigInt(READ_ONLY), BigInt(READ_ONLY - 3)];
const BAD_ADDRESSES = [BigInt(UNMAPPED), BigInt(UNMAPPED - 3), 0x8000_0000_1000n, 1n << 63n, ...READ_ONLY_ADDRESSES];

const register = (name: string): AssemblerOperand => ({ kind: 'register', register: named(name) });
const memoryAt = (base: string, size: number): AssemblerOperand => ({
  kind: 'memory',
  base: named(base),
  scale: 1,
  displacement: 0,
  size,
});

/** By size, a general register beside the memory operand. */
const BESIDE = { 2: 'cx', 4: 'ecx', 8: 'rcx' } as const;

/** What reads or writes `[rbx]`, in these orders of its memory operand M, a register R and CL. */
const WITH_MEMORY: readonly (readonly [operands: string, mnemonics: string])[] = [
  ['R M', 'mov imul bsf popcnt cmove'],
  ['M R', 'mov add cmp xor xchg test adc xadd cmpxchg bt bts'],
  ['M', 'inc neg not mul div'],
  ['M CL', 'shl rol rcr'],
];
/** The same, for sizes of which every count is defined. */
const WITH_MEMORY_DOUBLE: readonly (readonly [operands: string, mnemonics: string])[] = [['M R CL', 'shld shrd']];

function* memoryFaults(address: bigint): Iterable<Faulting> {
  const registers = ORDINARY.with(RBX, address).with(RBP, address);
  for (const [key, name] of Object.entries(BESIDE)) {
    const size = Number(key);
    const operand: Readonly<Record<string, AssemblerOperand>> = {
      M: memoryAt('rbx', size),
      R: register(name),
      CL: register('cl'),
    };
    for (const [order, mnemonics] of [...WITH_MEMORY, ...(size === 2 ? [] : WITH_MEMORY_DOUBLE)]) {
      const operands = order.split(' ').map((each) => operand[each]!); // those three
      for (const mnemonic of mnemonics.split(' ')) yield { mnemonic, operands, registers };
    }
    yield { mnemonic: 'mov', operands: [register(name), memoryAt('rbp', size)], registers };
  }
  yield { mnemonic: 'setc', operands: [memoryAt('rbx', 1)], registers };
}

/** What can be read there is 0, and a jump to it would fault at the fetch. */
function* stackFaults(address: bigint): Iterable<Faulting> {
  const readable = READ_ONLY_ADDRESSES.includes(address);
  const registers = ORDINARY.with(RBX, address).with(RBP, address);
  for (const mnemonic of readable ? ['push', 'pop'] : ['push', 'pop', 'call', 'jmp'])
    yield { mnemonic, operands: [memoryAt('rbx', 8)], registers };
  const stackless = ORDINARY.with(RSP, address).with(RBP, address);
  for (const mnemonic of ['push', 'pop']) yield { mnemonic, operands: [register('rcx')], registers: stackless };
  for (const mnemonic of readable ? ['leave'] : ['ret', 'leave']) yield { mnemonic, registers: stackless };
  for (const mnemonic of ['pushf', 'pushfw']) yield { mnemonic, registers: stackless };
  yield { mnemonic: 'call', operands: [{ kind: 'branch', target: TARGET }], registers: stackless };
}

/** The elements before the one that faults are done. */
function* stringFaults(address: bigint): Iterable<Faulting> {
  const near = address < 1n << 40n ? address - 16n : address;
  const good = BigInt(DATA_WINDOW);
  const prefixes = ['rep'];
  const registers = ORDINARY.with(RCX, 5n);
  const from = registers.with(RSI, near).with(RDI, good);
  for (const mnemonic of ['movsb', 'movsq', 'lodsd', 'cmpsw']) yield { mnemonic, prefixes, registers: from };
  const to = registers.with(RSI, good).with(RDI, near);
  for (const mnemonic of ['movsb', 'movsq', 'stosd', 'stosw', 'cmpsb']) {
    yield { mnemonic, prefixes, registers: to };
    yield { mnemonic, registers: to };
  }
}

const FAULTS_OF_THEIR_OWN: readonly Faulting[] = [
  { mnemonic: 'jmp', operands: [register('rbx')], registers: ORDINARY.with(RBX, 1n << 63n) },
  { mnemonic: 'call', operands: [register('rbx')], registers: ORDINARY.with(RBX, 0x8000_0000_0000n) },
  {
    mnemonic: 'shl',
    operands: [memoryAt('rbx', 4), { kind: 'immediate', value: 32n }],
    registers: ORDINARY.with(RBX, BigInt(READ_ONLY)),
  },
];

function faultCases(): Case[] {
  const faulting = [
    ...BAD_ADDRESSES.flatMap((address) => [
      ...memoryFaults(address),
      ...stackFaults(address),
      ...stringFaults(address),
    ]),
    ...FAULTS_OF_THEIR_OWN,
  ];
  return faulting.map(({ mnemonic, operands = [], prefixes = [], registers }) => {
    const assembled = assemble(mnemonic, prefixes, operands, CODE);
    assert.ok(!isAssemblyError(assembled), mnemonic);
    return {
      registers,
      rflags: 0x202 | STATUS_FLAGS,
      data: new Uint8Array(WINDOW_SIZE),
      stack: new Uint8Array(WINDOW_SIZE).fill(0x88),
      code: assembled.bytes,
      assembled,
      undefined: undefinedFlags(assembled, registers),
      features: [],
    };
  });
}

describe('integer instructions on the emulator and on the processor', () => {
  it('leave the same registers, flags and memory in every form', function () {
    this.timeout(60_000);
    const native = needs(this, integerProcessor());
    const cases = allCases();
    assert.ok(cases.length > 15_000, `${cases.length} cases`);
    assert.deepEqual(compare(cases, native).slice(0, 40), []);
  });

  it('fault alike, with nothing changed but by the elements of a string before', function () {
    assert.deepEqual(compare(faultCases(), needs(this, integerProcessor())).slice(0, 40), []);
  });
});
