/** Typing over bytes: the first digit waits for the second, which writes the byte and goes on to the next one. */

export interface ByteEdit {
  /** Of the byte in the window. */
  readonly offset: number;
  /** Two digits. */
  readonly digits: string;
}

export class ByteEditor {
  private pending: { readonly offset: number; readonly digit: string } | undefined;

  /** What is to be shown in place of a byte whose first digit has been typed. */
  shown(offset: number): string | undefined {
    return this.pending?.offset === offset ? `${this.pending.digit}_` : undefined;
  }

  /** A byte to write, `waits` after a first digit, undefined for a key that is none. */
  type(offset: number, key: string): ByteEdit | 'waits' | undefined {
    if (!/^[0-9a-f]$/i.test(key)) return undefined;
    const first = this.pending?.offset === offset ? this.pending.digit : undefined;
    if (first === undefined) {
      this.pending = { offset, digit: key.toLowerCase() };
      return 'waits';
    }
    this.pending = undefined;
    return { offset, digits: `${first}${key.toLowerCase()}` };
  }

  /** Whether there was something to give up. */
  cancel(): boolean {
    const had = this.pending !== undefined;
    this.pending = undefined;
    return had;
  }
}
