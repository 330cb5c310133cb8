/** The processor under the tests as an oracle for sequences of instructions, with all registers that programs have. */
import { join } from 'node:path';
import { MODELS } from '../../../src/machine/processor/models';
import { type Host, type HostProcessor, hostUnder } from '../../host/host';
import type { Oracle, Want } from '../../host/needs';
import { outcomes } from '../../host/program';

/** Far from where indices of data lead by powers of two. */
export const CODE = 0x1654_3000;
export const DATA = 0x2000_0000;
export const DATA_SIZE = 8192;
const MOST_CODE = 240;

interface SequenceState {
  /** In encoding order. */
  readonly registers: readonly bigint[];
  readonly rflags: number;
  readonly mxcsr: number;
  /** Sections by the number of their component, as XSAVE writes them; left out where they are initial. */
  readonly sections: ReadonlyMap<number, Uint8Array>;
  readonly data: Uint8Array;
}

export interface SequenceCase extends SequenceState {
  readonly code: Uint8Array;
}

export interface SequenceResult extends SequenceState {
  /** The vector of the exception, or 0. */
  readonly trap: number;
  readonly errorCode: number;
  /** Of the instruction that faulted, from the beginning of the code on. */
  readonly rip: number;
}

export interface SequenceProcessor {
  readonly host: HostProcessor;
  /** Components that cases have. */
  readonly components: readonly number[];
  readonly run: (cases: readonly SequenceCase[]) => SequenceResult[];
}

const AREA_SIZE = 2816;
const OFFSET = { rflags: 128, components: 136, trap: 144, error: 152, rip: 160, length: 168, code: 176 } as const;
const AREA = OFFSET.code + 256;
const DATA_AT = AREA + AREA_SIZE;
const SIZE = DATA_AT + DATA_SIZE;
const HEADER = 512;

interface Section {
  readonly component: number;
  readonly offset: number;
  readonly size: number;
}

const SSE = 1;
/** Bytes of x87 and SSE in the legacy region; MXCSR lies among those of x87. */
const X87_SECTION: Section = { component: 0, offset: 0, size: 160 };
const SSE_SECTION: Section = { component: SSE, offset: 160, size: 256 };
const MXCSR_AT = 24;
/** AVX and AVX-512. */
const EXTENDED = [2, 5, 6, 7];

/** Where components lie, which CPUID says. */
function sectionsOf(host: HostProcessor): readonly Section[] {
  const extended = EXTENDED.filter((component) => (host.xcr0 >> BigInt(component)) & 1n).flatMap(
    (component): Section[] => {
      const [size = 0, offset = 0] = host.leaves[`d.${component}`] ?? [];
      return size > 0 && offset + size <= AREA_SIZE ? [{ component, offset, size }] : [];
    },
  );
  return [X87_SECTION, SSE_SECTION, ...extended];
}

function isZen5({ choices }: HostProcessor): boolean {
  return choices === MODELS.zen5.choices;
}

/** The processor as it executes sequences of instructions. */
export function sequenceProcessor({ processor: host }: Host = hostUnder()): Oracle<SequenceProcessor> | Want {
  if ('want' in host) return host;
  // What manuals leave open (flags, results of shifts by too much, NaNs) has been told apart on these alone.
  if (host.maker !== 'GenuineIntel' && !isZen5(host)) return { want: 'a processor by Intel, or a Zen 5' };
  if (!host.has('XSAVE') || !host.has('AVX')) return { want: 'a processor with XSAVE and AVX' };
  const sections = sectionsOf(host);
  return {
    against: `the processor, ${host.signature}`,
    use: { host, components: sections.map(({ component }) => component), run: (cases) => run(cases, sections) },
  };
}

function run(cases: readonly SequenceCase[], sections: readonly Section[]): SequenceResult[] {
  const input = new Uint8Array(SIZE * cases.length);
  for (const [index, each] of cases.entries()) write(new DataView(input.buffer, index * SIZE, SIZE), each, sections);
  const output = outcomes(join(__dirname, 'sequence-harness.c'), input, 2 * input.length + 1024);
  return cases.map((_, index) => read(new DataView(output.buffer, output.byteOffset + index * SIZE, SIZE), sections));
}

function write(
  view: DataView,
  { registers, rflags, mxcsr, sections, data, code }: SequenceCase,
  places: readonly Section[],
): void {
  if (code.length > MOST_CODE) throw new RangeError(`the code has ${code.length} bytes`);
  const bytes = new Uint8Array(view.buffer, view.byteOffset, SIZE);
  for (const [number, value] of registers.entries()) view.setBigUint64(8 * number, value, true);
  view.setUint32(OFFSET.rflags, rflags, true);
  view.setUint32(OFFSET.length, code.length, true);
  bytes.set(code, OFFSET.code);
  bytes.set(data, DATA_AT);
  let present = 0;
  let all = 0;
  for (const { component, offset, size } of places) {
    all |= 1 << component;
    const section = sections.get(component);
    if (!section) continue;
    present |= 1 << component;
    bytes.set(section.subarray(0, size), AREA + offset);
  }
  view.setUint32(AREA + MXCSR_AT, mxcsr, true);
  view.setUint32(OFFSET.components, all, true);
  view.setUint32(AREA + HEADER, present, true);
}

function read(view: DataView, places: readonly Section[]): SequenceResult {
  const bytes = (offset: number, length: number) => new Uint8Array(view.buffer, view.byteOffset + offset, length);
  const present = view.getUint32(AREA + HEADER, true);
  const sections = new Map<number, Uint8Array>();
  for (const { component, offset, size } of places) {
    if ((present >> component) & 1) sections.set(component, bytes(AREA + offset, size));
  }
  return {
    registers: Array.from({ length: 16 }, (_, number) => view.getBigUint64(8 * number, true)),
    rflags: view.getUint32(OFFSET.rflags, true),
    mxcsr: view.getUint32(AREA + MXCSR_AT, true),
    sections,
    data: bytes(DATA_AT, DATA_SIZE),
    trap: view.getUint32(OFFSET.trap, true),
    errorCode: view.getUint32(OFFSET.error, true),
    rip: view.getUint32(OFFSET.rip, true),
  };
}
