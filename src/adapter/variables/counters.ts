/** The kernel's counters since the start. */
import type { KernelState } from '../../kernel/state/state';
import type { Item } from './item';
import { decimal } from './value';

const COUNTERS: readonly (readonly [name: keyof KernelState['counters'], documentation: string])[] = [
  ['nm', '#NM exceptions.'],
  ['allocs', 'Buffers allocated.'],
  ['frees', 'Buffers freed.'],
  ['buffer_bytes', 'Bytes of allocated buffers.'],
  ['xfd_writes', 'Writes of IA32_XFD.'],
];

export function counterItems({ counters }: KernelState): readonly Item[] {
  return COUNTERS.map(([name, documentation]) => ({
    name,
    value: decimal(counters[name]),
    documentation,
    expression: `kernel.${name}`,
    readOnly: 'The kernel counts by itself.',
  }));
}
