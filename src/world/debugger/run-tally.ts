/**
 * What has happened in a run, counted: for the verdict at its end. A function of time, like everything else: what a change in
 * the past undoes is not counted any more.
 */
import type { Happening } from '../state/happening';
import { counted, countedAs } from '../state/happening-count';

export class RunTally {
  /** The moments of happenings, ascending, by the name under which a happening is counted. */
  private readonly moments = new Map<string, number[]>();

  /** To be called once for each moment that is reached for the first time. */
  note(happenings: readonly Happening[], moment: number): void {
    for (const happening of happenings) {
      for (const key of keysOf(happening)) {
        const moments = this.moments.get(key);
        if (moments) moments.push(moment);
        else this.moments.set(key, [moment]);
      }
    }
  }

  /** What comes after `moment` will be otherwise than it was. */
  forgetAfter(moment: number): void {
    for (const [key, moments] of this.moments) {
      this.moments.set(
        key,
        moments.filter((at) => at <= moment),
      );
    }
  }

  /** Whether the trace has gone against its own word, or could not go on. */
  get failed(): boolean {
    return FAILURES.some((key) => this.count(key) > 0);
  }

  /** `97 steps, 9 of 9 expectations, 1 #NM, 1 growth, 0 divergences`. */
  verdict(steps: number): string {
    const expectations = this.count('expectation');
    const kept = expectations - this.count('failed expectation');
    const exceptions = [...this.moments.keys()].filter((key) => key.startsWith('#')).sort();
    const optional = [...exceptions, 'growth', 'signal', 'WARN', 'oops', 'hang', 'error'].filter(
      (key) => this.count(key) > 0,
    );
    return [
      counted(steps, 'step'),
      ...(expectations > 0 ? [`${kept} of ${counted(expectations, 'expectation')}`] : []),
      ...optional.map((key) => counted(this.count(key), key)),
      counted(this.count('divergence'), 'divergence'),
    ].join(', ');
  }

  private count(key: string): number {
    return this.moments.get(key)?.length ?? 0;
  }
}

const FAILURES = ['failed expectation', 'divergence', 'error'] as const;

/** What the verdict counts: all signals together, failed expectations and growths of buffers besides. */
function keysOf(happening: Happening): readonly string[] {
  if (happening.kind === 'grow') return happening.to > happening.from ? ['growth'] : [];
  const what = happening.kind === 'signal' ? happening.kind : countedAs(happening);
  const keys = what === undefined ? [] : [what];
  return happening.kind === 'expect' && !happening.ok ? [...keys, 'failed expectation'] : keys;
}
