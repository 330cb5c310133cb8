/**
 * The places in memory that a client has looked at. Clients that show memory wait to be told that it has changed, at
 * stops as well as after values were set.
 */
import type { Client } from '../protocol/client';

/** More than anybody has open; the ones looked at longest ago are forgotten. */
const MOST_PLACES = 64;

interface Place {
  readonly reference: string;
  readonly start: number;
  readonly end: number;
}

export class MemoryWatch {
  private places: readonly Place[] = [];

  constructor(private readonly client: Client) {}

  /** Pieces that overlap or touch are one; what lies between others was not looked at. */
  note(reference: string, offset: number, count: number): void {
    const near = (place: Place): boolean =>
      place.reference === reference && place.start <= offset + count && place.end >= offset;
    const joined = this.places.filter(near);
    const place = {
      reference,
      start: Math.min(offset, ...joined.map(({ start }) => start)),
      end: Math.max(offset + count, ...joined.map(({ end }) => end)),
    };
    this.places = [...this.places.filter((other) => !joined.includes(other)), place].slice(-MOST_PLACES);
  }

  /** Memory may have changed. */
  announce(): void {
    for (const { reference, start, end } of this.places) this.client.memoryChanged(reference, start, end - start);
  }
}
