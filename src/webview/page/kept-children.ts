/**
 * The children of an element, made anew only where what they show has changed. To a browser a child that stays costs nothing: it is
 * neither styled nor laid out nor painted again.
 */

export interface Child {
  /** Children with the same key look alike. */
  readonly key: string;
  readonly make: () => Element;
}

/** A child that is made of `shown` and of nothing else. */
export function childOf<Shown>(shown: Shown, make: (shown: Shown) => Element): Child {
  return { key: JSON.stringify(shown), make: () => make(shown) };
}

export class KeptChildren {
  private kept = new Map<string, Element>();

  constructor(private readonly parent: Element) {}

  show(children: readonly Child[]): void {
    const shown = new Map<string, Element>();
    for (const { key, make } of children) {
      const unique = unused(key, shown);
      shown.set(unique, this.kept.get(unique) ?? make());
    }
    // What goes away goes first, so that what stays is where it belongs and need not be moved.
    for (const [key, child] of this.kept) if (shown.get(key) !== child) child.remove();
    this.kept = shown;
    let place = this.parent.firstElementChild;
    for (const child of shown.values()) {
      if (child === place) place = place.nextElementSibling;
      else this.parent.insertBefore(child, place);
    }
  }

  /** Has a child made anew next time: it has been changed, and its key does not know of that. */
  forget(child: Element): void {
    const entry = [...this.kept].find(([, known]) => known === child);
    if (!entry) return;
    this.kept.delete(entry[0]);
    this.kept.set(unused(`${entry[0]} changed`, this.kept), child);
  }
}

/** `key`, or where that is taken, the key with a number. */
function unused(key: string, taken: ReadonlyMap<string, unknown>): string {
  let unique = key;
  for (let number = 2; taken.has(unique); number++) unique = `${key} ${number}`;
  return unique;
}
