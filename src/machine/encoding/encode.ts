/** Bytes of the instructions that the encoding table has (Intel SDM vol. 2, 2.1, 2.3 and 2.7). */
import type { LinearAddress } from '../architecture/linear-address';
import { packAddress } from './memory-operand';
import type { AssemblerMemory, AssemblerOperand } from './operand';
import { packPrefix } from './prefix';
import { type EncodingRow, isEvex, MANDATORY_PREFIXES, type Place } from './rows';

const ADDRESS_SIZE = 0x67;
/** ModRM.mod of register operands. */
const REGISTERS = 0b11 << 6;
const REACH = 2 ** 31;

/**
 * The machine code at `address` of operands that the row's form accepts, their labels already replaced; undefined when
 * a RIP-relative operand is out of reach.
 */
export function encodeRow(
  row: EncodingRow,
  operands: readonly AssemblerOperand[],
  address: LinearAddress,
): Uint8Array | undefined {
  const at = (place: Place) => operands[row.places.indexOf(place)];
  const number = (place: Place) => numberOf(at(place));
  const memory = at('memory');
  const { base, index } = memory?.kind === 'memory' ? memory : {};
  const head = [
    ...((base ?? index)?.size === 4 ? [ADDRESS_SIZE] : []),
    ...packPrefix({
      evex: isEvex(row),
      map: row.map,
      pp: MANDATORY_PREFIXES.indexOf(row.prefix),
      w: false,
      length: row.length,
      vvvv: number('vvvv'),
      reg: number('reg'),
      base: (base?.file === 'gpr' ? base.index : 0) | number('rm'),
      index: index?.index ?? 0,
      rest: 0,
    }),
    row.opcode,
  ];
  if (memory?.kind === 'memory') return encodeMemory(row, memory, number('reg'), { head, address });
  const modrm = REGISTERS | ((number('reg') & 7) << 3) | (number('rm') & 7);
  return Uint8Array.from([...head, modrm, ...(row.places.includes('imm8') ? [number('imm8')] : [])]);
}

function numberOf(operand: AssemblerOperand | undefined): number {
  if (operand?.kind === 'register') return operand.register.index;
  return operand?.kind === 'immediate' ? Number(BigInt.asUintN(8, operand.value)) : 0;
}

/** No row has an immediate behind its displacement, so a RIP-relative displacement counts from the displacement's end. */
function encodeMemory(
  { form }: EncodingRow,
  memory: AssemblerMemory,
  reg: number,
  { head, address }: { readonly head: readonly number[]; readonly address: LinearAddress },
): Uint8Array | undefined {
  const options = { sib: form.includes('sibmem'), long: memory.label !== undefined };
  const target = Number(memory.displacement);
  if (memory.base?.file !== 'rip') {
    return Uint8Array.from([...head, ...packAddress({ ...memory, displacement: target }, reg, options)]);
  }
  const length = head.length + packAddress({ ...memory, displacement: 0 }, reg, options).length;
  const displacement = target - (address + length);
  if (displacement < -REACH || displacement >= REACH) return undefined;
  return Uint8Array.from([...head, ...packAddress({ ...memory, displacement }, reg, options)]);
}
