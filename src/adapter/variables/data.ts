/** The data of a trace, as it is in memory now: arrays by their dimensions, anything else as bytes. */

import { dataTypeRow, isDataType } from '../../language/data-type';
import { formatAddress } from '../../machine/address';
import { TILECFG_SIZE } from '../../machine/amx/tilecfg';
import type { DataSymbol } from '../../world/program';
import { memoryReference } from '../memory-reference';
import type { StateView } from '../state-view';
import type { Item } from './item';
import { type LaneType, lanesOf, lanesSummary, laneTypes, typedViews } from './lanes';
import { text } from './value';

const RAW = laneTypes('u8', 'i32', 'u64', 'f32');
const READ_ONLY = 'Set one element of it.';

export function dataItem(state: StateView, space: number, symbol: DataSymbol): Item {
  const { name, address } = symbol;
  const size = symbol.bytes.length;
  const bytes = state.memory.peek(space, address, size) ?? new Uint8Array();
  const lane = symbol.type !== null && isDataType(symbol.type) ? dataTypeRow(symbol.type) : undefined;
  const shape = symbol.dimensions.map((dimension) => `[${dimension}]`).join('');
  return {
    name,
    value: text(summary(symbol, lane, bytes)),
    type: `${lane ? `${lane.name}${shape}` : 'bytes'}, ${size} bytes at ${formatAddress(address)}`,
    expression: name,
    memory: memoryReference(space, address),
    readOnly: READ_ONLY,
    fingerprint: () => bytes.join(),
    children: lane
      ? dimensionChildren(lane, bytes, address, symbol.dimensions)
      : {
          named: () =>
            typedViews(RAW, {
              bytes,
              expression: (type, index) => `${type.name}[${formatAddress(address + type.size * index)}]`,
            }),
        },
  };
}

function summary(symbol: DataSymbol, lane: LaneType | undefined, bytes: Uint8Array): string {
  const at = formatAddress(symbol.address);
  if (bytes.length < symbol.bytes.length) return `${at} (not mapped)`;
  if (!lane)
    return symbol.bytes.length === TILECFG_SIZE ? `${at}, ${TILECFG_SIZE} bytes` : `${at}, ${bytes.length} bytes`;
  const contents = formatted(lanesSummary(lane, bytes.subarray(0, SUMMARY_BYTES)), bytes.length > SUMMARY_BYTES);
  return `${at} ${contents}`;
}

/** Long arrays are not read as a whole for one line. */
const SUMMARY_BYTES = 128;

function formatted(value: ReturnType<typeof lanesSummary>, more: boolean): string {
  const words = value.kind === 'text' ? value.text : '';
  return more ? words.replace(/(?:, \.\.\.)?\]$/, ', ...]') : words;
}

function dimensionChildren(
  lane: LaneType,
  bytes: Uint8Array,
  address: number,
  dimensions: readonly number[],
): Item['children'] & object {
  const [count = 0, ...rest] = dimensions;
  if (rest.length === 0) {
    return lanesOf(lane, {
      bytes,
      expression: (type, index) => `${type.name}[${formatAddress(address + type.size * index)}]`,
    });
  }
  const size = rest.reduce((product, dimension) => product * dimension, lane.size);
  return {
    indexed: {
      count,
      at: (index) => {
        const part = bytes.subarray(size * index, size * (index + 1));
        return {
          name: `[${index}]`,
          value: lanesSummary(lane, part.subarray(0, SUMMARY_BYTES)),
          type: `${lane.name}${rest.map((dimension) => `[${dimension}]`).join('')}`,
          readOnly: READ_ONLY,
          fingerprint: () => part.join(),
          children: dimensionChildren(lane, part, address + size * index, rest),
        };
      },
    },
  };
}
