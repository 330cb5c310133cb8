/**
 * The addresses of tile instructions (Intel SDM vol. 2, 2.6.1 and TILELOADD): base and displacement give the first
 * row, the scaled index is the stride from one row to the next; no index means stride 0, all rows at one address.
 */

import { Fault } from '../architecture/exception';
import { fromLinear, type LinearAddress, toLinear } from '../architecture/linear-address';
import type { Cpu } from '../cpu/cpu';
import { effectiveAddress, segmentBase, signed64, usesStackSegment } from '../cpu/effective-address';
import type { MemoryRef } from '../cpu/instruction';

const CANONICAL_END = 2 ** 47;
/** If start and stride are below this limit, no row's sum wraps, and all sums are exact doubles. */
const EXACT = 2 ** 48;

/**
 * The address of an image of `length` bytes. Raises #GP(0), or #SS(0) with a stack base, if a byte of the image is not
 * canonical.
 */
export function imageAddress(cpu: Cpu, memory: MemoryRef, length: number): LinearAddress {
  const address = effectiveAddress(memory, cpu);
  if (!isCanonical(address, length)) throw notCanonical(memory, fromLinear(address), length);
  return address;
}

/** Row r lies at base + displacement + r * stride, modulo the address size, plus the base of FS or GS where one is named. */
export interface RowAddresses {
  /** The address of a row. Raises #GP(0), or #SS(0) with a stack base, if a byte of the row is not canonical. */
  readonly of: (row: number) => LinearAddress;
  /** Row stride in bytes. NaN if base + row * stride can wrap: then the address of each row is computed on its own. */
  readonly stride: number;
}

export function rowAddresses(cpu: Cpu, memory: MemoryRef, length: number): RowAddresses {
  const { base, index, scale, displacement, segment } = memory;
  if (base?.size === 4 || index?.size === 4) return wrappingRows(cpu, memory, length, 32);
  if (segment) return wrappingRows(cpu, memory, length, 64);
  const start = displacement + (base ? signed64(cpu.gpr32, base.index) : 0);
  const stride = index ? signed64(cpu.gpr32, index.index) * scale : 0;
  if (Math.abs(start) >= EXACT || Math.abs(stride) >= EXACT) return wrappingRows(cpu, memory, length, 64);
  const of = (row: number) => {
    const address = start + row * stride;
    if (!isCanonical(address, length)) throw notCanonical(memory, fromLinear(address), length);
    return address;
  };
  return { of, stride };
}

/** The row addresses in exact arithmetic, for sums that may wrap, and for the base of FS or GS, which is added last. */
function wrappingRows(cpu: Cpu, memory: MemoryRef, length: number, width: 32 | 64): RowAddresses {
  const { base, index, scale, displacement } = memory;
  const start = BigInt(displacement) + (base ? cpu.gpr[base.index]! : 0n); // all registers are in the file
  const stride = index ? cpu.gpr[index.index]! * BigInt(scale) : 0n;
  const segment = segmentBase(memory, cpu);
  const of = (row: number) => {
    const value = BigInt.asUintN(64, BigInt.asUintN(width, start + BigInt(row) * stride) + segment);
    const address = toLinear(value);
    if (address === undefined || !isCanonical(address, length)) throw notCanonical(memory, value, length);
    return address;
  };
  return { of, stride: Number.NaN };
}

function isCanonical(address: LinearAddress, length: number): boolean {
  return address >= -CANONICAL_END && address + length <= CANONICAL_END;
}

function notCanonical(memory: MemoryRef, value: bigint, length: number): Fault {
  return new Fault(usesStackSegment(memory) ? '#SS' : '#GP', {
    errorCode: 0,
    why: `the ${length} bytes at 0x${value.toString(16)} are not all at canonical addresses`,
  });
}
