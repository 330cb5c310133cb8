/** Where an object is, as the evaluation of a location description says (DWARF 5, section 2.6). */

export type Location =
  | { readonly kind: 'memory'; readonly address: bigint }
  /** By the number that DWARF gives registers on x86-64. */
  | { readonly kind: 'register'; readonly register: number }
  /** The value of a variable that lies nowhere. */
  | { readonly kind: 'value'; readonly value: bigint }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'pieces'; readonly pieces: readonly Piece[] }
  /** `why`: a sentence for people. */
  | { readonly kind: 'nowhere'; readonly why: string };

export interface Piece {
  readonly size: number;
  readonly location: Location;
}

/** A frame of the call stack, as expressions see it. */
export interface FrameState {
  /** Undefined where a callee has destroyed it, or nobody knows. */
  register(register: number): bigint | undefined;
  /** Up to 8 bytes, little-endian; undefined where they cannot be read. */
  read(address: bigint, size: number): bigint | undefined;
  /** The canonical frame address. */
  readonly cfa: bigint | undefined;
  /** What DW_OP_fbreg is relative to. */
  readonly frameBase: bigint | undefined;
  /** Where a place in what each thread has of its own lies for this one. */
  threadLocal(offset: bigint): bigint | undefined;
  /** The address in memory of an address of the file. */
  relocated(address: bigint): bigint;
  /** The address with an index in the table of the unit. Throws `FormatError`. */
  indexed(index: number): bigint;
}
