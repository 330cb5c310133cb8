/** Moments of a run that a person has given names to, with notes. */

export interface Bookmark {
  /** A word: `@NAME` is a place in time. */
  readonly name: string;
  /** Empty for none. */
  readonly note: string;
  readonly moment: number;
  /** Counted from 1. */
  readonly step: number;
  /** Zero-based; -1 for none. */
  readonly line: number;
}

export class Bookmarks {
  /** Ascending by moment. */
  all: readonly Bookmark[] = [];

  named(name: string): Bookmark | undefined {
    return this.all.find((one) => one.name === name);
  }

  /** A bookmark of the same name moves. */
  set(bookmark: Bookmark): void {
    const others = this.all.filter(({ name }) => name !== bookmark.name);
    this.all = [...others, bookmark].sort((a, b) => a.moment - b.moment);
  }

  /** False where there is none. */
  drop(name: string): boolean {
    const others = this.all.filter((one) => one.name !== name);
    const isThere = others.length < this.all.length;
    this.all = others;
    return isThere;
  }
}
