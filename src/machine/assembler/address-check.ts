/** Which addresses a memory operand can encode (Intel SDM vol. 2, 2.1.5 and 2.2.1.3). */

import { GPR } from '../architecture/gpr';
import { toLinear } from '../architecture/linear-address';
import type { RegisterRef } from '../cpu/instruction';
import { isVector, registerName } from '../cpu/register-names';
import { type AssemblerMemory, type AssemblyError, hasSegmentBase } from '../encoding/operand';

const LIMIT = 2 ** 31;
const DS = 3;

/**
 * The operand with its displacement as a signed number, and with base and index swapped where only that encodes;
 * or what is wrong with it.
 */
export function checkAddress(written: AssemblerMemory, operand: number): AssemblerMemory | AssemblyError {
  const memory = withVectorAsIndex(written);
  const { base, index } = memory;
  const bad = (message: string): AssemblyError => ({ code: 'bad-address', message, operand });
  const segment = segmentProblem(memory, operand);
  if (segment) return segment;
  const hasVector = index !== undefined && isVector(index);
  const unusable = isUnusable(base) ? base : hasVector || !isUnusable(index) ? undefined : index;
  if (unusable) {
    const name = registerName(unusable);
    return bad(`\`${name}\` cannot be part of an address: use a 64-bit or a 32-bit general register.`);
  }
  if (index?.file === 'rip' || (base?.file === 'rip' && index))
    return bad('`rip` can only be a base without an index.');
  if (base && index && !hasVector && base.size !== index.size)
    return bad('Base and index must be registers of the same size.');
  const displacement = checkDisplacement(memory, operand);
  if (typeof displacement === 'object') return displacement;
  if (hasVector || index?.index !== GPR.RSP)
    return displacement === memory.displacement ? memory : { ...memory, displacement };
  if (memory.scale !== 1 || base?.index === GPR.RSP) return bad(`\`${registerName(index)}\` cannot be an index.`);
  const { index: _, ...rest } = memory;
  return { ...rest, displacement, base: index, ...(base && { index: base }) };
}

function segmentProblem(memory: AssemblerMemory, operand: number): AssemblyError | undefined {
  const { segment } = memory;
  if (!segment || segment.index === DS || hasSegmentBase(memory)) return undefined;
  const message = `\`${registerName(segment)}:\` is not modelled by this emulator: leave it out, its base is 0 anyway.`;
  return { code: 'not-modelled', message, operand };
}

/** A vector can only be the index, wherever it is written. */
function withVectorAsIndex(memory: AssemblerMemory): AssemblerMemory {
  if (!memory.base || !isVector(memory.base)) return memory;
  const { base, index, ...rest } = memory;
  if (index && (isVector(index) || rest.scale !== 1)) return memory;
  return { ...rest, index: base, ...(index && { base: index }) };
}

/** Whether a part that is there can be none of an address. */
function isUnusable(part: RegisterRef | undefined): boolean {
  if (part === undefined || part.file === 'rip') return false;
  return part.file !== 'gpr' || (part.size !== 8 && part.size !== 4);
}

function checkDisplacement(memory: AssemblerMemory, operand: number): number | AssemblyError {
  const { base, index, displacement } = memory;
  const value = typeof displacement === 'number' ? displacement : toLinear(BigInt.asUintN(64, displacement));
  // Without registers the address may have 64 bits; a target of `rip` depends on where the instruction lies.
  const anywhere = (!base && !index) || (base?.file === 'rip' && !memory.fromNext);
  const high = base?.size === 4 || index?.size === 4 ? 2 * LIMIT : LIMIT;
  if (value !== undefined && (anywhere || (value >= -LIMIT && value < high))) return value;
  const message = anywhere
    ? 'The address is not canonical: bits 63:47 must all be equal.'
    : 'The displacement does not fit in 32 bits with a sign: load it into a register first.';
  return { code: 'displacement-range', message, operand };
}
