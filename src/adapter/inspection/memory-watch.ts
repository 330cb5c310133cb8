/**
 * The places in memory that a client has looked at. Clients that show memory wait to be told that it has changed, at
 * stops as well as after values were set.
 */
import type { Client } from '../protocol/client';

/** More than anybody has open; the ones looked at longest ago are forgotten. */
const MOST_PLACES = 64;

export class MemoryWatch {
  private readonly places = new Map<string, { readonly start: number; readonly end: number }>();

  constructor(private readonly client: Client) {}

  note(reference: string, offset: number, count: number): void {
    const { start, end } = this.places.get(reference) ?? { start: offset, end: offset };
    this.places.delete(reference);
    this.places.set(reference, { start: Math.min(start, offset), end: Math.max(end, offset + count) });
    const [oldest] = this.places.keys();
    if (this.places.size > MOST_PLACES && oldest !== undefined) this.places.delete(oldest);
  }

  /** Memory may have changed. */
  announce(): void {
    for (const [reference, { start, end }] of this.places) this.client.memoryChanged(reference, start, end - start);
  }
}
