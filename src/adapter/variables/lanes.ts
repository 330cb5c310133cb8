/** Typed lanes: the same bytes as integers and floats of every width, as the trace language names them. */
import { DATA_TYPE_ROWS, type DataTypeRow } from '../../language/data-type';
import { readElement } from '../../language/element';
import type { DataType } from '../../language/syntax';
import type { Children, Item } from './item';
import { decimal, formatValue, hex, text, type Value } from './value';

export type LaneType = DataTypeRow;

/** The lane types of those names, in the order of the table. */
export function laneTypes(...names: readonly DataType[]): readonly LaneType[] {
  return DATA_TYPE_ROWS.filter(({ name }) => names.includes(name));
}

/** Signed and floating-point lanes show as numbers, unsigned ones as bits. */
export function readLane({ name, size, kind }: LaneType, view: DataView, offset: number): Value {
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
export function lanesOf(lane: LaneType, source: LaneSource): Children {
  const view = viewOf(source.bytes);
  return {
    indexed: {
      count: Math.floor(source.bytes.length / lane.size),
      at: (index) => ({
        name: `[${index}]`,
        value: readLane(lane, view, index * lane.size),
        type: lane.name,
        ...(source.expression ? { expression: source.expression(lane, index) } : {}),
        ...(source.readOnly ? { readOnly: source.readOnly } : {}),
      }),
    },
  };
}

/** A child for each lane type: the typed views of a register. */
export function typedViews(lanes: readonly LaneType[], source: LaneSource): readonly Item[] {
  return lanes.map((lane) => ({
    name: lane.name,
    value: lanesSummary(lane, source.bytes),
    type: `${source.bytes.length / lane.size} lanes of ${lane.name}`,
    children: lanesOf(lane, source),
    fingerprint: () => source.bytes.join(),
  }));
}

const SUMMARY_LANES = 8;

/** `[1, 2, 3, ...]`, or what all lanes are where they are equal. */
export function lanesSummary(lane: LaneType, bytes: Uint8Array): Value {
  const count = Math.floor(bytes.length / lane.size);
  const view = viewOf(bytes);
  const values = Array.from({ length: count }, (_, index) => formatValue(readLane(lane, view, index * lane.size)));
  if (count > 2 && values.every((value) => value === values[0])) return text(`[${values[0]} x ${count}]`);
  const shown = values.slice(0, SUMMARY_LANES).join(', ');
  return text(count > SUMMARY_LANES ? `[${shown}, ...]` : `[${shown}]`);
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
