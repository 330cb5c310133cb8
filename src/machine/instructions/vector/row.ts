/**
 * How the rows of vector instructions are made. One family says what an instruction does; its shape, with the sizes and
 * encodings that it has, yields the forms: `V (V) W` for ADDPS is `Addps_xmm_xmmm128`, `VEX_Vaddps_ymm_ymm_ymmm256`,
 * `EVEX_Vaddps_zmm_k1z_zmm_zmmm512b32_er`, ... One row for each encoding and set of CPUID bits.
 */

import type { Feature } from '../../architecture/feature';
import type { Instruction, InstructionRow } from '../../cpu/instruction';
import { tableOf } from '../../table';
import { compileVector } from '../../vector/compile';
import { COMPONENTS_OF, ENABLING, type Encoding, encodingOf } from '../../vector/enabling';
import type { Meaning } from '../../vector/meaning';
import { NOTHING_WRITTEN, targetWritten } from '../../vector/written';

/** The CPUID bits of each encoding; left out where there is no such encoding. */
export interface Isa {
  readonly legacy?: Feature;
  readonly vex128?: Feature | readonly Feature[];
  readonly vex256?: Feature | readonly Feature[];
  /** Of the longest vectors; the shorter ones need AVX512VL too, unless the shape has but one length. */
  readonly evex?: readonly Feature[];
  /** Bytes of the vectors that EVEX has: 16, 32 and 64 unless said. */
  readonly evexLengths?: readonly number[];
}

export interface FormOptions {
  /** Bytes of an element that a broadcast copies; without it there is none. */
  readonly broadcast?: 2 | 4 | 8;
  /** Bytes of a scalar. */
  readonly scalar?: number;
  /** The forms with registers only can carry rounding or suppress exceptions, as their names say. */
  readonly rounding?: 'er' | 'sae';
  /** False for the EVEX forms that take no mask. */
  readonly masked?: boolean;
}

export interface FormGroup {
  readonly features: readonly Feature[];
  readonly forms: readonly string[];
}

export interface VectorFamily {
  /** Without the V of VEX and EVEX. */
  readonly name: string;
  readonly summary: string;
  readonly operation: string;
  readonly groups: readonly FormGroup[];
  readonly meaning: Meaning | ((instruction: Instruction) => Meaning);
  /** The manual's entry, where it is not the name. */
  readonly manual?: string;
}

const REGISTER: Readonly<Record<number, string>> = { 16: 'xmm', 32: 'ymm', 64: 'zmm' };

/** Words of a shape by the length of the vectors. A word that is not in the table stands for itself (`r32`, `imm8`). */
const WORDS = tableOf<(length: number, options: FormOptions, evex: boolean) => string>({
  V: (length) => registerFor(length),
  W: (length, options, evex) => withMemory(length, length, options, evex),
  M: (length) => `m${8 * length}`,
  H: (length, options, evex) => withMemory(Math.max(16, length / 2), length / 2, options, evex),
  h: (length) => registerFor(Math.max(16, length / 2)),
  Q: (length) => withMemory(16, length / 4, {}, false),
  q: (length, options, evex) => withMemory(16, length / 4, options, evex),
  E: (length) => withMemory(16, length / 8, {}, false),
  X: () => 'xmm',
  S: (_, { scalar = 4 }) => withMemory(16, scalar, {}, false),
});

function registerFor(length: number): string {
  return REGISTER[length] ?? 'xmm';
}

function withMemory(register: number, memory: number, { broadcast }: FormOptions, evex: boolean): string {
  return `${registerFor(register)}m${8 * memory}${evex && broadcast ? `b${8 * broadcast}` : ''}`;
}

/** The forms of `shape`; a word in parentheses is left out of the legacy form, where the first operand is that source. */
export function groupsOf(name: string, shape: string, isa: Isa, options: FormOptions = {}): FormGroup[] {
  const groups: FormGroup[] = [];
  const fixed = !/(^| )\(?[VWMHhQqE]\)?/.test(shape);
  const form = (encoding: Encoding, length: number) => formName(name, shape, encoding, length, options, fixed);
  if (isa.legacy) groups.push({ features: [isa.legacy], forms: [form('legacy', 16)] });
  if (isa.vex128 && isa.vex128 === isa.vex256 && !fixed) {
    groups.push({ features: [isa.vex128].flat(), forms: [form('vex', 16), form('vex', 32)] });
  } else {
    if (isa.vex128) groups.push({ features: [isa.vex128].flat(), forms: [form('vex', 16)] });
    if (isa.vex256 && !fixed) groups.push({ features: [isa.vex256].flat(), forms: [form('vex', 32)] });
  }
  if (!isa.evex) return groups;
  if (fixed) return [...groups, { features: isa.evex, forms: [form('evex', 16)] }];
  const lengths = isa.evexLengths ?? [16, 32, 64];
  const short = lengths.filter((length) => length < 64).map((length) => form('evex', length));
  if (short.length > 0) groups.push({ features: ['AVX512VL', ...isa.evex], forms: short });
  if (lengths.includes(64)) groups.push({ features: isa.evex, forms: [form('evex', 64)] });
  return groups;
}

const PREFIX: Readonly<Record<Encoding, string>> = { legacy: '', vex: 'VEX_V', evex: 'EVEX_V' };

function formName(
  name: string,
  shape: string,
  encoding: Encoding,
  length: number,
  options: FormOptions,
  fixed: boolean,
): string {
  const evex = encoding === 'evex';
  const words = shape
    .split(' ')
    .filter((word) => encoding !== 'legacy' || !word.startsWith('('))
    .map((word) => word.replace(/[()]/g, ''))
    .map((word) => WORDS[word]?.(length, options, evex) ?? word);
  const [target = '', ...sources] = words;
  const masked = evex && options.masked !== false;
  const mask = masked ? [/^(kr|m\d+)$/.test(target) ? 'k1' : 'k1z'] : [];
  const suffix = evex && options.rounding && (length === 64 || fixed) ? [options.rounding] : [];
  const head = encoding === 'legacy' ? `${name[0]?.toUpperCase()}${name.slice(1)}` : `${PREFIX[encoding]}${name}`;
  return [head, target, ...mask, ...sources, ...suffix].join('_');
}

/** Forms by their whole names, each group with its CPUID bits. */
export function listed(features: readonly Feature[], ...forms: readonly string[]): FormGroup {
  return { features, forms };
}

export function vectorRows(families: readonly VectorFamily[]): InstructionRow[] {
  return families.flatMap((family) =>
    merged(family.groups).map(({ encoding, features, forms }): InstructionRow => {
      const { meaning, name, summary, operation } = family;
      const meaningOf = (instruction: Instruction) => (typeof meaning === 'function' ? meaning(instruction) : meaning);
      return {
        mnemonic: encoding === 'legacy' ? name : `v${name}`,
        summary,
        operation: `${operation} ${REST[encoding]}`,
        features,
        components: COMPONENTS_OF[encoding],
        exceptions: exceptionsOf(encoding, forms, meaningOf(exampleOf(forms))),
        manual: `SDM vol. 2, ${(family.manual ?? name).toUpperCase()}`,
        forms,
        written: (instruction) => (meaningOf(instruction).noTarget ? NOTHING_WRITTEN : targetWritten(instruction)),
        compile: (instruction) => compileVector(meaningOf(instruction), instruction),
      };
    }),
  );
}

const REST: Readonly<Record<Encoding, string>> = {
  legacy: 'Bits 511:128 of a vector destination stay.',
  vex: 'The bits of a vector destination above the result become 0.',
  evex: 'Under a mask, elements whose bit is 0 stay, or become 0 with {z}. The bits above the result become 0.',
};

interface RowGroup extends FormGroup {
  readonly encoding: Encoding;
}

/** The groups of an encoding that need the same CPUID bits as one. */
function merged(groups: readonly FormGroup[]): RowGroup[] {
  const rows = new Map<string, RowGroup>();
  for (const { features, forms } of groups) {
    for (const form of forms) {
      const encoding = encodingOf(form);
      const key = `${encoding} ${features.join(' ')}`;
      const row = rows.get(key);
      rows.set(key, { encoding, features, forms: [...(row?.forms ?? []), form] });
    }
  }
  return [...rows.values()];
}

/** The value for instructions that do not depend on their operands. */
function exampleOf([form = '']: readonly string[]): Instruction {
  return { address: 0, bytes: new Uint8Array(), mnemonic: '', operands: [], operandSize: 0, form };
}

/** In a form's name behind the mnemonic: `m32`, `xmmm128`, `vm32x`. */
const MEMORY = /_(?!imm)[a-z0-9]*m\d/;

const UNALIGNED = '#GP(0) for memory that is not aligned to its size';
const UNALIGNED_BY_CHOICE = `${UNALIGNED}, on processors that want that`;

function exceptionsOf(encoding: Encoding, forms: readonly string[], meaning: Meaning): readonly string[] {
  const memory = forms.some((form) => MEMORY.test(form.replace(/^E?VEX_/, '')));
  const aligns =
    meaning.aligned || (encoding === 'legacy' && !meaning.unaligned && forms.some((form) => /m128/.test(form)));
  return [
    ...ENABLING[encoding],
    ...(memory ? ['#GP(0) or #SS(0) for an address that is not canonical'] : []),
    ...(aligns && memory ? [meaning.alignedByChoice ? UNALIGNED_BY_CHOICE : UNALIGNED] : []),
    ...(memory ? ['#PF for a page fault'] : []),
    ...(meaning.float ? ['#XM for a floating-point exception that MXCSR does not mask'] : []),
  ];
}
