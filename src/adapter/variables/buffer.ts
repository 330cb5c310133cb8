/**
 * An XSAVE area as what it is (Intel SDM vol. 1, 13.4): header, XSTATE_BV, XCOMP_BV, and each component at its offset,
 * with what it holds. Elements can be set: their expressions are memory.
 */

import { XFEATURE } from '../../machine/architecture/component';
import { formatAddress, type LinearAddress } from '../../machine/architecture/linear-address';
import { type BitField, componentBits, REGISTERS } from '../../machine/architecture/registers';
import { TILE_SIZE, TILECFG_SIZE } from '../../machine/architecture/tilecfg';
import { type AreaComponent, COMPACTED, XCOMP_BV_OFFSET, XSTATE_BV_OFFSET } from '../../machine/xstate/xsave-area';
import { memoryReference } from '../protocol/memory-reference';
import type { BufferArea } from '../state/buffer-area';
import { bitsItem } from './bits';
import type { Item } from './item';
import { laneTypes, typedViews } from './lanes';
import { tilecfgItem, tileItems } from './tiles';
import { hex, text } from './value';
import { vectorItem } from './vectors';

export interface BufferPlace {
  readonly name: string;
  readonly address: LinearAddress;
  /** Components that the processor has. */
  readonly supported: bigint;
}

/** The header's XCOMP_BV: bit 63 says that the area is compacted. */
const COMPACTED_BIT: BitField = {
  name: 'COMPACTED',
  bit: 63,
  documentation: 'The area is in the compacted format.',
};

const READ_ONLY = 'Set a single element of the component, or write the memory of the buffer.';

export function bufferItem(image: BufferArea | undefined, place: BufferPlace): Item {
  const { name, address } = place;
  if (!image) return { name, value: text('freed'), documentation: 'The XSAVE area of the task.', readOnly: READ_ONLY };
  return {
    name,
    value: text(
      `${image.bytes.length} bytes at ${formatAddress(address)}, ${image.format === 'compacted' ? 'compacted' : 'standard format'}`,
    ),
    documentation: 'The XSAVE area of the task.',
    memory: memoryReference(0, address),
    readOnly: READ_ONLY,
    contents: () => image.bytes,
    children: {
      named: () => [
        maskItem(
          'xstate_bv',
          image.xstateBv,
          address + XSTATE_BV_OFFSET,
          place,
          'The components that the area holds; the others are INIT.',
        ),
        maskItem(
          'xcomp_bv',
          image.xcompBv,
          address + XCOMP_BV_OFFSET,
          place,
          'The components that have a place in a compacted area.',
        ),
        ...image.components.map((section) => componentItem(image, section, address)),
      ],
    },
  };
}

function maskItem(
  name: string,
  value: bigint,
  address: LinearAddress,
  place: BufferPlace,
  documentation: string,
): Item {
  const fields = componentBits(place.supported, value & ~COMPACTED);
  return bitsItem({
    name,
    value,
    bits: 64,
    fields: name === 'xcomp_bv' ? [...fields, COMPACTED_BIT] : fields,
    documentation,
    expression: `u64[${formatAddress(address)}]`,
  });
}

function componentItem(image: BufferArea, section: AreaComponent, base: LinearAddress): Item {
  const { component, offset, size, inUse, bytes } = section;
  const contents: Contents = { bytes, address: base + offset, image };
  return {
    name: component.id,
    value: text(`at ${offset}, ${size} bytes, ${inUse ? 'saved' : 'INIT'}`),
    documentation: `${component.title}. ${component.documentation}`,
    memory: memoryReference(0, base + offset),
    readOnly: READ_ONLY,
    contents: () => bytes,
    children: { named: () => (CONTENTS[component.index] ?? rawBytes)(contents) },
  };
}

interface Contents {
  readonly bytes: Uint8Array;
  readonly address: LinearAddress;
  readonly image: BufferArea;
}

const RAW = laneTypes('u8', 'u32', 'u64');

function rawBytes({ bytes, address }: Contents): readonly Item[] {
  return typedViews(RAW, {
    bytes,
    expression: (lane, index) => `${lane.name}[${formatAddress(address + lane.size * index)}]`,
  });
}

/** Registers of `size` bytes, one after the other. */
function vectors(nameOf: (index: number) => string, size: number): (contents: Contents) => readonly Item[] {
  return ({ bytes, address }) =>
    Array.from({ length: bytes.length / size }, (_, index) => {
      const at = address + size * index;
      return vectorItem(nameOf(index), bytes.subarray(size * index, size * (index + 1)), {
        memory: memoryReference(0, at),
        lane: (lane, element) => `${lane.name}[${formatAddress(at + lane.size * element)}]`,
      });
    });
}

const CONTENTS: Readonly<Record<number, (contents: Contents) => readonly Item[]>> = {
  [XFEATURE.SSE]: vectors((index) => `xmm${index}`, 16),
  [XFEATURE.AVX]: vectors((index) => `ymm${index}[255:128]`, 16),
  [XFEATURE.OPMASK]: ({ bytes, address }) =>
    Array.from(new BigUint64Array(bytes.slice().buffer), (value, index) => ({
      name: `k${index}`,
      value: hex(value),
      expression: `u64[${formatAddress(address + 8 * index)}]`,
    })),
  [XFEATURE.ZMM_HI256]: vectors((index) => `zmm${index}[511:256]`, 32),
  [XFEATURE.HI16_ZMM]: vectors((index) => `zmm${index + 16}`, 64),
  [XFEATURE.PKRU]: ({ bytes, address }) => [
    bitsItem({
      name: 'pkru',
      value: BigInt(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(0, true)),
      bits: 32,
      fields: REGISTERS.pkru.fields,
      documentation: REGISTERS.pkru.documentation,
      expression: `u32[${formatAddress(address)}]`,
    }),
  ],
  [XFEATURE.XTILECFG]: ({ bytes }) =>
    tilecfgItem({ tilecfg: bytes, tiles: new Uint8Array() }).children?.named?.() ?? [],
  [XFEATURE.XTILEDATA]: ({ bytes, address, image }) => {
    const tilecfg = image.components.find(({ component }) => component.index === XFEATURE.XTILECFG)?.bytes;
    return tileItems({
      tilecfg: tilecfg ?? new Uint8Array(TILECFG_SIZE),
      tiles: bytes,
      memory: (tile) => memoryReference(0, address + TILE_SIZE * tile),
      element: (tile, lane, row, column) =>
        `${lane.name}[${formatAddress(address + TILE_SIZE * tile + 64 * row + lane.size * column)}]`,
    });
  },
};
