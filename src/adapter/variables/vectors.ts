/** Vector registers at the width that the processor has, opmasks and MXCSR. */
import { REGISTER_ROWS } from '../../machine/architecture/registers';
import type { Cpu } from '../../machine/cpu/cpu';
import { registerReference } from '../protocol/memory-reference';
import type { Item } from './item';
import { type LaneType, laneTypes, typedViews } from './lanes';
import { registerItems } from './register';
import { formatInteger, hex, text } from './value';

const LANES = laneTypes('i8', 'u8', 'i16', 'u16', 'i32', 'u32', 'i64', 'u64', 'bf16', 'f16', 'f32', 'f64');
const ZMM_BYTES = 64;

interface VectorFile {
  readonly name: string;
  readonly bytes: number;
  readonly count: number;
}

/** The widest registers that the processor has: the narrower ones are their low parts. */
function vectorFile({ processor }: Cpu): VectorFile {
  if (processor.has('AVX512F')) return { name: 'zmm', bytes: 64, count: 32 };
  if (processor.has('AVX')) return { name: 'ymm', bytes: 32, count: 16 };
  return { name: 'xmm', bytes: 16, count: 16 };
}

const ROWS = REGISTER_ROWS.filter(({ group }) => group === 'vector');

export function vectorRegisters(cpu: Cpu, expression: (register: string) => string): readonly Item[] {
  const { name, bytes, count } = vectorFile(cpu);
  const vectors = Array.from({ length: count }, (_, index) => {
    const register = expression(`${name}${index}`);
    return vectorItem(`${name}${index}`, cpu.zmm.subarray(ZMM_BYTES * index, ZMM_BYTES * index + bytes), {
      expression: register,
      memory: registerReference(cpu.index, `zmm${index}`),
      lane: (lane, at) => `${register}.${lane.name}[${at}]`,
    });
  });
  const opmasks = cpu.processor.has('AVX512F')
    ? Array.from(cpu.opmask, (value, index) => ({ value, name: `k${index}` }))
    : [];
  return [
    ...vectors,
    ...opmasks.map(({ name, value }) => ({
      name,
      value: hex(value),
      documentation: 'Opmask register.',
      expression: expression(name),
    })),
    ...registerItems(ROWS, cpu, expression),
  ];
}

interface VectorPlace {
  readonly expression?: string;
  readonly memory?: string;
  /** The expression of one lane. */
  readonly lane?: (lane: LaneType, index: number) => string;
}

export function vectorItem(name: string, bytes: Uint8Array, { expression, memory, lane }: VectorPlace): Item {
  return {
    name,
    value: text(formatInteger(wholeNumber(bytes), bytes.length * 8, 'hex')),
    type: `u${bytes.length * 8}`,
    ...(expression ? { expression } : {}),
    ...(memory ? { memory } : {}),
    ...(expression ? {} : { readOnly: 'Set one lane: open a typed view.' }),
    contents: () => bytes,
    children: { named: () => typedViews(LANES, { bytes, ...(lane ? { expression: lane } : {}) }) },
  };
}

/** Little-endian. */
function wholeNumber(bytes: Uint8Array): bigint {
  return bytes.reduceRight((number, byte) => (number << 8n) | BigInt(byte), 0n);
}
