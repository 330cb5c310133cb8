/** The units of a file, by the code that they are of and by their places in `.debug_info`. */
import type { AddressRange } from './ranges';
import type { Unit } from './unit';

/** Whether a path that a compiler wrote down is that of a file. */
export type IsFile = (path: string) => boolean;

/** Whatever cannot be read is `otherwise`, and a problem of the file. */
export type Attempt = <T>(read: () => T, otherwise: T) => T;

export interface Units {
  /** In the order of the file. Of a large file: those that somebody has asked for so far. */
  readonly known: readonly Unit[];
  /** The unit whose code an address of the file is. */
  at(address: number): Unit | undefined;
  /** Whether there are none at all. */
  readonly isEmpty: boolean;
  rangesOf(unit: Unit): readonly AddressRange[];
  /** The unit that a place in `.debug_info` is in. */
  around(offset: number): Unit | undefined;
  /** Units that files were compiled as become known. */
  ask(isFile: IsFile): void;
}
