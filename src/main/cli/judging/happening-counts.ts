/** Counts the happenings of a run, for the line that sums the run up: `3 steps, 2 expectations, 1 #NM`. */
import type { Happening } from '../../../world/state/happening';

/** What comes first, whatever the order in which things happened. */
const FIRST = ['step', 'expectation'] as const;

export class HappeningCounts {
  private readonly counts = new Map<string, number>(FIRST.map((what) => [what, 0]));

  add(happening: Happening): void {
    const what = countedAs(happening);
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

/** Undefined for what is not worth a word. */
function countedAs(happening: Happening): string | undefined {
  switch (happening.kind) {
    case 'exception':
      return happening.name;
    case 'signal':
      return happening.signal;
    case 'killed':
      return 'death';
    case 'expect':
      return 'expectation';
    case 'warn':
      return 'WARN';
    case 'oops':
    case 'hang':
      return happening.kind;
    default:
      return undefined;
  }
}

/** Names, of exceptions and signals, have no plural. */
function counted(count: number, what: string): string {
  if (count === 1 || /[A-Z]$/.test(what)) return `${count} ${what}`;
  return `${count} ${what}${what.endsWith('s') ? 'es' : 's'}`;
}
