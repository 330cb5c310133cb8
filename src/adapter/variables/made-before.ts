/**
 * Rows that were made before of the same: from stop to stop most registers stay as they are, and each is asked for twice, as it
 * is and as it was. Only for rows that their inputs say everything about, which hold nothing of memory or of a CPU.
 */
import type { Item } from './item';

/** The latest row of each owner, which is the row of a table or a list of names. */
export class MadeBefore<Owner extends WeakKey> {
  private readonly latest = new WeakMap<Owner, { readonly inputs: readonly unknown[]; readonly item: Item }>();

  /** What `make` makes, which must say nothing that is not in `inputs`. */
  of(owner: Owner, inputs: readonly unknown[], make: () => Item): Item {
    const known = this.latest.get(owner);
    if (known && areSame(known.inputs, inputs)) return known.item;
    const item = make();
    this.latest.set(owner, { inputs, item });
    return item;
  }
}

function areSame(a: readonly unknown[], b: readonly unknown[]): boolean {
  for (let at = 0; at < b.length; at++) if (a[at] !== b[at]) return false;
  return true;
}
