/** CMPXCHG8B and CMPXCHG16B (Intel SDM vol. 2): a pair of registers against memory, which is written in either case. */

import { FLAG } from '../architecture/bits';
import { Fault } from '../architecture/exception';
import { GPR } from '../architecture/gpr';
import { formatAddress } from '../architecture/linear-address';
import type { Cpu } from '../cpu/cpu';
import { compileAddress } from '../cpu/effective-address';
import type { Execute, Instruction } from '../cpu/instruction';
import { operandAt } from './places';

/** @param bytes of memory: of two registers of half of them each. */
export function compileCompareExchangePair(instruction: Instruction, bytes: 8 | 16): Execute {
  const target = operandAt(instruction, 0);
  if (target.kind !== 'memory') throw new TypeError('the operand is memory');
  const addressOf = compileAddress(target.memory);
  const bits = 4 * bytes;
  const shift = BigInt(bits);
  const pair = ({ gpr }: Cpu, high: number, low: number) =>
    (BigInt.asUintN(bits, gpr[high]!) << shift) | BigInt.asUintN(bits, gpr[low]!); // both exist
  return (cpu) => {
    const address = addressOf(cpu);
    if (bytes === 16 && address % bytes !== 0) {
      throw new Fault('#GP', { errorCode: 0, why: `the operand at ${formatAddress(address)} is not 16-byte aligned` });
    }
    const memory = cpu.memory.read(cpu.access, address, bytes);
    const old = toInteger(memory);
    const isEqual = old === pair(cpu, GPR.RDX, GPR.RAX);
    cpu.memory.write(cpu.access, address, isEqual ? toBytes(pair(cpu, GPR.RCX, GPR.RBX), bytes) : memory);
    cpu.rflags = isEqual ? cpu.rflags | FLAG.ZF : cpu.rflags & ~FLAG.ZF;
    if (isEqual) return;
    cpu.gpr[GPR.RAX] = BigInt.asUintN(bits, old);
    cpu.gpr[GPR.RDX] = old >> shift;
  };
}

function toInteger(bytes: Uint8Array): bigint {
  return bytes.reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n);
}

function toBytes(value: bigint, size: number): Uint8Array {
  return Uint8Array.from({ length: size }, (_, index) => Number((value >> BigInt(8 * index)) & 0xffn));
}
