/** The values of `data`: sizes and elements in range, shapes that LDTILECFG accepts. */

import { askedPart, elementCount, requireSize } from '../data/data-bytes';
import { requireElement, requireInteger, requireNumber } from '../data/data-elements';
import { emittedSize } from '../data/emitted';
import { tilecfgImage } from '../data/tilecfg-image';
import { ExpressionError } from '../errors/expression-error';
import { beyond, grouped, LIMITS } from '../errors/limits';
import { type DataTypeRow, dataTypeRow } from '../syntax/data-type';
import type { DataValue, Initializer } from '../tree/data';
import type { Checker } from './checker';

const TILE_ROWS = 16;
const TILE_ROW_BYTES = 64;

/** The size in bytes; that of a file is not known here, and counts as 0. Throws `ExpressionError`. */
export function checkData(checker: Checker, value: DataValue): number {
  const evaluate = checker.evaluateConstant;
  switch (value.kind) {
    case 'zero':
      return requireSize(value.size, 'A size', evaluate);
    case 'hex':
      return value.bytes.length;
    case 'file':
      askedPart(value, evaluate);
      return 0;
    case 'tilecfg':
      checkTilecfg(checker, value);
      return tilecfgImage(value, evaluate).length;
    case 'emitted':
      return emittedSize(value.parts, evaluate);
    case 'alias':
      return 0;
    case 'array': {
      const row = dataTypeRow(value.type);
      const count = elementCount(value, evaluate);
      checkInitializer(checker, value.initializer, row, count);
      if (value.initializer.kind === 'ramp' || value.initializer.kind === 'random') countElements(checker, count);
      return count * row.size;
    }
  }
}

function countElements(checker: Checker, count: number): void {
  const { most } = LIMITS.elements;
  checker.elements += count;
  if (checker.elements <= most) return;
  const message = `\`ramp\` and \`random\` make at most ${grouped(most)} elements in all. Take the data from a file instead.`;
  throw beyond(LIMITS.elements, message);
}

function checkInitializer(checker: Checker, initializer: Initializer, row: DataTypeRow, count: number): void {
  const evaluate = checker.evaluateConstant;
  switch (initializer.kind) {
    case 'zero':
      return;
    case 'list': {
      const extra = initializer.values[count];
      if (extra) throw new ExpressionError('too-many-values', `There is room for ${count} values only.`, extra.range);
      for (const value of initializer.values) requireElement(value, row, evaluate);
      return;
    }
    case 'fill':
      requireElement(initializer.value, row, evaluate);
      return;
    case 'ramp':
      requireNumber(initializer.start, row, evaluate);
      requireNumber(initializer.step, row, evaluate);
      return;
    case 'random':
      requireInteger(initializer.seed, 'A seed', evaluate);
      return;
  }
}

/** Warnings: a trace may want to see LDTILECFG refuse. */
function checkTilecfg(checker: Checker, { palette, startRow, tiles }: DataValue & { kind: 'tilecfg' }): void {
  const paletteValue = palette ? checker.tryConstant(palette) : 1n;
  if (palette && typeof paletteValue === 'bigint' && paletteValue > 1n) {
    checker.warning(
      palette.range,
      'tilecfg-limit',
      'There are palettes 0 and 1 only: LDTILECFG raises #GP for others.',
    );
  }
  if (paletteValue === 0n) return;
  const first = startRow && checker.tryConstant(startRow);
  for (const { rows, colsb, range } of tiles) {
    if (rows > TILE_ROWS || colsb > TILE_ROW_BYTES) {
      const message = `A tile has at most ${TILE_ROWS} rows of ${TILE_ROW_BYTES} bytes: LDTILECFG raises #GP for more.`;
      checker.warning(range, 'tilecfg-limit', message);
    } else if ((rows === 0) !== (colsb === 0)) {
      checker.warning(
        range,
        'tilecfg-limit',
        'Rows and bytes are both zero or neither: LDTILECFG raises #GP for one zero.',
      );
    } else if (colsb % 4 !== 0) {
      checker.warning(range, 'tilecfg-limit', 'Bytes in a row are a multiple of 4: using this tile raises #UD.');
    } else if (typeof first === 'bigint' && first >= BigInt(rows) && rows > 0) {
      checker.warning(range, 'tilecfg-limit', 'The start row is not below the rows: loading this tile raises #UD.');
    }
  }
}
