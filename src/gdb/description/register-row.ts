/** A register as the protocol describes it: a row of a feature of the target description (GDB manual, appendix G). */
import type { Cpu } from '../../machine/cpu/cpu';
import type { Processor } from '../../machine/processor/processor';

/** Sets a part of a register: `target` as expressions write it, on the CPU that the register is of. */
interface Assignment {
  readonly target: string;
  readonly value: bigint;
}

export interface RegisterRow {
  readonly name: string;
  readonly bits: number;
  /** Of the protocol's own types, or declared in the feature. */
  readonly type: string;
  /** For `info registers GROUP`; without one it is general. */
  readonly group?: string;
  /** `bits / 8` bytes, the lowest first. */
  readonly read: (cpu: Cpu) => Uint8Array;
  /** What has to be set for these bytes; undefined where the register cannot be set. */
  readonly write: (bytes: Uint8Array, cpu: Cpu) => readonly Assignment[] | undefined;
}

export interface RegisterFeature {
  readonly name: string;
  /** Types that its registers have, as the description declares them. */
  readonly types: readonly string[];
  readonly registers: readonly RegisterRow[];
  readonly isIn: (processor: Processor) => boolean;
  /** Its registers are read one by one, and not with all others: they are large. */
  readonly isApart?: true;
}

interface Shape {
  readonly type: string;
  readonly group?: string;
}

/** A register whose value is a number. @param target its name in expressions; undefined where it cannot be set. */
export function numberRow(
  name: string,
  bits: number,
  shape: Shape,
  read: (cpu: Cpu) => bigint | number,
  target?: string,
): RegisterRow {
  return {
    name,
    bits,
    ...shape,
    read: (cpu) => littleEndian(BigInt(read(cpu)), bits / 8),
    write: (bytes) => (target === undefined ? undefined : [{ target, value: numberIn(bytes) }]),
  };
}

const LANE = 8;

/** A register that is bytes of the register file. @param lane the name in expressions of its 64 bits `index`. */
export function bytesRow(
  name: string,
  bits: number,
  shape: Shape,
  read: (cpu: Cpu) => Uint8Array,
  lane?: (index: number) => string,
): RegisterRow {
  return {
    name,
    bits,
    ...shape,
    read: (cpu) => read(cpu).slice(0, bits / 8),
    write: (bytes, cpu) => lane && changedLanes(read(cpu), bytes, lane),
  };
}

function changedLanes(before: Uint8Array, after: Uint8Array, lane: (index: number) => string): readonly Assignment[] {
  const lanes = Array.from({ length: after.length / LANE }, (_, index) => index);
  return lanes.flatMap((index) => {
    const value = numberIn(after.subarray(index * LANE, (index + 1) * LANE));
    const isAsBefore = value === numberIn(before.subarray(index * LANE, (index + 1) * LANE));
    return isAsBefore ? [] : [{ target: lane(index), value }];
  });
}

function littleEndian(value: bigint, size: number): Uint8Array {
  const unsigned = BigInt.asUintN(8 * size, value);
  return Uint8Array.from({ length: size }, (_, index) => Number((unsigned >> BigInt(8 * index)) & 0xffn));
}

function numberIn(bytes: Uint8Array): bigint {
  return bytes.reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n);
}

/** Declares bits of a register of `size` bytes by their names. */
export function flagsType(
  id: string,
  size: number,
  fields: readonly { readonly name: string; readonly bit: number; readonly width?: number }[],
): string {
  const lines = fields.map(({ name, bit, width = 1 }) => {
    const type = width === 1 ? ' type="bool"' : '';
    return `<field name="${name}" start="${bit}" end="${bit + width - 1}"${type}/>`;
  });
  return `<flags id="${id}" size="${size}">${lines.join('')}</flags>`;
}
