/** Extended state on the emulator and on a processor: the same code on the same state, compared bit for bit. */

import { CR0, CR4 } from '../../../src/machine/architecture/bits';
import { isAssumed } from '../../../src/machine/architecture/choices';
import { COMPONENTS, hasBit, xfeatureMask } from '../../../src/machine/architecture/component';
import { EXCEPTIONS, Fault } from '../../../src/machine/architecture/exception';
import { GPR } from '../../../src/machine/architecture/gpr';
import { Cpu } from '../../../src/machine/cpu/cpu';
import { Memory, type MemorySnapshot } from '../../../src/machine/cpu/memory';
import { RIGHTS } from '../../../src/machine/cpu/page';
import { formatInstruction } from '../../../src/machine/disassembler/format-instruction';
import { compileInstruction } from '../../../src/machine/instructions/execute';
import { STATUS_FLAGS } from '../../../src/machine/integer/flags';
import type { Maker } from '../../../src/machine/processor/maker';
import { componentImage } from '../../../src/machine/xstate/component-state';
import { xgetbv } from '../../../src/machine/xstate/xcr';
import { isInitial } from '../../../src/machine/xstate/xinuse';
import { xrstor } from '../../../src/machine/xstate/xrstor';
import type { Case } from './case-generator';
import { DATA, LIMITED, type NativeProcessor, READ_ONLY_PAGE, WRITABLE, type XsaveResult } from './xsave-native';

const IMAGE = 0x3000_0000;
const PAGE = 4096;
const VECTORS = new Map(EXCEPTIONS.map(({ mnemonic, vector }) => [mnemonic, vector]));

/** What is compared beyond what the manual fixes. */
interface Scope {
  /** The components that a faulting XRSTOR was asked for. */
  readonly afterFault: boolean;
  /** XGETBV(1), bit for bit; else the processor's answer before the code is what the emulator begins with. */
  readonly inUse: boolean;
  /** Which of two exceptions it is, which bytes must be within reach, CR2 to the byte, and memory after a fault. */
  readonly reach: boolean;
}

/** By maker, as far as its choices were recorded. */
const SCOPES: Readonly<Record<Maker, Scope>> = {
  GenuineIntel: { afterFault: true, inUse: true, reach: true },
  AuthenticAMD: { afterFault: true, inUse: false, reach: false },
};

const MANUAL: Scope = { afterFault: false, inUse: false, reach: false };

/** The processor emulated, with what all cases begin from. */
interface Bench {
  readonly native: NativeProcessor;
  readonly scope: Scope;
  readonly cpu: Cpu;
  readonly registers: ArrayBuffer;
  readonly pages: MemorySnapshot;
}

function makeBench(native: NativeProcessor): Bench {
  const memory = new Memory();
  const cpu = new Cpu(0, native.processor, memory);
  memory.map(0, DATA, WRITABLE);
  memory.map(0, LIMITED, WRITABLE);
  memory.map(0, READ_ONLY_PAGE, PAGE, RIGHTS.readOnly);
  memory.map(0, IMAGE, native.size);
  cpu.cr0 |= CR0.AM;
  cpu.cr4 |= CR4.OSXSAVE;
  cpu.xcr0 = native.host.xcr0;
  if (native.host.pkru !== undefined) {
    cpu.cr4 |= CR4.PKE;
    cpu.pkru = native.host.pkru;
  }
  cpu.cpl = 3;
  const { maker } = native.host;
  const scope = maker ? SCOPES[maker] : MANUAL;
  return { native, scope, cpu, registers: cpu.snapshot(), pages: memory.snapshot() };
}

/** What a case came to on the emulator. */
interface Emulated {
  /** XGETBV(1) before the code. */
  readonly before: bigint;
  readonly fault: Fault | undefined;
}

/** @param processor what XGETBV(1) said on it before the code, and behind it. */
function emulate(
  { native, scope, cpu, registers, pages }: Bench,
  each: Case,
  processor: Pick<XsaveResult, 'before' | 'after'>,
): Emulated {
  const { memory } = cpu;
  cpu.restore(registers);
  memory.restore(pages);
  memory.poke(0, IMAGE, each.image);
  memory.poke(0, placed(each).from, inSight(each, each.area));
  xrstor(cpu, IMAGE, native.used);
  if (!scope.inUse && xgetbv(cpu, 1) !== processor.before) {
    const header = new BigUint64Array([new DataView(each.image.buffer).getBigUint64(512, true) & processor.before]);
    memory.poke(0, IMAGE + 512, new Uint8Array(header.buffer));
    xrstor(cpu, IMAGE, native.used);
  }
  const before = xgetbv(cpu, 1);
  const isOpen = isAssumed(native.host.choices.inUse);
  cpu.rflags = each.rflags;
  for (const [number, value] of [each.rax, each.rcx, each.rdx, each.rbx].entries()) cpu.gpr[number] = value;
  cpu.gpr[GPR.RBP] = each.rbx;
  try {
    for (const instruction of each.instructions) {
      if (isOpen && instruction.mnemonic.startsWith('xsave')) putInUse(cpu, processor.after & native.used);
      compileInstruction(instruction, native.processor)(cpu);
    }
    return { before, fault: undefined };
  } catch (error) {
    if (error instanceof Fault) return { before, fault: error };
    throw error;
  }
}

/** A save changes nothing of what is in use, so this holds in front of it too. XGETBV(1) does not tell SSE from MXCSR. */
function putInUse(cpu: Cpu, after: bigint): void {
  const sse = xfeatureMask('SSE');
  cpu.xinuse = (cpu.xinuse & sse) | (after & ~sse);
}

/** What the manuals leave to the processor: which of two exceptions it is, and which bytes it wants to reach. */
function isProcessorsChoice(each: Case, fault: Fault | undefined, { trap }: XsaveResult): boolean {
  const { mnemonic } = each.instructions.at(-1)!; // no case is without instructions
  const isXsave = /^x(save|rstor)/.test(mnemonic);
  const raised = fault && VECTORS.get(fault.mnemonic);
  // #AC may take the place of #GP; and a Zen raises #GP for addresses by RBP where the manual says #SS.
  if (isXsave && trap === 13 && (raised === 17 || raised === 12)) return true;
  // A section that is neither written nor read may be touched all the same.
  return isXsave && trap === 14 && raised !== 14 && inSight(each, each.area).length < each.area.length;
}

/** The part of the area that lies in pages that can be written. */
function placed({ place, area }: Case): { readonly from: number; readonly to: number } {
  const start = place >= LIMITED - PAGE ? LIMITED : DATA;
  const from = Math.max(place, start);
  return { from, to: Math.max(from, Math.min(place + area.length, start + WRITABLE)) };
}

function inSight(each: Case, area: Uint8Array): Uint8Array {
  const { from, to } = placed(each);
  return area.subarray(from - each.place, to - each.place);
}

/** What is not the same on the processor, in words. */
function differences(bench: Bench, each: Case, wanted: XsaveResult): string[] {
  const { native, scope, cpu } = bench;
  const { before, fault } = emulate(bench, each, wanted);
  const found: string[] = [];
  const compare = (what: string, actual: unknown, expected: unknown) => {
    if (actual !== expected) found.push(`${what} is ${String(actual)}, not ${String(expected)}`);
  };
  const compareBytes = (what: string, actual: Uint8Array, expected: Uint8Array) => {
    const wrong = actual.findIndex((byte, index) => byte !== expected[index]);
    if (wrong >= 0) compare(`byte ${wrong} of ${what}`, actual[wrong], expected[wrong]);
  };
  if (scope.inUse) compare('XGETBV(1) before the code', before & native.used, wanted.before & native.used);
  if (!scope.reach && isProcessorsChoice(each, fault, wanted)) return [];
  compare('the exception', fault ? VECTORS.get(fault.mnemonic) : 0, wanted.trap);
  if (fault?.mnemonic === '#PF') {
    compare('the error code', fault.detail.errorCode, wanted.errorCode);
    const unit = scope.reach ? 1 : PAGE;
    compare('CR2', Math.floor((fault.detail.address ?? 0) / unit), Math.floor(Number(wanted.faultAddress) / unit));
  }
  for (const [index, name] of (['rax', 'rcx', 'rdx', 'rbx'] as const).entries()) {
    compare(name, cpu.gpr[index], wanted[name]);
  }
  compare('RFLAGS', cpu.rflags & STATUS_FLAGS, wanted.rflags & STATUS_FLAGS);
  const compared = fault && !scope.afterFault ? keptByFault(native, each) : native.used;
  if (wanted.image) compareRegisters(bench, compared, wanted.image, compare, compareBytes);
  if (!fault || scope.reach || isRestore(each)) {
    const area = cpu.memory.peek(0, placed(each).from, inSight(each, each.area).length) ?? new Uint8Array();
    compareBytes('the area', area, inSight(each, wanted.area));
  }
  if (fault) return found;
  const settled = sections(native).filter(({ index }) => scope.inUse || !isInitial(cpu, index));
  const mask = settled.reduce((bits, { index }) => bits | (1n << BigInt(index)), 0n);
  compare('XGETBV(1)', xgetbv(cpu, 1) & mask, wanted.after & mask);
  return found;
}

/** The components of a set, and MXCSR, with those that XSAVE64 wrote on the processor. */
function compareRegisters(
  { native, cpu }: Bench,
  compared: bigint,
  saved: Uint8Array,
  compare: (what: string, actual: unknown, expected: unknown) => void,
  compareBytes: (what: string, actual: Uint8Array, expected: Uint8Array) => void,
): void {
  compare('MXCSR', cpu.mxcsr, new DataView(saved.buffer).getUint32(24, true));
  for (const { index, offset } of sections(native).filter((each) => hasBit(compared, each.index))) {
    const image = componentImage(cpu, index);
    compareBytes(`component ${index}`, image, section(saved, index, offset, image.length));
  }
}

/** Whether all it does to extended state is to load some. */
function isRestore({ instructions }: Case): boolean {
  return instructions.every(({ mnemonic }) => mnemonic.includes('rstor'));
}

/**
 * The components that a fault leaves as they were. No sentence of the manual says so of those that a faulting XRSTOR was
 * asked for, and Intel's processors load some before they look at MXCSR.
 */
function keptByFault(native: NativeProcessor, { instructions, rax, rdx }: Case): bigint {
  const restores = instructions.some(({ mnemonic }) => mnemonic.startsWith('xrstor'));
  if (!restores) return native.used;
  return native.used & ~((rdx << 32n) | (rax & 0xffff_ffffn));
}

function sections({
  processor,
  used,
}: NativeProcessor): readonly { readonly index: number; readonly offset: number }[] {
  const layout = processor.standardLayout(used);
  return COMPONENTS.filter(({ index }) => hasBit(used, index)).map(({ index }) => ({
    index,
    offset: [0, 160][index] ?? layout.placements.find(({ component }) => component === index)?.offset ?? 0,
  }));
}

/** A component's bytes in an image; those of the legacy region that are not x87 state are zeros. */
function section(image: Uint8Array, index: number, offset: number, size: number): Uint8Array {
  const bytes = image.slice(offset, offset + size);
  return index === 0 ? bytes.fill(0, 24, 32) : bytes;
}

/** How often a case may come out differently: an interrupt may make the processor forget what is initial or unmodified. */
const ATTEMPTS = 3;

/** Executes cases on the processor, and gives what the emulator does otherwise. */
export function compareCases(native: NativeProcessor, all: readonly Case[]): string[] {
  const bench = makeBench(native);
  let cases = all;
  let found: string[] = [];
  for (let attempt = 0; attempt < ATTEMPTS && cases.length > 0; attempt++) {
    const results = native.run(cases);
    const wrong = cases.map((each, index) => differences(bench, each, results[index]!)); // one for each case
    found = cases.flatMap((each, index) =>
      wrong[index]?.length ? [`${textOf(each)}: ${wrong[index].join('; ')}`] : [],
    );
    cases = cases.filter((_, index) => wrong[index]?.length);
  }
  return found;
}

function textOf({ instructions, rax, place, area }: Case): string {
  const code = instructions.map((instruction) => formatInstruction(instruction)).join('; ');
  const header = Buffer.from(area.subarray(512, 536)).toString('hex');
  return `${code} at ${place.toString(16)}, EAX ${(rax & 0xffff_ffffn).toString(16)}, header ${header}`;
}
