/** A trace under every placement of what may come between: which runs there are, and what is wrong in each. */
import { combinations } from './combinations';
import { Forks, type Load, loadable, loaded } from './forks';
import { EVERYDAY, type Injection, type Variation } from './injection';
import { injectionsOf } from './injections';
import { type Journal, keepJournal } from './journal';
import type { Problem } from './problem';
import { type Demands, Walk } from './walk';

export interface ExploreOptions {
  readonly vary: readonly Variation[];
  /** How many things may come between in one run. */
  readonly depth: number;
  /** Runs. */
  readonly budget: number;
  readonly seed: number;
  readonly demands: Demands;
}

/** A run in which something was wrong that is not wrong without the injections. */
export interface Hit {
  /** Number of the run: of two that hit the same, the lower one is told. */
  readonly run: number;
  readonly injections: readonly Injection[];
  readonly problem: Problem;
}

/** Of hits with the same key one is told. Each step that the kernel forgets is a mistake of its own. */
export function hitKey({ injections, problem }: Pick<Hit, 'injections' | 'problem'>): string {
  const forgotten = injections.flatMap(({ variation, text }) => (variation === 'without' ? text : []));
  return [problem.key, ...forgotten].join('\n');
}

export class Exploration {
  readonly injections: readonly Injection[];
  readonly journal: Journal;
  readonly hits = new Map<string, Hit>();
  runs = 0;
  private readonly forks: Forks;
  private readonly expected: ReadonlySet<string>;

  /** @throws RangeError for a trace that does not load. */
  constructor(
    text: string,
    load: Load,
    private readonly options: ExploreOptions,
  ) {
    const { demands, vary } = options;
    const innocent = loaded(text, load);
    this.journal = keepJournal(new Walk(innocent, demands));
    this.injections = loadable(text, injectionsOf(innocent, this.journal, vary), load);
    this.forks = new Forks(text, this.injections, this.journal, { load, demands });
    this.expected = new Set(this.journal.problems.map(({ key }) => key));
  }

  /** Hashes of states that have been reached. */
  get states(): ReadonlySet<string> {
    return this.forks.states;
  }

  /** `ROUTINE.STEP` of all that the kernel has done in any run. */
  get places(): ReadonlySet<string> {
    return this.forks.walk.places;
  }

  /** The runs of one thread of several: each takes those whose number has its remainder. Yields the number of runs done. */
  *exploring(part = 0, parts = 1): Generator<number, void, undefined> {
    let number = 0;
    for (const chosen of combinations(this.injections.length, this.options)) {
      if (number % parts === part) {
        const injections = chosen.flatMap((index) => this.injections[index] ?? []);
        this.try(number, injections);
        this.runs++;
        yield this.runs;
      }
      number++;
    }
  }

  private try(run: number, injections: readonly Injection[]): void {
    const problem = this.problemWith(injections);
    if (!problem) return;
    const key = hitKey({ injections, problem });
    const known = this.hits.get(key);
    if (!known || known.run > run) this.hits.set(key, { run, injections, problem });
  }

  /** The first in a run. */
  private problemWith(injections: readonly Injection[]): Problem | undefined {
    let found: Problem | undefined;
    const look = (problems: readonly Problem[]): boolean => {
      found = problems.find((problem) => !this.expected.has(problem.key) && counts(problem, injections));
      return found !== undefined;
    };
    this.forks.run(injections, { look });
    return found;
  }
}

/**
 * Whether a problem says anything: a trace expects what it does of a machine that has memory, and of counters nobody can say
 * what they are when others have run meanwhile.
 */
function counts({ kind, text }: Problem, injections: readonly Injection[]): boolean {
  if (kind === 'error') return false;
  if (kind !== 'expectation') return true;
  const isEveryday = injections.every(({ variation }) => EVERYDAY.includes(variation) || variation === 'without');
  return isEveryday && !/\b(?:kernel\.|cpu\b|last\.)/.test(text);
}
