/** Every form of AVX-512 that the processor under the tests has, with masks, broadcasts and rounding of all kinds. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { XFEATURE } from '../../../src/machine/architecture/component';
import type { Feature } from '../../../src/machine/architecture/feature';
import { GPR } from '../../../src/machine/architecture/gpr';
import { type Assembled, assemble } from '../../../src/machine/assembler/assemble';
import { formByName, type OperandPattern } from '../../../src/machine/assembler/form';
import { Cpu } from '../../../src/machine/cpu/cpu';
import { Memory } from '../../../src/machine/cpu/memory';
import { registerByName } from '../../../src/machine/cpu/register-names';
import { formatInstruction } from '../../../src/machine/disassembler/format-instruction';
import { type AssemblerOperand, isAssemblyError } from '../../../src/machine/encoding/operand';
import { VECTOR_INSTRUCTIONS } from '../../../src/machine/instructions/vector';
import { STATUS_FLAGS } from '../../../src/machine/integer/flags';
import { DEFAULT_MODEL } from '../../../src/machine/processor/models';
import { Processor } from '../../../src/machine/processor/processor';
import { componentImage } from '../../../src/machine/xstate/component-state';
import { needs } from '../../host/needs';
import { content, eightBytes, MXCSR } from '../vector/vector-contents';
import { difference, emulate } from './sequence-emulated';
import { CODE, DATA, DATA_SIZE, type SequenceCase, type SequenceProcessor, sequenceProcessor } from './sequence-native';

/** What the default model has not, and some that are compared have. */
const PERHAPS: readonly Feature[] = ['AVX512_VP2INTERSECT'];

const named = (name: string) => registerByName(name)!; // names that exist

interface Case extends SequenceCase {
  readonly assembled: Assembled;
}

/** Bytes around the base of memory operands. */
const WINDOW = 256;
const BASE = DATA + 0x800;

const masks = fc.oneof(
  fc.constantFrom(0n, 0xffff_ffff_ffff_ffffn, 1n, 0xaaaa_aaaa_aaaa_aaaan),
  eightBytes.map((bytes) => new BigUint64Array(new Uint8Array(bytes).buffer)[0]!), // eight bytes
);
const state = fc.record({
  low: content(256),
  middle: content(256),
  high: content(512),
  upper: content(1024),
  window: content(WINDOW),
  masks: fc.array(masks, { minLength: 8, maxLength: 8 }),
  general: fc.array(masks, { minLength: 2, maxLength: 2 }),
  mxcsr: fc.constantFrom(...MXCSR),
  rflags: fc.constantFrom(0x202, 0x202 | STATUS_FLAGS),
  by: fc.constantFrom(0, 64, 8, 1),
});

const NUMBERS = [0, 1, 2, 3, 17, 30];

function operandsFor(pattern: OperandPattern): fc.Arbitrary<AssemblerOperand> {
  const { file, size, memory, immediate, indices, masking, broadcast } = pattern;
  const choices: fc.Arbitrary<AssemblerOperand>[] = [];
  if (file === 'gpr') {
    choices.push(
      fc.constantFrom(...(size === 4 ? ['eax', 'ecx'] : ['rax', 'rcx']).map(named)).map((register) => ({
        kind: 'register',
        register,
      })),
    );
  } else if (file) {
    const numbers = file === 'k' ? [1, 2, 7] : NUMBERS;
    const registers = fc.constantFrom(...numbers.map((index) => named(`${file}${index}`)));
    choices.push(registers.map((register) => ({ kind: 'register', register })));
  }
  const base = named('rbx');
  if (indices) {
    const index = fc.constantFrom(...[0, 2, 5, 17].map((number) => named(`${indices}${number}`)));
    choices.push(
      fc
        .record({ index, scale: fc.constantFrom(1, 4, 8) })
        .map((part) => ({ kind: 'memory', base, displacement: 0, ...part })),
    );
  } else if (memory !== undefined) {
    choices.push(fc.constant({ kind: 'memory', base, scale: 1, displacement: 0, size: memory }));
  }
  if (broadcast) {
    const { element, copies } = broadcast;
    choices.push(fc.constant({ kind: 'memory', base, scale: 1, displacement: 0, size: element, broadcast: copies }));
  }
  if (immediate !== undefined) choices.push(fc.nat(255).map((value) => ({ kind: 'immediate', value: BigInt(value) })));
  const operand = fc.oneof(...choices);
  if (!masking) return operand;
  const mask = fc.constantFrom(...(masking === 'required' ? [1] : [undefined, 1, 2]));
  const zeroing = masking === 'merge or zero' ? fc.boolean() : fc.constant(false);
  return fc.tuple(operand, mask, zeroing).map(([plain, chosen, zeroes]) => {
    if (chosen === undefined || plain.kind === 'immediate' || plain.kind === 'branch') return plain;
    return {
      ...plain,
      mask: chosen,
      ...(zeroes && plain.kind === 'register' && { zeroing: true }),
    } as AssemblerOperand;
  });
}

const INSTANCES = 6;
const STATES = 3;
/** Instructions that tell many kinds of numbers apart. */
const CLOSELY = /^v(range|reduce|fixupimm|getmant|getexp|scalef|fpclass|r(cp|sqrt)14)/;

/** Held to the manual by tests of their own, and compared with no processor yet. */
const UNTRIED: ReadonlySet<Feature> = new Set<Feature>(['AVX512_FP16']);

/** Instances of every form with AVX-512's registers that the processor has. Always the same ones. */
function* instancesFor({
  host,
}: SequenceProcessor): Iterable<{ readonly assembled: Assembled; readonly states: number }> {
  for (const row of VECTOR_INSTRUCTIONS) {
    if (!row.features.every((feature) => host.has(feature) && !UNTRIED.has(feature))) continue;
    const states = CLOSELY.test(row.mnemonic) ? 5 * STATES : STATES;
    for (const name of row.forms.filter((form) => form.startsWith('EVEX_') || /_k[rm]/.test(form))) {
      const patterns = formByName(name)?.operands ?? [];
      for (const operands of fc.sample(fc.tuple(...patterns.map(operandsFor)), { numRuns: INSTANCES, seed: 1 })) {
        const assembled = assemble(row.mnemonic, [], operands, CODE);
        if (!isAssemblyError(assembled)) yield { assembled, states };
      }
    }
  }
}

/** Each instance with some states to run in. */
function casesFor(native: SequenceProcessor): Case[] {
  const all = fc.sample(state, { numRuns: 200, seed: 2 });
  let next = 0;
  return [...instancesFor(native)].flatMap(({ assembled, states }) =>
    Array.from({ length: states }, () => {
      // 37 and 200 have no common factor: in time every instance meets every state.
      next = (next + 37) % all.length;
      return { ...caseOf(all[next]!), code: assembled.bytes, assembled }; // within the list
    }),
  );
}

function caseOf(each: typeof state extends fc.Arbitrary<infer State> ? State : never) {
  const data = new Uint8Array(DATA_SIZE);
  data.set(each.window, BASE - DATA);
  const registers = new Array<bigint>(16).fill(0n);
  [registers[GPR.RAX], registers[GPR.RCX]] = each.general as [bigint, bigint]; // two of them
  registers[GPR.RBX] = BigInt(BASE + each.by);
  registers[GPR.RSP] = BigInt(DATA + 0x1800);
  return {
    registers,
    rflags: each.rflags,
    mxcsr: each.mxcsr,
    data,
    sections: new Map<number, Uint8Array>([
      [XFEATURE.SSE, each.low],
      [XFEATURE.AVX, each.middle],
      [XFEATURE.OPMASK, new Uint8Array(new BigUint64Array(each.masks).buffer)],
      [XFEATURE.ZMM_HI256, each.high],
      [XFEATURE.HI16_ZMM, each.upper],
    ]),
  };
}

const PAGE_FAULT = 14;

/** The indices of gathers may lead to other memory of the program. */
function isWild({ assembled: { instruction } }: Case): boolean {
  return /gather|scatter/.test(instruction.mnemonic);
}

/** A fault leaves a gather's destination and mask done in part. */
function openAfterFault(each: Case): readonly string[] {
  if (!isWild(each)) return [];
  const { instruction } = each.assembled;
  return instruction.operands.flatMap((operand) => {
    if (operand.kind === 'immediate' || operand.kind === 'branch') return [];
    const masks = operand.mask === undefined ? [] : [`k${operand.mask}`];
    return operand.kind === 'register' ? [...masks, `zmm${operand.register.index}`] : [...masks, 'memory'];
  });
}

function compare(native: SequenceProcessor): string[] {
  const cases = casesFor(native);
  const model = { ...DEFAULT_MODEL, choices: native.host.choices };
  const processor = new Processor(
    model,
    PERHAPS.map((feature) => ({ feature, present: true })),
  );
  const fresh = new Cpu(0, processor, new Memory());
  const initial = new Map(native.components.map((component) => [component, componentImage(fresh, component)]));
  const found: string[] = [];
  for (let at = 0; at < cases.length; at += BATCH) {
    const batch = cases.slice(at, at + BATCH);
    for (const [index, result] of native.run(batch).entries()) {
      const each = batch[index]!; // a result for each case
      const emulated = emulate(each, processor, native.components);
      if (isWild(each) && emulated.trap === PAGE_FAULT && result.trap !== PAGE_FAULT) continue;
      const relevant = { flags: STATUS_FLAGS, open: result.trap === 0 ? [] : openAfterFault(each) };
      const differs = difference(result, emulated, initial, relevant);
      if (differs) {
        const text = formatInstruction(each.assembled.instruction);
        found.push(`${text}: ${differs} (mxcsr ${each.mxcsr.toString(16)}; ${sourcesOf(each)})`);
      }
    }
  }
  assert.ok(cases.length > 10_000, `${cases.length} cases`);
  return summary(found);
}

const BATCH = 2000;

function sourcesOf(each: Case): string {
  const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
  return each.assembled.instruction.operands
    .map((operand) => {
      if (operand.kind === 'memory')
        return hex(each.data.subarray(Number(each.registers[GPR.RBX]) - DATA).subarray(0, 64));
      if (operand.kind !== 'register') return '';
      const { index, file } = operand.register;
      if (file === 'gpr') return String(each.registers[index]);
      if (file === 'k') return hex(each.sections.get(XFEATURE.OPMASK)!.subarray(8 * index, 8 * index + 8)); // all are there
      if (index >= 16) return hex(each.sections.get(XFEATURE.HI16_ZMM)!.subarray(64 * (index - 16), 64 * (index - 15)));
      return hex(each.sections.get(XFEATURE.SSE)!.subarray(16 * index, 16 * index + 16));
    })
    .join(' , ');
}

/** A few of the differences of each instruction. */
function summary(differences: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return differences.filter((text) => {
    const [mnemonic = ''] = text.split(' ');
    seen.set(mnemonic, (seen.get(mnemonic) ?? 0) + 1);
    return (seen.get(mnemonic) ?? 0) <= 2;
  });
}

describe('AVX-512 on the emulator and on the processor', () => {
  it('leaves the same registers, masks, MXCSR and memory in every form', function () {
    this.timeout(600_000);
    const native = needs(this, avx512Processor());
    assert.deepEqual(compare(native), []);
  });
});

function avx512Processor(): ReturnType<typeof sequenceProcessor> {
  const found = sequenceProcessor();
  if ('want' in found) return found;
  const { host, components } = found.use;
  return host.has('AVX512F') && components.includes(XFEATURE.HI16_ZMM) ? found : { want: 'a processor with AVX-512' };
}
