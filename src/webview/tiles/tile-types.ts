/**
 * The element type of each tile. An instruction that multiplies tiles has an element type for each operand. The product that has
 * computed or multiplied the content of a tile decides; where none has, the first product of the tile in the text of the trace.
 */
import type { TileOriginView } from '../../adapter/views/tile-origin-view';
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

/** @param origins of each of the eight tiles; none while the trace runs. */
export function tileTypes(
  text: string,
  origins: readonly TileOriginView[],
  fallback: ElementTypeId,
): readonly ElementTypeId[] {
  const inText = typesInText(text);
  return inText.map((type, tile) => typeByProduct(origins[tile]) ?? type ?? fallback);
}

function typeByProduct({ product }: TileOriginView = {}): ElementTypeId | undefined {
  return product && TYPES_BY_MNEMONIC[product.mnemonic]?.[product.operand];
}

function typesInText(text: string): readonly (ElementTypeId | undefined)[] {
  const types = new Array<ElementTypeId | undefined>(TILES).fill(undefined);
  for (const line of text.split('\n')) {
    const match = PRODUCT.exec(line);
    const operandTypes = TYPES_BY_MNEMONIC[match?.[1]?.toLowerCase() ?? ''];
    if (!match || !operandTypes) continue;
    for (const [operand, type] of operandTypes.entries()) types[Number(match[operand + 2])] ??= type;
  }
  return types;
}
