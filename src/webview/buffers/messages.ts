/** What the Buffer map's page can have done. Its content is the adapter's `BuffersView`. */

/** A type alias, so that it is a table of names. */
export type BuffersActs = {
  /** Whose areas to show; null follows the current task. */
  readonly choose: { readonly task: string | null };
  /** Shows bytes in the Memory view. */
  readonly openMemory: { readonly reference: string; readonly offset: number; readonly size: number };
};
