/** The ways to read a tile row's bytes: one row an element type, shared by the view, its menus and its tests. */
import type { DataType } from '../../language/tree/data';

export type ElementTypeId = 'int8' | 'uint8' | 'int32' | 'bf16' | 'fp16' | 'fp32' | 'hex';

export interface ElementType {
  readonly id: ElementTypeId;
  readonly title: string;
  /** Bytes of an element. */
  readonly size: number;
  /** As expressions name it: `tmm0.i32[r][c]`. */
  readonly lane: DataType;
  /** For a cell: short, and exact for integers. */
  readonly format: (value: number) => string;
}

const integer = (value: number): string => String(value);

/** Enough digits to tell neighbours apart in a grid; `formatExact` has them all. */
function float(digits: number): (value: number) => string {
  return (value) => {
    if (Number.isNaN(value)) return 'nan';
    if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
    if (value === 0) return Object.is(value, -0) ? '-0' : '0';
    const rounded = Number(value.toPrecision(digits));
    const magnitude = Math.abs(rounded);
    const text = magnitude >= 1e6 || magnitude < 1e-3 ? rounded.toExponential() : String(rounded);
    return text.replace('e+', 'e');
  };
}

export const ELEMENT_TYPES: readonly ElementType[] = [
  { id: 'int8', title: 'int8', size: 1, lane: 'i8', format: integer },
  { id: 'uint8', title: 'uint8', size: 1, lane: 'u8', format: integer },
  { id: 'int32', title: 'int32', size: 4, lane: 'i32', format: integer },
  { id: 'bf16', title: 'bf16', size: 2, lane: 'bf16', format: float(3) },
  { id: 'fp16', title: 'fp16', size: 2, lane: 'f16', format: float(4) },
  { id: 'fp32', title: 'fp32', size: 4, lane: 'f32', format: float(5) },
  { id: 'hex', title: 'hex', size: 1, lane: 'u8', format: (value) => value.toString(16).padStart(2, '0') },
];

export function elementType(id: ElementTypeId): ElementType {
  return ELEMENT_TYPES.find((type) => type.id === id)!; // every member of the union has a row (tested)
}

export function isElementTypeId(text: unknown): text is ElementTypeId {
  return ELEMENT_TYPES.some(({ id }) => id === text);
}
