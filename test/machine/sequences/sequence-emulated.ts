/** The same sequences on the emulator, and in what the two differ. */
import { CR4 } from '../../../src/machine/architecture/bits';
import { XFEATURE } from '../../../src/machine/architecture/component';
import { EXCEPTIONS, Fault } from '../../../src/machine/architecture/exception';
import { GPR_NAMES } from '../../../src/machine/architecture/gpr';
import { Cpu } from '../../../src/machine/cpu/cpu';
import { Memory } from '../../../src/machine/cpu/memory';
import { decode } from '../../../src/machine/disassembler/decoder';
import { compileInstruction } from '../../../src/machine/instructions/execute';
import { STATUS_FLAGS } from '../../../src/machine/integer/flags';
import type { Processor } from '../../../src/machine/processor/processor';
import { componentImage, restoreComponent } from '../../../src/machine/xstate/component-state';
import { CODE, DATA, DATA_SIZE, type SequenceCase, type SequenceResult } from './sequence-native';

const VECTORS = new Map(EXCEPTIONS.map(({ mnemonic, vector }) => [mnemonic, vector]));
const SPACE = 1;
const USER = 3;

function readyCpu({ registers, rflags, mxcsr, sections, data }: SequenceCase, processor: Processor): Cpu {
  const memory = new Memory();
  memory.map(SPACE, DATA, DATA_SIZE);
  memory.poke(SPACE, DATA, data);
  const cpu = new Cpu(0, processor, memory);
  cpu.cpl = USER;
  cpu.addressSpace = SPACE;
  cpu.cr4 |= CR4.OSXSAVE;
  cpu.xcr0 = processor.xcr0Supported & 0xe7n;
  cpu.gpr.set(registers);
  cpu.rflags = rflags;
  for (const [component, section] of sections) restoreComponent(cpu, component, section);
  cpu.mxcsr = mxcsr;
  return cpu;
}

/** @param components those that the processor has. */
export function emulate(each: SequenceCase, processor: Processor, components: readonly number[]): SequenceResult {
  const cpu = readyCpu(each, processor);
  let at = 0;
  let fault: Fault | undefined;
  while (at < each.code.length && !fault) {
    const decoded = decode(each.code.subarray(at), CODE + at);
    if (decoded.kind !== 'instruction') throw new TypeError(`no instruction at ${at}`);
    const { instruction } = decoded;
    cpu.rip = CODE + at + instruction.bytes.length;
    try {
      compileInstruction(instruction, processor)(cpu);
      at += instruction.bytes.length;
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      fault = error;
    }
  }
  return {
    registers: [...cpu.gpr.slice(0, 16)],
    rflags: cpu.rflags,
    mxcsr: cpu.mxcsr,
    sections: new Map(components.map((component) => [component, componentImage(cpu, component)])),
    data: cpu.memory.peek(SPACE, DATA, DATA_SIZE) ?? new Uint8Array(),
    trap: fault ? (VECTORS.get(fault.mnemonic) ?? 0) : 0,
    errorCode: fault?.detail.errorCode ?? 0,
    rip: fault ? at : 0,
  };
}

/** What of the outcome is fixed. */
export interface Relevant {
  readonly flags: number;
  /** Registers that an exception leaves in one of several states: `zmm3`, `k1`. */
  readonly open: readonly string[];
}

/** What the processor left and what the emulator left, in words; undefined where it is the same. */
export function difference(
  wanted: SequenceResult,
  actual: SequenceResult,
  initial: ReadonlyMap<number, Uint8Array>,
  { flags, open }: Relevant = { flags: STATUS_FLAGS, open: [] },
): string | undefined {
  const hex = (value: number | bigint) => value.toString(16);
  const unequal = (name: string, is: number | bigint, should: number | bigint) =>
    is === should ? [] : [`${name} ${hex(is)}, not ${hex(should)}`];
  const found = [
    ...unequal('trap', actual.trap, wanted.trap),
    ...(wanted.trap === actual.trap && wanted.trap !== 0 ? unequal('rip', actual.rip, wanted.rip) : []),
    ...GPR_NAMES.flatMap((name, index) => unequal(name, actual.registers[index] ?? 0n, wanted.registers[index] ?? 0n)),
    ...unequal('flags', actual.rflags & flags, wanted.rflags & flags),
    ...unequal('mxcsr', actual.mxcsr, wanted.mxcsr),
    ...[...actual.sections].flatMap(([component, section]) =>
      sectionDifferences(component, section, wanted.sections.get(component) ?? initial.get(component) ?? section),
    ),
    ...dataDifferences(actual.data, wanted.data),
  ].filter((text) => !open.some((name) => text.startsWith(`${name} `)));
  return found.length === 0 ? undefined : found.join('; ');
}

/** Registers of a section: their name, their bytes, and how far they lie apart. */
interface Registers {
  readonly name: (index: number) => string;
  readonly size: number;
  readonly from: number;
  readonly step: number;
  readonly count: number;
}

const vectors = (size: number, first = 0, part = ''): Registers => ({
  name: (index) => `zmm${first + index} ${part}`.trim(),
  ...{ size, from: 0, step: size, count: 16 },
});

/** Of x87 the control, status and tag words and the registers: not what the last instruction was. */
const SECTIONS: Readonly<Record<number, readonly Registers[]>> = {
  [XFEATURE.X87]: [
    { name: (index) => ['fcw', 'fsw', 'ftw'][index] ?? '', size: 2, from: 0, step: 2, count: 3 },
    { name: (index) => `st${index}`, size: 10, from: 32, step: 16, count: 8 },
  ],
  [XFEATURE.SSE]: [vectors(16, 0, 'low')],
  [XFEATURE.AVX]: [vectors(16, 0, 'middle')],
  [XFEATURE.OPMASK]: [{ name: (index) => `k${index}`, size: 8, from: 0, step: 8, count: 8 }],
  [XFEATURE.ZMM_HI256]: [vectors(32, 0, 'high')],
  [XFEATURE.HI16_ZMM]: [vectors(64, 16)],
};

function sectionDifferences(component: number, is: Uint8Array, should: Uint8Array): string[] {
  return (SECTIONS[component] ?? []).flatMap(({ name, size, from, step, count }) =>
    Array.from({ length: count }, (_, index) => from + step * index).flatMap((at, index) => {
      const [actual, wanted] = [is, should].map((bytes) =>
        Buffer.from(bytes.slice(at, at + size).reverse()).toString('hex'),
      );
      return actual === wanted ? [] : [`${name(index)} ${actual}, not ${wanted}`];
    }),
  );
}

function dataDifferences(is: Uint8Array, should: Uint8Array): string[] {
  if (Buffer.compare(is, should) === 0) return [];
  const at = is.findIndex((byte, index) => byte !== should[index]);
  const text = (bytes: Uint8Array) => Buffer.from(bytes.subarray(at, at + 16)).toString('hex');
  return [`memory at ${at.toString(16)} ${text(is)}, not ${text(should)}`];
}
