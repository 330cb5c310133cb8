/** Typed lanes: the same bytes as integers and floats of every width, as the trace language names them. */

import { readElement } from '../../language/expressions/element';
import { DATA_TYPE_ROWS, type DataTypeRow } from '../../language/syntax/data-type';
import type { DataType } from '../../language/tree/data';
import type { Children, Item } from './item';
import { decimal, formatValue, hex, text, type Value } from './value';

export type LaneType = DataTypeRow;

/** The lane types of those names, in the order of the table. */
export function laneTypes(...names: readonly DataType[]): readonly LaneType[] {
  return DATA_TYPE_ROWS.filter(({ name }) => names.includes(name));
}

/** Signed and floating-point lanes show as numbers, unsigned ones as bits. */
function readLane({ name, size, kind }: LaneType, view: DataView, offset: number): Value {
  const value = readElement(view, offset, name);
  if (typeof value === 'number') return { kind: 'float', value, type: name };
  return kind === 'signed' ? decimal(value, size * 8) : hex(value, size * 8);
}

export interface LaneSource {
  readonly bytes: Uint8Array;
  /** The expression of lane `index`, if there is one: `zmm0.f32[3]`. */
  readonly expression?: (lane: LaneType, index: number) => string;
  readonly readOnly?: string;
}

/** One element after the other. */
export function lanesOf(lane: LaneType, { bytes, expression, readOnly }: LaneSource): Children {
  const { size } = lane;
  return {
    indexed: {
      count: Math.floor(bytes.length / size),
      at: (index) => ({
        ...laneItem(lane, index, bytes.subarray(size * index, size * (index + 1))),
        ...(expression ? { expression: expression(lane, index) } : {}),
        ...(readOnly ? { readOnly } : {}),
      }),
    },
  };
}

/** Element `index`, whose bytes are `bytes`; fewer where its memory is gone. */
export function laneItem(lane: LaneType, index: number, bytes: Uint8Array): Item {
  const value = bytes.length < lane.size ? text('not mapped') : readLane(lane, viewOf(bytes), 0);
  return { name: `[${index}]`, value, type: lane.name };
}

/** A child for each lane type: the typed views of a register. */
export function typedViews(lanes: readonly LaneType[], source: LaneSource): readonly Item[] {
  return lanes.map((lane) => ({
    name: lane.name,
    value: text(lanesSummary(lane, source.bytes)),
    type: `${lane.name}[${source.bytes.length / lane.size}]`,
    children: lanesOf(lane, source),
    contents: () => source.bytes,
  }));
}

const SUMMARY_LANES = 8;
/** What one line looks at; an array may have megabytes. */
export const SUMMARY_BYTES = 128;

/** `[1, 2, 3, ...]`, or `[7 x 16]` where all are equal. */
export function lanesSummary(lane: LaneType, bytes: Uint8Array): string {
  const view = viewOf(bytes);
  const count = Math.floor(Math.min(bytes.length, SUMMARY_BYTES) / lane.size);
  const values = Array.from({ length: count }, (_, index) => formatValue(readLane(lane, view, index * lane.size)));
  const isUniform = count > 2 && values.every((value) => value === values[0]);
  const shown = isUniform ? `${values[0]} x ${count}` : values.slice(0, SUMMARY_LANES).join(', ');
  const isAll = bytes.length <= SUMMARY_BYTES && (isUniform || count <= SUMMARY_LANES);
  return isAll ? `[${shown}]` : `[${shown}, ...]`;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
