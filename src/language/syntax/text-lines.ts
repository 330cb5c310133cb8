/** Single lines of a long text, without an object for each of the others. */

/** Lines between two that are remembered: to find one is to look for so many line ends. */
const APART = 256;

/** Lines of a text by their number; empty behind the last one. */
export interface Lines {
  at(line: number): string;
}

export class TextLines implements Lines {
  /** Where each line whose number is a multiple of `APART` begins, as far as anybody has asked. */
  private readonly starts = [0];
  /** The line that was asked for last, and where it begins: mostly the next one is asked for next. */
  private last = { line: 0, start: 0 };

  constructor(readonly text: string) {}

  /** Without its line end; empty behind the last one. */
  at(line: number): string {
    const start = this.startOf(line);
    if (start === undefined) return '';
    const end = this.text.indexOf('\n', start);
    return end < 0 ? this.text.slice(start) : this.text.slice(start, end);
  }

  /** The number of the line that holds the character at `offset`. */
  lineOf(offset: number): number {
    while ((this.starts.at(-1) ?? 0) <= offset && this.startOf(this.starts.length * APART) !== undefined);
    let [low, high] = [0, this.starts.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.starts[middle] ?? 0) <= offset) low = middle + 1;
      else high = middle;
    }
    let line = (low - 1) * APART;
    for (let at = this.text.indexOf('\n', this.starts[low - 1]); at >= 0 && at < offset; line++)
      at = this.text.indexOf('\n', at + 1);
    return line;
  }

  private startOf(line: number): number | undefined {
    const wanted = Math.floor(line / APART);
    while (this.starts.length <= wanted) {
      const next = this.behind(this.starts.at(-1) ?? 0, APART);
      if (next === undefined) return undefined;
      this.starts.push(next);
    }
    const near = this.last.line <= line && this.last.line >= wanted * APART ? this.last : undefined;
    const start = near
      ? this.behind(near.start, line - near.line)
      : this.behind(this.starts[wanted] ?? 0, line % APART);
    if (start !== undefined) this.last = { line, start };
    return start;
  }

  /** Where the line begins that comes `lines` after the one that begins at `start`. */
  private behind(start: number, lines: number): number | undefined {
    let at = start;
    for (let left = lines; left > 0; left--) {
      const end = this.text.indexOf('\n', at);
      if (end < 0) return undefined;
      at = end + 1;
    }
    return at;
  }
}
