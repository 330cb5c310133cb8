/** Where members of structures lie, whoever says it: BTF, or debugging information. */

/** Of a structure, a union, an array or a scalar: where a member lies. */
export interface MemberPlace {
  /** In bytes from the start of the structure. */
  readonly offset: number;
  /** In bytes. */
  readonly size: number;
  /** Of a bit field: the first bit in `offset`'s byte, and how many bits. */
  readonly bits?: { readonly first: number; readonly count: number };
}

export interface Layouts {
  /** In bytes; undefined where there is no structure or union of that name. */
  sizeOf(struct: string): number | undefined;
  /**
   * Where a member of a structure or union lies; undefined where there is none.
   *
   * @param path names with dots between them, also through anonymous members: `thread.fpu.fpstate`.
   */
  place(struct: string, path: string): MemberPlace | undefined;
}
