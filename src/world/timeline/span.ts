/** Stretches of time in order, with levels of detail: those too short to be told apart become one, with their number. */

/** From one moment to another; both are the same for what takes no time. */
export interface Span<T> {
  readonly from: number;
  /** The end of the span; `OPEN` while the span lasts. */
  readonly to: number;
  /** The number of spans that this one stands for. */
  readonly count: number;
  readonly first: T;
  readonly last: T;
}

export const OPEN = Number.POSITIVE_INFINITY;

/** What lists share: how finely they keep things, and how many they keep together. */
export interface Room {
  /** Moments: spans within one stretch of this length become one; 0 keeps all spans. */
  grain: number;
  used: number;
}

/** Spans that do not overlap, in the order of time. */
export class SpanList<T> {
  private spans: Span<T>[] = [];

  constructor(private readonly room: Room = { grain: 0, used: 0 }) {}

  get all(): readonly Span<T>[] {
    return this.spans;
  }

  get last(): Span<T> | undefined {
    return this.spans.at(-1);
  }

  /** Notes a span without length. */
  note(moment: number, what: T): void {
    this.add({ from: moment, to: moment, count: 1, first: what, last: what });
  }

  /** Begins a span, and ends the one before it. */
  begin(moment: number, what: T): void {
    this.end(moment);
    this.add({ from: moment, to: OPEN, count: 1, first: what, last: what });
  }

  /** Ends the last one, if it lasts still. */
  end(moment: number): void {
    const { last } = this;
    if (last?.to !== OPEN) return;
    this.spans.pop();
    this.room.used--;
    // What has begun at this very moment has not been there.
    if (last.from < moment) this.add({ ...last, to: moment });
  }

  /** Joins what the grain of the room, which has grown, takes for one. */
  coarsen(): void {
    const { spans } = this;
    this.clear();
    for (const span of spans) this.add(span);
  }

  /** What begins at `moment` or later has never been; what lasted beyond it lasts still. */
  forgetFrom(moment: number): void {
    const kept = this.spans.slice(0, this.indexFrom(moment));
    const last = kept.at(-1);
    if (last && last.to > last.from && last.to >= moment) kept[kept.length - 1] = { ...last, to: OPEN };
    this.clear();
    this.spans = kept;
    this.room.used += kept.length;
  }

  /** The spans that touch a stretch of time, as coarse as `grain` says. */
  within(from: number, to: number, grain: number): readonly Span<T>[] {
    const part = new SpanList<T>({ grain, used: 0 });
    for (let index = Math.max(0, this.indexFrom(from) - 1); index < this.spans.length; index++) {
      const span = this.spans[index]!; // within bounds
      if (span.from > to) break;
      if (span.to >= from) part.add(span);
    }
    return part.spans;
  }

  /** The latest that has begun at `moment` or before, and the first that begins behind it. */
  around(moment: number): readonly [Span<T> | undefined, Span<T> | undefined] {
    const index = this.indexFrom(moment + 1);
    return [this.spans[index - 1], this.spans[index]];
  }

  private add(span: Span<T>): void {
    const { last } = this;
    if (last && isOne(last, span, this.room.grain)) {
      this.spans[this.spans.length - 1] = joined(last, span);
    } else {
      this.spans.push(span);
      this.room.used++;
    }
  }

  private clear(): void {
    this.room.used -= this.spans.length;
    this.spans = [];
  }

  /** Of the first that begins at `moment` or later. */
  private indexFrom(moment: number): number {
    let [low, high] = [0, this.spans.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.spans[middle]?.from ?? OPEN) < moment) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function isOne(a: Span<unknown>, b: Span<unknown>, grain: number): boolean {
  return grain > 0 && Math.floor(a.from / grain) === Math.floor(b.to / grain);
}

function joined<T>(a: Span<T>, b: Span<T>): Span<T> {
  return { from: a.from, to: b.to, count: a.count + b.count, first: a.first, last: b.last };
}
