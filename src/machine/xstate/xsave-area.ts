/**
 * An XSAVE area in memory (Intel SDM vol. 1, 13.4): its header, and for each component where it lies and whether the
 * header calls it in use. For views: no access rights, no faults.
 */

import { COMPONENTS, type Component, hasBit } from '../architecture/component';
import { HEADER_OFFSET } from '../architecture/xsave-format';
import type { Layout } from '../processor/area-layout';
import type { Processor } from '../processor/processor';

export const XSTATE_BV_OFFSET = HEADER_OFFSET;
export const XCOMP_BV_OFFSET = HEADER_OFFSET + 8;
export const HEADER_SIZE = 64;

/** Offsets of the header's reserved quadwords. */
const RESERVED_QWORDS = [16, 24, 32, 40, 48, 56] as const;

/** XCOMP_BV[63]: the area is in the compacted format. */
export const COMPACTED = 1n << 63n;
/** The same bit in the upper word of XCOMP_BV. */
export const COMPACTED_HIGH = 1 << 31;

interface XsaveHeader {
  readonly xstateBv: bigint;
  readonly xcompBv: bigint;
  /** Bytes 16 to 63, as six quadwords. */
  readonly reserved: readonly bigint[];
}

export interface AreaComponent {
  readonly component: Component;
  /** Bytes from the start of the area. */
  readonly offset: number;
  readonly size: number;
  /** XSTATE_BV has its bit: XRSTOR loads the section. Otherwise the section means nothing. */
  readonly inUse: boolean;
  /** The section; shorter or empty where the memory at hand ends before it does. */
  readonly bytes: Uint8Array;
}

export interface XsaveArea extends XsaveHeader {
  readonly format: 'standard' | 'compacted';
  /** Bytes from the start of the area to its end in this layout. */
  readonly size: number;
  /** Ascending by component number; X87 and SSE first, in the legacy region. */
  readonly components: readonly AreaComponent[];
}

/** The header in its 64 bytes. */
function readHeader(header: Uint8Array): XsaveHeader {
  const view = new DataView(header.buffer, header.byteOffset, header.byteLength);
  return {
    xstateBv: view.getBigUint64(0, true),
    xcompBv: view.getBigUint64(XCOMP_BV_OFFSET - HEADER_OFFSET, true),
    reserved: RESERVED_QWORDS.map((offset) => view.getBigUint64(offset, true)),
  };
}

/**
 * Decodes an area, or undefined when there are not even the bytes of a header.
 *
 * @param bytes the area from its start, of any length.
 * @param components those that an area in the standard format has room for: the processor's unless given. (A compacted
 * one says so itself, in XCOMP_BV.)
 */
export function readArea(
  bytes: Uint8Array,
  processor: Processor,
  components: bigint = processor.xcr0Supported,
): XsaveArea | undefined {
  if (bytes.length < HEADER_OFFSET + HEADER_SIZE) return undefined;
  const header = readHeader(bytes.subarray(HEADER_OFFSET, HEADER_OFFSET + HEADER_SIZE));
  const layout =
    header.xcompBv & COMPACTED
      ? processor.compactedLayout(header.xcompBv & ~COMPACTED)
      : processor.standardLayout(components);
  return { ...header, format: layout.format, size: layout.size, components: sections(bytes, header, layout) };
}

function sections(bytes: Uint8Array, { xstateBv }: XsaveHeader, layout: Layout): AreaComponent[] {
  const result: AreaComponent[] = [];
  for (const component of COMPONENTS) {
    const offset = layout.offsetOf(component.index);
    if (offset === undefined) continue;
    const { size } = component;
    result.push({
      component,
      offset,
      size,
      inUse: hasBit(xstateBv, component.index),
      bytes: bytes.subarray(offset, offset + size),
    });
  }
  return result;
}
