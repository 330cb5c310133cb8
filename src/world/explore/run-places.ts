/** Where a program could be interrupted while it runs: before each of its entries into the kernel, and in between. */

export interface RunPlace {
  /** The task that the line `run` of the trace names. */
  readonly leader: string;
  /** The task that has the CPU there. */
  readonly task: string;
  /** Instructions of the run before it. */
  readonly after: number;
  /** Signals that the task would have a handler run for. */
  readonly signals: readonly number[];
}

/** At most, of each kind: programs have as many as they like. */
const MOST_ENTRIES = 32;
const SPACED = 8;

/** @param entries in order. @param total instructions of the run. */
export function placesInRun(entries: readonly RunPlace[], total: number): readonly RunPlace[] {
  const [first] = entries;
  if (!first) return [];
  const spaced = Array.from({ length: SPACED }, (_, index) => {
    const after = Math.floor((total * (index + 1)) / (SPACED + 1));
    return { ...(entries.findLast((entry) => entry.after <= after) ?? first), after };
  });
  const every = Math.ceil(entries.length / MOST_ENTRIES);
  const places = [...entries.filter((_, index) => index % every === 0), ...spaced].filter(({ after }) => after > 0);
  const distinct = new Map(places.map((place) => [place.after, place]));
  return [...distinct.values()].sort((a, b) => a.after - b.after);
}
