/** What the patches of an image work on, and the image's own tables of the places to patch. */
import type { LinearAddress } from '../../../machine/architecture/linear-address';
import type { ImageMemory } from '../image-memory';
import type { Vmlinux } from '../vmlinux';

export interface Patching {
  readonly vmlinux: Vmlinux;
  readonly memory: ImageMemory;
}

/** The symbols that a linker script puts around a table. */
export interface Table {
  readonly start: string;
  readonly end: string;
}

/** The addresses of a table's rows; none where the image has no such table. */
export function* rowsOf({ vmlinux }: Patching, { start, end }: Table, size: number): Generator<LinearAddress> {
  const [from, to] = [vmlinux.find(start), vmlinux.find(end)];
  if (from === undefined || to === undefined) return;
  for (let row = from; row + size <= to; row += size) yield row;
}

/** A row of four bytes that says how far from itself the place is. */
const RELATIVE_SIZE = 4;

/** The places that a table of relative addresses names. */
export function* placesOf(patching: Patching, table: Table): Generator<LinearAddress> {
  for (const row of rowsOf(patching, table, RELATIVE_SIZE)) yield relative(patching.memory, row);
}

/** What a field of four bytes points to: it counts from itself. */
export function relative(memory: ImageMemory, field: LinearAddress): LinearAddress {
  return field + memory.s32(field);
}
