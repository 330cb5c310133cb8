/** The syntax tree of the bytes that a declaration puts into memory. */
import type { Range } from '../errors/diagnostic';
import type { Expression } from './expression';

export type DataType = 'i8' | 'u8' | 'i16' | 'u16' | 'i32' | 'u32' | 'i64' | 'u64' | 'bf16' | 'f16' | 'f32' | 'f64';

export type Initializer =
  | { readonly kind: 'list'; readonly values: readonly Expression[] }
  | { readonly kind: 'zero' }
  | { readonly kind: 'fill'; readonly value: Expression }
  | { readonly kind: 'ramp'; readonly start: Expression; readonly step: Expression }
  | { readonly kind: 'random'; readonly seed: Expression };

export type DataValue =
  | { readonly kind: 'zero'; readonly size: Expression }
  | { readonly kind: 'hex'; readonly bytes: Uint8Array }
  | {
      readonly kind: 'file';
      readonly path: string;
      readonly offset?: Expression;
      readonly size?: Expression;
      readonly range: Range;
    }
  | {
      readonly kind: 'array';
      readonly type: DataType;
      readonly dimensions: readonly Expression[];
      readonly initializer: Initializer;
    }
  | {
      readonly kind: 'tilecfg';
      readonly palette: Expression | undefined;
      readonly startRow: Expression | undefined;
      readonly tiles: readonly TileShape[];
    }
  /** What directives behind a label of pasted assembly emit: `.long`, `.string`, ... */
  | { readonly kind: 'emitted'; readonly parts: readonly EmittedPart[] }
  /** `.set NAME, target`: no bytes of its own, but an address. */
  | { readonly kind: 'alias'; readonly target: Expression };

export type EmittedPart =
  /** Integers or floats of `size` bytes each. */
  | { readonly kind: 'values'; readonly size: number; readonly float: boolean; readonly values: readonly Expression[] }
  /** `count` integers of `size` bytes, 0 without a value. */
  | { readonly kind: 'fill'; readonly size: number; readonly count: Expression; readonly value?: Expression }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  /** Zeros up to a multiple of `to` bytes. */
  | { readonly kind: 'align'; readonly to: Expression };

export interface TileShape {
  readonly tile: number;
  readonly rows: number;
  /** Bytes in a row. */
  readonly colsb: number;
  readonly range: Range;
}
