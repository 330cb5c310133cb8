/**
 * Numbers of stack frames in the protocol: given out when a frame is shown, valid until the trace goes on, and never given out
 * again, so that an old one cannot be taken for a new frame.
 */
export interface FrameName {
  readonly thread: number;
  /** 0 for the innermost. */
  readonly index: number;
}

export class FrameNumbers {
  private readonly names = new Map<number, FrameName>();
  private readonly numbers = new Map<string, number>();
  private last = 0;

  numberOf({ thread, index }: FrameName): number {
    const key = `${thread} ${index}`;
    let number = this.numbers.get(key);
    if (number === undefined) {
      number = ++this.last;
      this.numbers.set(key, number);
      this.names.set(number, { thread, index });
    }
    return number;
  }

  /** Undefined for a number that is not, or no longer, that of a frame. */
  nameOf(number: number): FrameName | undefined {
    return this.names.get(number);
  }

  /** The trace goes on. */
  forget(): void {
    this.names.clear();
    this.numbers.clear();
  }
}
