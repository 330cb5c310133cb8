/** The kinds of floating-point instructions: packed and scalar, half, single and double precision. */
import {
  HALF as BINARY16,
  SINGLE as BINARY32,
  DOUBLE as BINARY64,
  type FloatFormat,
} from '../../../vector/float/format';
import type { Meaning } from '../../../vector/meaning';
import type { Operate } from '../../../vector/vector-frame';
import { DOUBLE, HALF, SINGLE } from '../isa';
import type { FormOptions, Isa } from '../row';

export interface Kind {
  readonly suffix: 'ph' | 'ps' | 'pd' | 'sh' | 'ss' | 'sd';
  readonly format: FloatFormat;
  readonly scalar: boolean;
  readonly bytes: 2 | 4 | 8;
  readonly isa: Isa;
}

export const KINDS: readonly Kind[] = [
  { suffix: 'ps', format: BINARY32, scalar: false, bytes: 4, isa: SINGLE },
  { suffix: 'pd', format: BINARY64, scalar: false, bytes: 8, isa: DOUBLE },
  { suffix: 'ss', format: BINARY32, scalar: true, bytes: 4, isa: SINGLE },
  { suffix: 'sd', format: BINARY64, scalar: true, bytes: 8, isa: DOUBLE },
  { suffix: 'ph', format: BINARY16, scalar: false, bytes: 2, isa: HALF },
  { suffix: 'sh', format: BINARY16, scalar: true, bytes: 2, isa: HALF },
];

export function optionsOf({ scalar, bytes }: Kind, rounding: 'er' | 'sae'): FormOptions {
  return scalar ? { scalar: bytes, rounding } : { broadcast: bytes, rounding };
}

export function meaningOf(kind: Kind, operate: Operate, more: Partial<Meaning> = {}): Meaning {
  return { lane: kind.bytes, scalar: kind.scalar, nds: true, lanewise: true, float: true, operate, ...more };
}

export function lanesOf({ scalar, bytes }: Kind): string {
  return scalar ? `the lowest ${8 * bytes}-bit element` : `each ${8 * bytes}-bit element`;
}
