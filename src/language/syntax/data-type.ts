/** The element types of data, memory views, vector lanes and tiles. */
import type { DataType } from '../tree/data';

export interface DataTypeRow {
  readonly name: DataType;
  /** Bytes. */
  readonly size: number;
  readonly kind: 'signed' | 'unsigned' | 'float';
  readonly documentation: string;
}

export const DATA_TYPE_ROWS: readonly DataTypeRow[] = [
  { name: 'i8', size: 1, kind: 'signed', documentation: 'Signed 8-bit integer.' },
  { name: 'u8', size: 1, kind: 'unsigned', documentation: 'Unsigned 8-bit integer.' },
  { name: 'i16', size: 2, kind: 'signed', documentation: 'Signed 16-bit integer.' },
  { name: 'u16', size: 2, kind: 'unsigned', documentation: 'Unsigned 16-bit integer.' },
  { name: 'i32', size: 4, kind: 'signed', documentation: 'Signed 32-bit integer.' },
  { name: 'u32', size: 4, kind: 'unsigned', documentation: 'Unsigned 32-bit integer.' },
  { name: 'i64', size: 8, kind: 'signed', documentation: 'Signed 64-bit integer.' },
  { name: 'u64', size: 8, kind: 'unsigned', documentation: 'Unsigned 64-bit integer.' },
  { name: 'bf16', size: 2, kind: 'float', documentation: 'The upper half of a 32-bit float: 8 bits of precision.' },
  { name: 'f16', size: 2, kind: 'float', documentation: 'IEEE half precision: 11 bits of precision.' },
  { name: 'f32', size: 4, kind: 'float', documentation: 'IEEE single precision.' },
  { name: 'f64', size: 8, kind: 'float', documentation: 'IEEE double precision.' },
];

export const DATA_TYPES: readonly DataType[] = DATA_TYPE_ROWS.map(({ name }) => name);

const byName: ReadonlyMap<string, DataTypeRow> = new Map(DATA_TYPE_ROWS.map((row) => [row.name, row]));

export function isDataType(name: string): name is DataType {
  return byName.has(name);
}

export function dataTypeRow(type: DataType): DataTypeRow {
  return byName.get(type)!; // every member of the union has a row (tested)
}

/** `i8[16][64]`. */
export function arrayTypeText(type: DataType, dimensions: readonly number[]): string {
  return `${type}${dimensions.map((dimension) => `[${dimension}]`).join('')}`;
}
