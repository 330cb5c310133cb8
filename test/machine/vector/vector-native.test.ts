import assert from 'node:assert/strict';
import fc from 'fast-check';
import { CR4 } from '../../../src/machine/architecture/bits';
import { EXCEPTIONS, Fault } from '../../../src/machine/architecture/exception';
import type { Feature } from '../../../src/machine/architecture/feature';
import { GPR } from '../../../src/machine/architecture/gpr';
import type { LinearAddress } from '../../../src/machine/architecture/linear-address';
import { type Assembled, assemble } from '../../../src/machine/assembler/assemble';
import { formByName, type OperandPattern } from '../../../src/machine/assembler/form';
import { Cpu } from '../../../src/machine/cpu/cpu';
import type { InstructionRow } from '../../../src/machine/cpu/instruction';
import { Memory } from '../../../src/machine/cpu/memory';
import { PAGE_SIZE } from '../../../src/machine/cpu/page';
import { registerByName } from '../../../src/machine/cpu/register-names';
import { formatInstruction } from '../../../src/machine/disassembler/format-instruction';
import { type AssemblerOperand, isAssemblyError } from '../../../src/machine/encoding/operand';
import { compileInstruction } from '../../../src/machine/instructions/execute';
import { VECTOR_INSTRUCTIONS } from '../../../src/machine/instructions/vector';
import { STATUS_FLAGS } from '../../../src/machine/integer/flags';
import { DEFAULT_MODEL } from '../../../src/machine/processor/models';
import { Processor } from '../../../src/machine/processor/processor';
import { type Host, hostUnder } from '../../host/host';
import { needs } from '../../host/needs';
import { content, eightBytes, MXCSR, piece } from './vector-contents';
import {
  CODE,
  DATA,
  DATA_WINDOW,
  type VectorResult,
  type VectorState,
  vectorProcessor,
  WINDOW_SIZE,
} from './vector-native';

interface Case extends VectorState {
  readonly row: InstructionRow;
  readonly code: Uint8Array;
  readonly assembled: Assembled;
}

/** What every processor that the harness accepts has. */
const NATIVE: readonly Feature[] = [
  ...(['SSE', 'SSE2', 'SSE3', 'SSSE3', 'SSE4_1', 'SSE4_2', 'AVX', 'AVX2', 'FMA', 'F16C'] as const),
];

/** What some of them have, too. */
const PERHAPS: readonly Feature[] = [
  ...(['AES', 'PCLMULQDQ', 'VAES', 'VPCLMULQDQ', 'SHA', 'GFNI', 'AVX_VNNI'] as const),
  ...(['AVX_IFMA', 'AVX_VNNI_INT8', 'AVX_VNNI_INT16', 'AVX_NE_CONVERT', 'SSE4A'] as const),
];

/** A processor with all of them, and with the choices of the one at hand. */
function processorBy({ processor: host }: Host): Processor {
  return new Processor(
    'want' in host ? DEFAULT_MODEL : { ...DEFAULT_MODEL, choices: host.choices },
    PERHAPS.map((feature) => ({ feature, present: true })),
  );
}

/** In these makers differ (`shaAlignment` and its like): where nobody knows the maker, they are left out. */
const BY_MAKER = /^sha|^v?dpp|^vcvtps2ph/;

/** Approximations, which each processor makes its own way, and what `string-compare-native.test.ts` has. */
const LEFT_OUT = /^v?(rcp|rsqrt|pcmp[ei]str|maskmovdqu)/;

const named = (name: string) => registerByName(name)!; // names that exist

const state = fc.record({
  vectors: content(512),
  rax: eightBytes.map((bytes) => new BigUint64Array(new Uint8Array(bytes).buffer)[0]!), // eight bytes
  rcx: piece.map((bytes) => new BigUint64Array(new Uint8Array(bytes).buffer)[0]!),
  rbx: fc.constantFrom(0, 32, 64, 8, 1).map((by) => BigInt(DATA_WINDOW + by)),
  rflags: fc.constantFrom(0x202, 0x202 | STATUS_FLAGS),
  mxcsr: fc.constantFrom(...MXCSR),
  data: content(WINDOW_SIZE),
});

function operandsFor(pattern: OperandPattern): fc.Arbitrary<AssemblerOperand> {
  const { file, size, memory, immediate, indices } = pattern;
  const choices: fc.Arbitrary<AssemblerOperand>[] = [];
  if (file === 'gpr') {
    const names = size === 4 ? ['eax', 'ecx'] : ['rax', 'rcx'];
    choices.push(fc.constantFrom(...names.map(named)).map((register) => ({ kind: 'register', register })));
  } else if (file) {
    const names = [0, 1, 2, 3, 9, 15].map((index) => `${file}${index}`);
    choices.push(fc.constantFrom(...names.map(named)).map((register) => ({ kind: 'register', register })));
  }
  if (indices) {
    const index = fc.constantFrom(...[0, 2, 5, 9].map((number) => named(`${indices}${number}`)));
    return fc.record({ index, scale: fc.constantFrom(1, 4, 8) }).map((part) => {
      return { kind: 'memory', base: named('rbx'), displacement: 0, ...part };
    });
  }
  if (memory !== undefined) {
    choices.push(fc.constant({ kind: 'memory', base: named('rbx'), scale: 1, displacement: 0, size: memory }));
  }
  if (immediate !== undefined) {
    choices.push(fc.nat(255).map((value) => ({ kind: 'immediate', value: BigInt(value) })));
  }
  return fc.oneof(...choices);
}

function isCompared({ mnemonic, features }: InstructionRow): boolean {
  const compared = [...NATIVE, ...PERHAPS];
  return !LEFT_OUT.test(mnemonic) && features.every((feature) => compared.includes(feature));
}

function* instancesOf(form: string, row: InstructionRow): Iterable<Assembled> {
  const patterns = formByName(form)?.operands ?? [];
  for (const operands of fc.sample(fc.tuple(...patterns.map(operandsFor)), { numRuns: INSTANCES, seed: 1 })) {
    const assembled = assemble(row.mnemonic, [], operands, CODE);
    if (!isAssemblyError(assembled)) yield assembled;
  }
}

/** Instances of every form, each with some states to run in. The same ones on all machines, as far as a machine has them. */
function casesFor(host: Host): Case[] {
  const states = fc.sample(state, { numRuns: 400, seed: 1 });
  const cases: Case[] = [];
  let next = 0;
  for (const row of VECTOR_INSTRUCTIONS.filter(isCompared)) {
    for (const assembled of row.forms.flatMap((form) => [...instancesOf(form, row)])) {
      for (let i = 0; i < STATES; i++) {
        // 37 and 400 have no common factor: in time every instance meets every state.
        next = (next + 37) % states.length;
        cases.push({ ...states[next]!, row, code: assembled.bytes, assembled }); // within the list
      }
    }
  }
  return cases.filter(({ row }) => isThere(host, row));
}

function isThere(host: Host, { mnemonic, features }: InstructionRow): boolean {
  const { processor: native } = host;
  if ('want' in native || (native.maker === undefined && BY_MAKER.test(mnemonic))) return false;
  return features.every((feature) => NATIVE.includes(feature) || native.has(feature));
}

const INSTANCES = 5;
const STATES = 6;

// The same on the emulator

const VECTORS = new Map(EXCEPTIONS.map(({ mnemonic, vector }) => [mnemonic, vector]));

interface Emulated extends VectorResult {
  /** Of a page fault. */
  readonly faultAddress: LinearAddress | undefined;
}

function emulate({ vectors, rax, rcx, rbx, rflags, mxcsr, data, assembled }: Case, processor: Processor): Emulated {
  const memory = new Memory();
  const cpu = new Cpu(0, processor, memory);
  cpu.cpl = 3;
  cpu.addressSpace = 1;
  cpu.cr4 |= CR4.OSXSAVE;
  cpu.xcr0 = 0xe7n;
  memory.map(1, DATA, 0x1000);
  memory.poke(1, DATA_WINDOW, data);
  for (let index = 0; index < 16; index++) cpu.zmm.set(vectors.subarray(32 * index, 32 * index + 32), 64 * index);
  [cpu.gpr[GPR.RAX], cpu.gpr[GPR.RCX], cpu.gpr[GPR.RBX]] = [rax, rcx, rbx];
  cpu.rflags = rflags;
  cpu.mxcsr = mxcsr;
  let trap = 0;
  let faultAddress: LinearAddress | undefined;
  try {
    compileInstruction(assembled.instruction, processor)(cpu);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    trap = VECTORS.get(error.mnemonic)!; // every exception has a vector
    faultAddress = error.detail.address;
  }
  const after = new Uint8Array(512);
  for (let index = 0; index < 16; index++) after.set(cpu.zmm.subarray(64 * index, 64 * index + 32), 32 * index);
  return {
    vectors: after,
    rax: cpu.gpr[GPR.RAX]!,
    rcx: cpu.gpr[GPR.RCX]!,
    rbx: cpu.gpr[GPR.RBX]!,
    rflags: cpu.rflags,
    mxcsr: cpu.mxcsr,
    data: memory.peek(1, DATA_WINDOW, WINDOW_SIZE)!, // mapped
    trap,
    faultAddress,
  };
}

/** Random indices may lead to what else the process of the processor's side has mapped: its code, its stack. */
function reachesElsewhere(wanted: VectorResult, { trap, faultAddress }: Emulated): boolean {
  if (wanted.trap !== 0 || trap !== VECTORS.get('#PF') || faultAddress === undefined) return false;
  return faultAddress < DATA || faultAddress >= DATA + PAGE_SIZE;
}

/**
 * After a fault, lanes of the mask and the destination that are not done may be as they were, or not: AMD's processors
 * make the destination's faulting lane 0, and Intel's description makes the mask's lanes all ones or zeros.
 */
function openAfterFault({ assembled: { instruction } }: Case): readonly number[] {
  if (!instruction.mnemonic.includes('gather')) return [];
  return instruction.operands.flatMap((operand) => (operand.kind === 'register' ? [operand.register.index] : []));
}

const hex = (bytes: Uint8Array) => Buffer.from(bytes.toReversed()).toString('hex');

/** @param left registers that are not looked at. */
function difference(wanted: VectorResult, actual: VectorResult, left: readonly number[]): string | undefined {
  const parts = [
    wanted.trap === actual.trap ? '' : `trap ${actual.trap}, not ${wanted.trap}`,
    wanted.rax === actual.rax ? '' : `rax ${actual.rax.toString(16)}, not ${wanted.rax.toString(16)}`,
    wanted.rcx === actual.rcx ? '' : `rcx ${actual.rcx.toString(16)}, not ${wanted.rcx.toString(16)}`,
    ((wanted.rflags ^ actual.rflags) & STATUS_FLAGS) === 0 ? '' : `flags ${actual.rflags}, not ${wanted.rflags}`,
    wanted.mxcsr === actual.mxcsr ? '' : `mxcsr ${actual.mxcsr.toString(16)}, not ${wanted.mxcsr.toString(16)}`,
    hex(wanted.data) === hex(actual.data) ? '' : `data ${hex(actual.data)}, not ${hex(wanted.data)}`,
  ];
  for (let index = 0; index < 16; index++) {
    const [is, should] = [actual, wanted].map(({ vectors }) => hex(vectors.subarray(32 * index, 32 * index + 32)));
    if (is !== should && !left.includes(index)) parts.push(`ymm${index} ${is}, not ${should}`);
  }
  const found = parts.filter((part) => part !== '');
  return found.length === 0 ? undefined : found.join('; ');
}

function sourcesOf(each: Case): string {
  return each.assembled.instruction.operands
    .map((operand) => {
      if (operand.kind === 'memory') return hex(each.data.subarray(Number(each.rbx) - DATA_WINDOW).subarray(0, 32));
      if (operand.kind !== 'register') return '';
      const { index, file } = operand.register;
      return file === 'gpr'
        ? `${each.rax.toString(16)}/${each.rcx.toString(16)}`
        : hex(each.vectors.subarray(32 * index, 32 * index + 32));
    })
    .join(' , ');
}

describe('vector instructions on the emulator and on the processor', () => {
  it('leave the same registers, flags, MXCSR and memory in every form of SSE, AVX, AVX2, FMA, F16C and of what is there beside them', function () {
    this.timeout(60_000);
    const run = needs(this, vectorProcessor());
    const host = hostUnder();
    const processor = processorBy(host);
    const cases = casesFor(host);
    const results = run(cases);
    const differences = cases.flatMap((each, index) => {
      const result = results[index]!; // one for each case
      const actual = emulate(each, processor);
      if (reachesElsewhere(result, actual)) return [];
      const found = difference(result, actual, result.trap === 0 ? [] : openAfterFault(each));
      if (found === undefined) return [];
      return [
        `${formatInstruction(each.assembled.instruction)}: ${found} (mxcsr ${each.mxcsr.toString(16)}, ${sourcesOf(each)})`,
      ];
    });
    assert.deepEqual(summary(differences), []);
  });
});

/** A few of the differences of each instruction. */
function summary(differences: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return differences.filter((text) => {
    const [mnemonic = ''] = text.split(' ');
    seen.set(mnemonic, (seen.get(mnemonic) ?? 0) + 1);
    return (seen.get(mnemonic) ?? 0) <= 2;
  });
}
