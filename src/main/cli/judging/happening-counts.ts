/** Counts the happenings of a run, for the line that sums the run up: `3 steps, 2 expectations, 1 #NM`. */
import type { Happening } from '../../../world/state/happening';
import { counted, countedAs } from '../../../world/state/happening-count';

/** What comes first, whatever the order in which things happened. */
const FIRST = ['step', 'expectation'] as const;

/** Told at their lines, as failures, and not counted among what happened. */
const JUDGEMENTS: ReadonlySet<Happening['kind']> = new Set(['divergence', 'error']);

export class HappeningCounts {
  private readonly counts = new Map<string, number>(FIRST.map((what) => [what, 0]));

  add(happening: Happening): void {
    const what = JUDGEMENTS.has(happening.kind) ? undefined : countedAs(happening);
    if (what !== undefined) this.counts.set(what, (this.counts.get(what) ?? 0) + 1);
    if (happening.kind === 'end') this.counts.set('step', happening.steps);
  }

  get text(): string {
    return [...this.counts].map(([what, count]) => counted(count, what)).join(', ');
  }

  get all(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.counts);
  }
}
