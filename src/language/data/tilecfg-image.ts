/** The 64-byte image that LDTILECFG loads (Intel SDM vol. 1, 18.2): palette, start row, eight shapes. */

import { ExpressionError } from '../errors/expression-error';
import type { DataValue } from '../tree/data';
import type { Expression } from '../tree/expression';
import type { ConstantEvaluator } from './constant-evaluator';

const IMAGE_SIZE = 64;
const COLSB_OFFSET = 16;
const ROWS_OFFSET = 48;
const BYTE = 0xffn;

/** Values that LDTILECFG would reject are written as they are: a trace may want to see it fail. */
export function tilecfgImage(
  { palette, startRow, tiles }: DataValue & { kind: 'tilecfg' },
  evaluate: ConstantEvaluator,
): Uint8Array {
  const view = new DataView(new ArrayBuffer(IMAGE_SIZE));
  view.setUint8(0, palette ? byte(palette, evaluate) : 1);
  view.setUint8(1, startRow ? byte(startRow, evaluate) : 0);
  for (const { tile, rows, colsb, range } of tiles) {
    if (rows > Number(BYTE) || colsb > 0xffff) {
      throw new ExpressionError('bad-tile-shape', 'Rows have 8 bits and bytes in a row 16.', range);
    }
    view.setUint16(COLSB_OFFSET + 2 * tile, colsb, true);
    view.setUint8(ROWS_OFFSET + tile, rows);
  }
  return new Uint8Array(view.buffer);
}

function byte(expression: Expression, evaluate: ConstantEvaluator): number {
  const value = evaluate(expression);
  if (typeof value === 'bigint' && value >= 0n && value <= BYTE) return Number(value);
  throw new ExpressionError('value-out-of-range', 'This is one byte: 0 to 255.', expression.range);
}
