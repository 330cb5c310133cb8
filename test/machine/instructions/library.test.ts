/** What the rows say and do against what the library knows of the same encodings: features, lengths, sizes, what is written. */
import assert from 'node:assert/strict';
import { FLAG } from '../../../src/machine/architecture/bits';
import { XFEATURE } from '../../../src/machine/architecture/component';
import { Fault } from '../../../src/machine/architecture/exception';
import { FEATURE_NAMES, type Feature, withRequirements } from '../../../src/machine/architecture/feature';
import type { Cpu } from '../../../src/machine/cpu/cpu';
import { decode } from '../../../src/machine/disassembler/decoder';
import { codeByName, type Iced, iced } from '../../../src/machine/encoding/iced';
import { compileInstruction } from '../../../src/machine/instructions/execute';
import { STATUS_FLAGS } from '../../../src/machine/integer/flags';
import { bytesOf } from './instance-bytes';
import { allInstances, CODE, type Instance, readyCpu } from './instances';

/** The bytes of an instance, and the library's view of them; undefined for what it does not know. */
function known(instance: Instance): { readonly bytes: Uint8Array; readonly view: Iced.Instruction } | undefined {
  if (codeByName(instance.instruction.form) === undefined) return undefined;
  const bytes = bytesOf(instance);
  const decoder = new (iced().Decoder)(64, bytes, 0);
  decoder.ip = BigInt(CODE);
  const view = decoder.decode();
  decoder.free();
  return { bytes, view };
}

const KNOWN = allInstances().flatMap((instance) => {
  const found = known(instance);
  return found ? [{ ...instance, ...found }] : [];
});

/** Those that exist on every processor in 64-bit mode, or that do something else where the feature is missing. */
const ALWAYS_THERE = /^(tzcnt|lzcnt|pause|endbr64|prefetch.*|[lms]fence|movnti|emms|cldemote|rdssp[dq]|incssp[dq])$/;

const OTHER_NAMES: Readonly<Record<string, Feature>> = {
  CMPXCHG16B: 'CX16',
  FPU287: 'FPU',
  FPU387: 'FPU',
  HLE_or_RTM: 'RTM',
};

function featuresOf(view: Iced.Instruction): Feature[] {
  const { CpuidFeature } = iced();
  return [...view.cpuidFeatures()]
    .map((feature) => OTHER_NAMES[CpuidFeature[feature] ?? ''] ?? CpuidFeature[feature])
    .filter((name): name is Feature => FEATURE_NAMES.some((known) => known === name));
}

const withAllRequirements = (features: readonly Feature[]) => new Set(features.flatMap(withRequirements));

// What is written

/** Registers by file and number. */
function registersOf(cpu: Cpu): Map<string, string> {
  const registers = new Map<string, string>();
  for (let index = 0; index < 16; index++) registers.set(`gpr ${index}`, String(cpu.gpr[index]));
  for (let index = 0; index < 32; index++) {
    registers.set(`vector ${index}`, Buffer.from(cpu.zmm.subarray(64 * index, 64 * index + 64)).toString('hex'));
  }
  for (let index = 0; index < 8; index++) {
    registers.set(`mask ${index}`, String(cpu.opmask[index]));
    registers.set(`tile ${index}`, Buffer.from(cpu.tiles.subarray(1024 * index, 1024 * index + 1024)).toString('hex'));
  }
  return registers;
}

function nameOf(register: Iced.Register): string | undefined {
  const { RegisterExt } = iced();
  const number = RegisterExt.number(register);
  if (RegisterExt.isGPR(register)) return `gpr ${RegisterExt.number(RegisterExt.fullRegister(register))}`;
  if (RegisterExt.isVectorRegister(register)) return `vector ${number}`;
  if (RegisterExt.isK(register)) return `mask ${number}`;
  return RegisterExt.isTMM(register) ? `tile ${number}` : undefined;
}

/** What the instruction may write, by the library. */
function writtenBy(view: Iced.Instruction): Set<string> {
  const { InstructionInfoFactory, OpAccess } = iced();
  const writes: readonly Iced.OpAccess[] = [
    OpAccess.Write,
    OpAccess.CondWrite,
    OpAccess.ReadWrite,
    OpAccess.ReadCondWrite,
  ];
  const factory = new InstructionInfoFactory();
  const info = factory.info(view);
  const written = info
    .usedRegisters()
    .flatMap((used) => (writes.includes(used.access) ? (nameOf(used.register) ?? []) : []));
  info.free();
  factory.free();
  return new Set(written);
}

const STATUS = ['OF', 'SF', 'ZF', 'AF', 'CF', 'PF'] as const;

/** Flags that the instruction does not touch. */
function keptFlags(view: Iced.Instruction): number {
  const { RflagsBits } = iced();
  return STATUS.reduce((bits, name) => (view.rflagsModified & RflagsBits[name] ? bits : bits | FLAG[name]), 0);
}

/** What these write is the contents of an area. */
const RESTORES = /^(fx|x)rstor/;

/** Their components follow from something else than the registers that they name. */
const NOT_BY_REGISTER = /^((fx|x)rstor|vzero|v?ldmxcsr)/;

const REGISTER_COMPONENTS = (1 << XFEATURE.SSE) | (1 << XFEATURE.OPMASK) | (1 << XFEATURE.HI16_ZMM);

/** Of a register as `nameOf` calls it: the component of its lowest bits, if it has one. */
function lowestComponent(name: string): number {
  const [file, number] = name.split(' ');
  if (file === 'mask') return 1 << XFEATURE.OPMASK;
  if (file === 'vector') return 1 << (Number(number) < 16 ? XFEATURE.SSE : XFEATURE.HI16_ZMM);
  return 0;
}

describe('the instruction tables and the library', () => {
  it('know most forms together', () => {
    assert.ok(KNOWN.length > 2500, String(KNOWN.length));
  });

  it('agree on the length of each, and all of it is decoded', () => {
    for (const { instruction, bytes, view } of KNOWN) {
      assert.equal(view.length, bytes.length, instruction.form);
      const decoded = decode(bytes, CODE);
      assert.equal(decoded.kind === 'instruction' && decoded.instruction.bytes.length, bytes.length, instruction.form);
    }
  });

  it('agree on the CPUID features that each needs', () => {
    const found = KNOWN.flatMap(({ row, instruction, view }) => {
      if (ALWAYS_THERE.test(row.mnemonic) || instruction.form === 'Paddq_mm_mmm64') return []; // SSE2: SDM vol. 1, 5.6.3
      const wanted = featuresOf(view);
      const ours = withAllRequirements(row.features);
      const theirs = withAllRequirements(wanted);
      const same = wanted.every((feature) => ours.has(feature)) && row.features.every((feature) => theirs.has(feature));
      return same ? [] : [`${instruction.form}: ${row.features.join(' ')}, not ${wanted.join(' ')}`];
    });
    assert.deepEqual(found, []);
  });

  it('agree on the bytes of memory that each accesses', () => {
    const found = KNOWN.flatMap(({ instruction, view }) => {
      const memory = instruction.operands.find((operand) => operand.kind === 'memory');
      const size = memory?.kind === 'memory' ? memory.memory.size : 0;
      const wanted = iced().MemorySizeExt.size(view.memorySize);
      return size === 0 || wanted === 0 || size === wanted ? [] : [`${instruction.form}: ${size}, not ${wanted}`];
    });
    assert.deepEqual(found, []);
  });

  it('agree on the vector and opmask registers that each writes, which leaves their components in use', () => {
    const found = KNOWN.flatMap(({ row, instruction, view }) => {
      if (NOT_BY_REGISTER.test(row.mnemonic)) return [];
      const { used = 0 } = row.written?.(instruction) ?? {};
      const wanted = [...writtenBy(view)].reduce((set, name) => set | lowestComponent(name), 0);
      return (used & REGISTER_COMPONENTS) === wanted ? [] : [`${instruction.form}: ${used}, not ${wanted}`];
    });
    assert.deepEqual(found, []);
  });

  it('agree that nothing is written but what is listed', () => {
    const cpu = readyCpu();
    const clean = cpu.snapshot();
    const memory = cpu.memory.snapshot();
    const found: string[] = [];
    let executed = 0;
    for (const { row, instruction, view } of KNOWN) {
      if (RESTORES.test(row.mnemonic)) continue;
      cpu.restore(clean);
      cpu.memory.restore(memory);
      cpu.rflags |= STATUS_FLAGS & (executed % 2 === 0 ? -1 : 0);
      const [before, flags] = [registersOf(cpu), cpu.rflags];
      try {
        compileInstruction(instruction, cpu.processor)(cpu);
      } catch (error) {
        if (error instanceof Fault) continue;
        throw error;
      }
      executed++;
      const written = writtenBy(view);
      const changed = [...registersOf(cpu)].filter(([name, value]) => before.get(name) !== value && !written.has(name));
      const wrongFlags = (cpu.rflags ^ flags) & keptFlags(view);
      if (changed.length > 0 || wrongFlags !== 0) {
        found.push(`${instruction.form}: ${changed.map(([name]) => name).join(', ')} ${wrongFlags}`);
      }
    }
    assert.deepEqual(found, []);
    assert.ok(executed > 2300, String(executed));
  });
});
