/**
 * The element type of each tile, from the text of the trace. An instruction that multiplies tiles has an element type for each
 * operand. The first such instruction of a tile decides.
 */
import { tableOf } from '../../machine/table';
import type { ElementTypeId } from './element-type';

/** Destination, first source, second source (Intel SDM vol. 2, TDPBSSD and the following). */
const TYPES_BY_MNEMONIC = tableOf<readonly [ElementTypeId, ElementTypeId, ElementTypeId]>({
  tdpbssd: ['int32', 'int8', 'int8'],
  tdpbsud: ['int32', 'int8', 'uint8'],
  tdpbusd: ['int32', 'uint8', 'int8'],
  tdpbuud: ['int32', 'uint8', 'uint8'],
  tdpbf16ps: ['fp32', 'bf16', 'bf16'],
  tdpfp16ps: ['fp32', 'fp16', 'fp16'],
  tcmmimfp16ps: ['fp32', 'fp16', 'fp16'],
  tcmmrlfp16ps: ['fp32', 'fp16', 'fp16'],
  tdpbf8ps: ['fp32', 'hex', 'hex'],
  tdpbhf8ps: ['fp32', 'hex', 'hex'],
  tdphbf8ps: ['fp32', 'hex', 'hex'],
  tdphf8ps: ['fp32', 'hex', 'hex'],
});

const PRODUCT = /^\s*(?:@\S+\s+)?(t\w+)\s+tmm([0-7])\s*,\s*tmm([0-7])\s*,\s*tmm([0-7])/i;
const TILES = 8;

export function tileTypes(text: string, fallback: ElementTypeId): readonly ElementTypeId[] {
  const types = new Array<ElementTypeId | undefined>(TILES).fill(undefined);
  for (const line of text.split('\n')) {
    const match = PRODUCT.exec(line);
    const operandTypes = TYPES_BY_MNEMONIC[match?.[1]?.toLowerCase() ?? ''];
    if (!match || !operandTypes) continue;
    for (const [operand, type] of operandTypes.entries()) types[Number(match[operand + 2])] ??= type;
  }
  return types.map((type) => type ?? fallback);
}
