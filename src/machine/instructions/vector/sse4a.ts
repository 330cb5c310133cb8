/** SSE4A: fields of bits in the low quadword, and scalar stores past the caches (AMD APM vol. 4). AMD only. */
import type { Instruction } from '../../cpu/instruction';
import type { Operate } from '../../vector/vector-frame';
import { listed, type VectorFamily } from './row';

const QUADWORD = 64n;

/** A field of the low quadword; a length of 0 means all 64 bits. */
interface BitField {
  readonly length: bigint;
  readonly index: bigint;
}

/** Of two numbers of six bits each, eight bits apart. */
function fieldOf(bits: bigint): BitField {
  return { length: bits & 0x3fn || QUADWORD, index: (bits >> 8n) & 0x3fn };
}

/** Of the last two immediates, if the instruction has them. */
function immediateField({ operands }: Instruction): BitField | undefined {
  const [length, index] = operands.slice(-2);
  if (length?.kind !== 'immediate' || index?.kind !== 'immediate') return undefined;
  return fieldOf((length.value & 0xffn) | ((index.value & 0xffn) << 8n));
}

function maskOf({ length }: BitField): bigint {
  return (1n << length) - 1n;
}

/** The upper quadword is undefined: 0, as on a Zen 3. What a field beyond the quadword yields is undefined: it is cut off. */
function extract(instruction: Instruction): Operate {
  const given = immediateField(instruction);
  return ({ result, sources: [target, source] }) => {
    const field = given ?? fieldOf(source.u64[0]!); // two quadwords
    result.u64[0] = (target.u64[0]! >> field.index) & maskOf(field); // likewise
  };
}

function insert(instruction: Instruction): Operate {
  const given = immediateField(instruction);
  return ({ result, sources: [target, source] }) => {
    const field = given ?? fieldOf(source.u64[1]!); // two quadwords
    const mask = maskOf(field) << field.index;
    result.u64[0] = (target.u64[0]! & ~mask) | ((source.u64[0]! << field.index) & mask); // likewise
  };
}

function store(name: 'movntss' | 'movntsd', bytes: 4 | 8): VectorFamily {
  return {
    name,
    summary: 'Store a scalar past the caches',
    operation: 'first = the lowest element of second. Caches are not modelled.',
    groups: [listed(['SSE4A'], `${name === 'movntss' ? 'Movntss' : 'Movntsd'}_m${8 * bytes}_xmm`)],
    manual: `AMD APM vol. 4, ${name.toUpperCase()}`,
    meaning: {
      lane: bytes,
      resultBytes: () => bytes,
      operate: ({ result, sources: [a] }) => void result.u8.set(a.u8.subarray(0, bytes)),
    },
  };
}

export const VECTOR_SSE4A: readonly VectorFamily[] = [
  {
    name: 'extrq',
    summary: 'Extract a field of bits',
    operation:
      'Low quadword of first = its field, with zeros above. Length and lowest bit are the immediates, or bits 5:0 and 13:8 of second; length 0 means 64. The upper quadword is undefined: here it becomes 0.',
    groups: [listed(['SSE4A'], 'Extrq_xmm_imm8_imm8', 'Extrq_xmm_xmm')],
    manual: 'AMD APM vol. 4, EXTRQ',
    meaning: (instruction) => ({ lane: 8, readsTarget: true, operate: extract(instruction) }),
  },
  {
    name: 'insertq',
    summary: 'Insert a field of bits',
    operation:
      'A field of the low quadword of first = the low bits of second. Length and lowest bit are the immediates, or bits 69:64 and 77:72 of second; length 0 means 64. The upper quadword is undefined: here it becomes 0.',
    groups: [listed(['SSE4A'], 'Insertq_xmm_xmm_imm8_imm8', 'Insertq_xmm_xmm')],
    manual: 'AMD APM vol. 4, INSERTQ',
    meaning: (instruction) => ({ lane: 8, readsTarget: true, operate: insert(instruction) }),
  },
  store('movntss', 4),
  store('movntsd', 8),
];
