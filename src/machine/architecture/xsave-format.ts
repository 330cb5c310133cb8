/**
 * The fixed places in every XSAVE area (Intel SDM vol. 1, 13.4.1 and 13.4.2): the legacy region with X87, SSE and
 * MXCSR, the header, and the start of the extended region.
 */
import { XFEATURE } from './component';

/** A run of bytes. */
export interface Run {
  readonly offset: number;
  readonly size: number;
}

export const LEGACY_SIZE = 512;
export const HEADER_OFFSET = 512;
/** Offset of the extended region, which follows the header. */
export const EXTENDED_OFFSET = 576;

/** Offset of MXCSR and MXCSR_MASK, which belong to no component's spans. */
export const MXCSR_OFFSET = 24;
export const MXCSR_MASK_OFFSET = 28;

/** Offset of a component's section in the area, for the components of the legacy region. */
export const LEGACY_SECTIONS: Readonly<Record<number, number>> = { [XFEATURE.X87]: 0, [XFEATURE.SSE]: 160 };

/** MXCSR and MXCSR_MASK lie inside the section of X87. */
const X87_SPANS: readonly Run[] = [
  { offset: 0, size: 24 },
  { offset: 32, size: 128 },
];

/** The bytes of a component's section that belong to the component, by their offset in the section. */
export function spansOf({ index, size }: { readonly index: number; readonly size: number }): readonly Run[] {
  return index === XFEATURE.X87 ? X87_SPANS : [{ offset: 0, size }];
}
