/** The bytes that lie at a place now. */
import type { Cpu } from '../../machine/cpu/cpu';
import type { World } from '../state/world';
import type { RegisterSpan } from '../watch/register-span';
import type { Location } from './location';

const ZMM_SIZE = 64;

const FILES: Readonly<Record<RegisterSpan['file'], (cpu: Cpu, index: number) => Uint8Array>> = {
  general: ({ gpr8 }, index) => gpr8.subarray(8 * index, 8 * index + 8),
  vector: ({ zmm }, index) => zmm.subarray(ZMM_SIZE * index, ZMM_SIZE * (index + 1)),
  opmask: ({ opmask }, index) => new Uint8Array(opmask.buffer, opmask.byteOffset + 8 * index, 8),
  tile: ({ tmm }, index) => tmm[index] ?? new Uint8Array(),
  tilecfg: ({ tilecfg }) => tilecfg,
};

/** A copy of the bytes; undefined for a location that is no bytes, or is absent. */
export function bytesAt({ cpus, memory }: World, location: Location): Uint8Array | undefined {
  if (location.kind === 'expression') return undefined;
  if (location.kind === 'memory') {
    const bytes = memory.peek(location.space, location.address, location.length);
    return bytes?.length === location.length ? bytes.slice() : undefined;
  }
  const cpu = cpus[location.cpu];
  const { file, index, from, to } = location.span;
  return cpu && FILES[file](cpu, index).slice(from, to);
}

export function areSameBytes(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
  return a !== undefined && b !== undefined && a.length === b.length && a.every((byte, index) => byte === b[index]);
}
