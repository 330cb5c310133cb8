/** For each kind of operand that a form declares, some operands with their text in Intel syntax. */
import type { OperandPattern } from '../../../src/machine/assembler/form';
import { isExtendedGeneral, registerByName, registerNames } from '../../../src/machine/cpu/register-names';
import type { AssemblerMemory, AssemblerOperand } from '../../../src/machine/encoding/operand';
import { encodingOfForm } from '../../../src/machine/encoding/rows';

export interface Sample {
  readonly text: string;
  readonly operand: AssemblerOperand;
}

const GENERAL: Readonly<Record<number, readonly string[]>> = Object.fromEntries(
  [1, 2, 4, 8].map((size) => [
    size,
    [...registerNames()].filter((name) => {
      const register = registerByName(name);
      return register?.file === 'gpr' && register.size === size && !isExtendedGeneral(register);
    }),
  ]),
);

const OTHERS: Readonly<Record<string, readonly string[]>> = {
  tmm: ['tmm0', 'tmm1', 'tmm2', 'tmm7'],
  xmm: ['xmm0', 'xmm1', 'xmm9'],
  ymm: ['ymm0', 'ymm1', 'ymm9'],
  zmm: ['zmm0', 'zmm1', 'zmm30'],
  k: ['k1', 'k0', 'k7', 'k2'],
  st: ['st(1)', 'st', 'st(7)', 'st(4)'],
  mm: ['mm1', 'mm0', 'mm7'],
  cr: ['cr0', 'cr2', 'cr3', 'cr4'],
  /** Without CS, which MOV cannot load. */
  segment: ['ds', 'es', 'ss', 'fs', 'gs'],
};

const SIZES: Readonly<Record<number, string>> = {
  1: 'BYTE PTR ',
  2: 'WORD PTR ',
  4: 'DWORD PTR ',
  8: 'QWORD PTR ',
  10: 'TBYTE PTR ',
  16: 'XMMWORD PTR ',
};

/** Beside a vector register; a tile configuration of 64 bytes has no size in its text. */
const VECTOR_SIZES: Readonly<Record<number, string>> = { ...SIZES, 32: 'YMMWORD PTR ', 64: 'ZMMWORD PTR ' };

interface Address {
  readonly text: string;
  readonly base?: string;
  readonly index?: string;
  readonly scale?: 1 | 2 | 4 | 8;
  readonly displacement?: number | bigint;
  readonly fromNext?: boolean;
}

const ADDRESSES: readonly Address[] = [
  { text: '[rax]', base: 'rax' },
  { text: '[rbp]', base: 'rbp' },
  { text: '[r13]', base: 'r13' },
  { text: '[rsp]', base: 'rsp' },
  { text: '[r12+8]', base: 'r12', displacement: 8 },
  { text: '[rcx+127]', base: 'rcx', displacement: 127 },
  { text: '[rcx+128]', base: 'rcx', displacement: 128 },
  { text: '[rcx-128]', base: 'rcx', displacement: -128 },
  { text: '[rcx-129]', base: 'rcx', displacement: -129 },
  { text: '[rbx+rcx*1]', base: 'rbx', index: 'rcx' },
  { text: '[rbp+r14*8]', base: 'rbp', index: 'r14', scale: 8 },
  { text: '[rsp+r12*2+0x12345678]', base: 'rsp', index: 'r12', scale: 2, displacement: 0x12345678 },
  { text: '[r13+rbp*4-1]', base: 'r13', index: 'rbp', scale: 4, displacement: -1 },
  { text: '[rax+rsp]', base: 'rax', index: 'rsp' },
  { text: '[rdx*8]', index: 'rdx', scale: 8 },
  { text: '[r8*1+0x400000]', index: 'r8', displacement: 0x400000 },
  { text: '[eax+ecx*2-1]', base: 'eax', index: 'ecx', scale: 2, displacement: -1 },
  { text: '[r9d+0x11223344]', base: 'r9d', displacement: 0x11223344 },
  { text: '[0x400040]', displacement: 0x400040 },
  { text: '[-4096]', displacement: -4096n },
];

/** With registers that only APX has: all bits of base and index, and every size of displacement, none of them scaled. */
const EXTENDED_ADDRESSES: readonly Address[] = [
  { text: '[r16]', base: 'r16' },
  { text: '[r20+64]', base: 'r20', displacement: 64 },
  { text: '[r21]', base: 'r21' },
  { text: '[r31+rsi*8-128]', base: 'r31', index: 'rsi', scale: 8, displacement: -128 },
  { text: '[rax+r16*1+128]', base: 'rax', index: 'r16', displacement: 128 },
  { text: '[r13+r20*4]', base: 'r13', index: 'r20', scale: 4 },
  { text: '[r24+r15*2+1]', base: 'r24', index: 'r15', scale: 2, displacement: 1 },
  { text: '[r9+r29*2-1024]', base: 'r9', index: 'r29', scale: 2, displacement: -1024 },
  { text: '[r28+r31*8+0x12345678]', base: 'r28', index: 'r31', scale: 8, displacement: 0x12345678 },
  { text: '[r25*8+16]', index: 'r25', scale: 8, displacement: 16 },
  { text: '[r17d+r30d*2-1]', base: 'r17d', index: 'r30d', scale: 2, displacement: -1 },
];

const VECTOR_ADDRESSES: readonly Address[] = [
  { text: '[rax]', base: 'rax' },
  { text: '[rbp+r14*8+4]', base: 'rbp', index: 'r14', scale: 8, displacement: 4 },
];

/** Displacements that count vectors, elements or neither. */
const EVEX_ADDRESSES: readonly Address[] = [
  ...VECTOR_ADDRESSES,
  { text: '[r12+8]', base: 'r12', displacement: 8 },
  { text: '[rcx-0x200]', base: 'rcx', displacement: -0x200 },
];

const RELATIVE: readonly Address[] = [
  { text: '[rip+0x20]', base: 'rip', displacement: 0x20, fromNext: true },
  { text: '[rip-0x20]', base: 'rip', displacement: -0x20, fromNext: true },
];

const FAR: readonly Address[] = [
  { text: '[0x80000000]', displacement: 0x80000000 },
  { text: '[0xffff888000000000]', displacement: 0xffff888000000000n },
];

const NUMBERS: readonly bigint[] = [
  ...[0n, 1n, 2n, 0x7fn, 0x80n, 0xffn, 0x100n, 0x7fffn, 0x8000n, 0xff80n, 0xffffn, 0x10000n],
  ...[0x7fff_ffffn, 0x8000_0000n, 0xffff_ff80n, 0xffff_ffffn, 0x1_0000_0000n, 0x7fff_ffff_ffff_ffffn],
  ...[0xffff_ffff_8000_0000n, 0xffff_ffff_ffff_ffffn, -1n, -0x80n, -0x81n, -0x8000n, -0x8001n, -0x8000_0000n],
];

/** Numbers that make sense in `size` bytes. The GNU assembler cuts off others in silence, where they are refused here. */
function inWidth(value: bigint, size: number): boolean {
  const bits = BigInt(8 * size);
  const signed = BigInt.asIntN(64, value);
  return size === 8 || (signed >= -(1n << (bits - 1n)) && signed < 1n << bits);
}

/**
 * Operands of a vector instruction's form, fewer than `samplesOf` has: there are many such forms, and their addresses are
 * encoded like those of all others but for the displacements of EVEX, which count elements or vectors.
 */
export function vectorSamplesOf(pattern: OperandPattern, evex: boolean): Sample[] {
  const { memory, immediate, masking, indices } = pattern;
  if (indices)
    return VECTOR_INDICES.map(([text, base, displacement]) => indexed(text, indices, base, displacement, masking));
  return [
    ...vectorRegisters(pattern, evex),
    ...(memory === undefined ? [] : vectorMemories(pattern, memory, evex)),
    ...(immediate === undefined ? [] : [1n, 0xffn, -1n].map(number)),
  ];
}

function vectorRegisters({ file, size, masking }: OperandPattern, evex: boolean): Sample[] {
  const samples: Sample[] = [];
  if (file === 'gpr') samples.push(...(GENERAL[size] ?? []).filter((_, index) => index % 9 === 0).map(register));
  else if (file) samples.push(...(OTHERS[file] ?? []).filter((name) => evex || name !== 'zmm30').map(register));
  if (file && evex && /^[xy]mm$/.test(file)) samples.push(register(`${file}17`));
  if (file && masking) {
    const plain = { kind: 'register', register: registerByName(`${file === 'k' ? 'k' : file}3`)! } as const; // exists
    samples.push({ text: `${plain.register.file}3{k2}`, operand: { ...plain, mask: 2 } });
    if (masking === 'merge or zero') {
      samples.push({ text: `${file}3{k7}{z}`, operand: { ...plain, mask: 7, zeroing: true } });
    }
  }
  return samples;
}

function vectorMemories({ masking, broadcast }: OperandPattern, size: number, evex: boolean): Sample[] {
  const samples = (evex ? EVEX_ADDRESSES : VECTOR_ADDRESSES).map((address) =>
    memorySample(address, size, VECTOR_SIZES),
  );
  if (masking) samples.push(decorated(samples[0]!, '{k5}', { mask: 5 })); // the list is not empty
  if (broadcast) {
    const { element, copies } = broadcast;
    const elements = EVEX_ADDRESSES.slice(1).map((address) => memorySample(address, element));
    samples.push(...elements.map((sample) => decorated(sample, `{1to${copies}}`, { broadcast: copies })));
  }
  return samples;
}

/** Around the name of a vector, which is the index; with the base and the displacement. */
const VECTOR_INDICES: readonly (readonly [text: string, base: string | undefined, displacement: number])[] = [
  ['[rax+*4]', 'rax', 0],
  ['[r12+*4+16]', 'r12', 16],
  ['[rbp+*4-0x200]', 'rbp', -0x200],
  ['[*4+64]', undefined, 64],
];

function indexed(
  text: string,
  file: string,
  base: string | undefined,
  displacement: number,
  masking: OperandPattern['masking'],
): Sample {
  const [index, register] = [registerByName(`${file}6`)!, base && registerByName(base)]; // names that exist
  const operand: AssemblerMemory = {
    kind: 'memory',
    index,
    scale: 4,
    displacement,
    ...(register && { base: register }),
  };
  const sample = { text: text.replace('*', `${file}6*`), operand };
  return masking ? decorated(sample, '{k3}', { mask: 3 }) : sample;
}

function decorated({ text, operand }: Sample, decoration: string, part: object): Sample {
  return { text: text + decoration, operand: { ...operand, ...part } };
}

/** Whether a form is one of those of AMX that APX adds for their addresses. */
export function isPromoted(form: string): boolean {
  return form.startsWith('EVEX_') && encodingOfForm(form)?.places.includes('memory') === true;
}

/**
 * Operands for `pattern`: the first is the plainest.
 *
 * @param extended addresses with the registers of APX only.
 */
export function samplesOf(pattern: OperandPattern, extended = false): Sample[] {
  const { fixed, file, memory, size, addressing, immediate, constant, branch } = pattern;
  const samples: Sample[] = [];
  if (fixed) samples.push(register(pattern.text));
  else if (file) samples.push(...((file === 'gpr' ? GENERAL[size] : OTHERS[file]) ?? []).map(register));
  if (memory !== undefined) {
    const plain = addressing === 'absolute' ? FAR : addressing === 'sib' ? ADDRESSES : [...ADDRESSES, ...RELATIVE];
    const addresses = extended ? EXTENDED_ADDRESSES : plain;
    // The table of LGDT is no number of 80 bits.
    const names = pattern.text === 'm16&64' ? {} : SIZES;
    samples.push(...addresses.map((address) => memorySample(address, memory, names)));
  }
  if (constant !== undefined) samples.push(number(constant));
  if (immediate !== undefined) samples.push(...NUMBERS.filter((value) => inWidth(value, size)).map(number));
  if (branch !== undefined) samples.push(...[0x10, 0x81, 0x82, -0x20, -0x7e, -0x7f, 0x12345].map(jump));
  return samples;
}

export function register(name: string): Sample {
  return { text: name, operand: { kind: 'register', register: registerByName(name)! } }; // a name that exists
}

export function number(value: bigint): Sample {
  return { text: value < 0n ? `${value}` : `0x${value.toString(16)}`, operand: { kind: 'immediate', value } };
}

/** `.+n`: relative to the start of the instruction, which the caller adds to the target. */
function jump(distance: number): Sample {
  return { text: `.${distance < 0 ? '' : '+'}${distance}`, operand: { kind: 'branch', target: distance } };
}

function memorySample(address: Address, size: number, names = SIZES): Sample {
  const prefix = names[size] ?? '';
  const operand: AssemblerMemory = {
    kind: 'memory',
    ...(address.base && { base: registerByName(address.base)! }), // names that exist
    ...(address.index && { index: registerByName(address.index)! }),
    scale: address.scale ?? 1,
    displacement: address.displacement ?? 0,
    ...(address.fromNext && { fromNext: true }),
    ...(prefix && { size }),
  };
  return { text: prefix + address.text, operand };
}
