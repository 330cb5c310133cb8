/**
 * What stands behind `@` at a symbol of compiler output (System V ABI for x86-64, "Relocation"; ELF handling for
 * thread-local storage). Nothing is linked here: a symbol that has to be reached through the global offset table gets a
 * slot of its own in the data, and a thread-local one an offset from the thread pointer.
 */
import { tableOf } from '../../machine/table';

export interface Relocation {
  /**
   * - `direct`: the symbol itself, since no procedure linkage table is needed.
   * - `slot`: 8 bytes of data that hold the address of the symbol.
   * - `offset`: the address of the symbol less the thread pointer.
   * - `offset-slot`: 8 bytes of data that hold that offset.
   */
  readonly kind: 'direct' | 'slot' | 'offset' | 'offset-slot';
  /** As names of the trace have it. */
  readonly suffix: string;
}

/** By what is written, in lower case. */
export const RELOCATIONS = tableOf<Relocation>({
  '@plt': { kind: 'direct', suffix: '' },
  '@gotpcrel': { kind: 'slot', suffix: '@GOTPCREL' },
  '@tpoff': { kind: 'offset', suffix: '@TPOFF' },
  '@gottpoff': { kind: 'offset-slot', suffix: '@GOTTPOFF' },
} satisfies Record<string, Relocation>);
