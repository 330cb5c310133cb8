/** How a run with an assumption stands beside the run without it, while it goes on: whether it can still be the better one. */

/** A fact that the trace as it stands is wrong about. */
export interface Wrong {
  /** The line, and what is said there. */
  readonly key: string;
  readonly line: number;
  /** The flow was at the line for the so-manieth time; 0 where it was not seen to get there, as within a `run`. */
  readonly visit: number;
}

export class Outlook {
  private readonly keys: ReadonlySet<string>;
  private readonly lines: ReadonlySet<number>;
  private readonly wrong = new Set<string>();
  private readonly visits = new Map<number, number>();
  /** Of `known`: all that is seen at the place of the step that is under way, and what comes behind that. */
  private under: readonly Wrong[] = [];
  private next = 0;
  private isBetter = false;

  /**
   * @param known of the run without the assumption, in order.
   * @param before the lines that the flow had been at when the run began.
   */
  constructor(
    private readonly known: readonly Wrong[],
    before: readonly number[] = [],
  ) {
    this.keys = new Set(known.map(({ key }) => key));
    this.lines = new Set(known.map(({ line }) => line));
    for (const line of before) if (this.lines.has(line)) this.visit(line);
  }

  /** Whether it can be told while the run goes on that something holds which was contradicted. */
  get isPlaced(): boolean {
    return this.known.every(({ visit }) => visit > 0);
  }

  /** Something that was contradicted holds, and nothing before it has gone wrong. */
  get helps(): boolean {
    return this.isBetter;
  }

  /** The flow has got to a line of the trace. @returns whether nothing can come of the run any more. */
  arrive(line: number): boolean {
    this.pass();
    if (!this.isBetter && this.isPlaced && this.next >= this.known.length) return true;
    if (!this.lines.has(line)) return false;
    const visit = this.visit(line);
    const isHere = (wrong: Wrong): boolean => wrong.line === line && wrong.visit === visit;
    const first = this.known.findIndex((wrong, index) => index >= this.next && isHere(wrong));
    if (first < 0) return false;
    this.under = this.known.filter(isHere);
    this.next = this.known.findLastIndex(isHere) + 1;
    return false;
  }

  /** A fact is contradicted. @returns whether nothing can come of the run any more. */
  contradict(key: string): boolean {
    this.wrong.add(key);
    if (!this.keys.has(key) && !this.isBetter) return true;
    return this.wrong.size > this.known.length;
  }

  /** The run has come to its end. */
  end(): void {
    this.pass();
    if (this.known.some(({ key, visit }) => visit === 0 && !this.wrong.has(key))) this.isBetter = true;
  }

  private pass(): void {
    if (this.under.some(({ key }) => !this.wrong.has(key))) this.isBetter = true;
    this.under = [];
  }

  private visit(line: number): number {
    const count = (this.visits.get(line) ?? 0) + 1;
    this.visits.set(line, count);
    return count;
  }
}
