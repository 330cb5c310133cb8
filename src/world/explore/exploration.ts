/**
 * A trace under every placement of what may come between. Every run begins at a checkpoint of the run without anything in
 * between, and ends where it is in a state that is known.
 */
import type { Program } from '../program/program';
import { jump } from '../run/step-end';
import { combinations } from './combinations';
import { EVERYDAY, type Injection, type Variation } from './injection';
import { injectionsOf } from './injections';
import { type Journal, keepJournal, lineAt } from './journal';
import type { Problem } from './problem';
import { stateHash } from './state-hash';
import { type Stations, stationsIn, withStations } from './stations';
import { type Checkpoint, type Demands, Walk } from './walk';

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

/** A program from text, or undefined where the text has an error: how it is loaded is the caller's business. */
export type Load = (text: string) => Program | undefined;

/** Moments beyond those of the trace itself: a run that has more goes round. */
const EXTRA_MOMENTS = 20_000;
/** Checkpoints at most: of a trace with more lines, some have none of their own. */
const MOST_CHECKPOINTS = 256;

export class Exploration {
  readonly injections: readonly Injection[];
  readonly journal: Journal;
  readonly hits = new Map<string, Hit>();
  /** Hashes of states that have been reached. */
  readonly states = new Set<string>();
  runs = 0;
  private readonly walk: Walk;
  private readonly stations: Stations;
  private readonly checkpoints: { readonly line: number; readonly order: number; readonly at: Checkpoint }[] = [];
  /** By line, when the trace first gets there, and how often. */
  private readonly orders = new Map<number, number>();
  private readonly visits = new Map<number, number>();
  private readonly expected: ReadonlySet<string>;

  /** @throws RangeError for a trace that does not load. */
  constructor(
    text: string,
    private readonly load: Load,
    private readonly options: ExploreOptions,
  ) {
    const innocent = this.loaded(text);
    this.journal = keepJournal(new Walk(innocent, options.demands));
    this.injections = this.loadable(text, injectionsOf(innocent, this.journal, options.vary));
    const program = this.loaded(withStations(text, this.injections));
    this.stations = stationsIn(program, this.injections);
    this.walk = new Walk(program, options.demands);
    this.expected = new Set(this.journal.problems.map(({ key }) => key));
    this.keepCheckpoints();
  }

  /** `ROUTINE.STEP` of all that the kernel has done in any run. */
  get places(): ReadonlySet<string> {
    return this.walk.places;
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

  /** One run. @returns what is wrong in it. */
  private try(run: number, injections: readonly Injection[]): void {
    const problem = this.problemWith(injections);
    if (!problem) return;
    const key = hitKey({ injections, problem });
    const known = this.hits.get(key);
    if (!known || known.run > run) this.hits.set(key, { run, injections, problem });
  }

  private problemWith(injections: readonly Injection[]): Problem | undefined {
    const { walk } = this;
    const waiting = new Map<number, Injection[]>();
    for (const injection of injections)
      waiting.set(injection.line, [...(waiting.get(injection.line) ?? []), injection]);
    const open = new Set(waiting.keys());
    const last = walk.moments + this.journal.moments + EXTRA_MOMENTS;
    this.begin([...waiting.keys()]);
    let steps = 0;
    while (!walk.world.ended && walk.moments < last) {
      const line = lineAt(walk);
      const here = line === undefined ? undefined : waiting.get(line);
      if (here && line !== undefined) {
        const found = this.pass(here, injections, last);
        if (found) return found;
        if (this.visits.get(line) === 1) open.delete(line);
      } else if (line !== undefined && open.size === 0 && isPowerOfTwo(++steps) && this.isKnown()) {
        return undefined;
      }
      const found = this.step(injections, open.size === 0);
      if (found) return found;
    }
    return undefined;
  }

  /** Through the stations of a line, one behind the other as they would be written, and back to its step. */
  private pass(stations: readonly Injection[], all: readonly Injection[], last: number): Problem | undefined {
    const { walk } = this;
    const back = walk.world.flow.address;
    for (const injection of stations) {
      const start = this.stations.startOf(injection);
      if (start === undefined) continue;
      jump(walk.world, start);
      while (!walk.world.ended && walk.moments < last && !this.isAtEndOfStation()) {
        const found = this.step(all, false);
        if (found) return found;
      }
      if (walk.world.ended) return undefined;
    }
    jump(walk.world, back);
    return undefined;
  }

  private isAtEndOfStation(): boolean {
    return this.walk.isAtStep && this.stations.isEnd(this.walk.world.flow.address);
  }

  private step(injections: readonly Injection[], isHurried: boolean): Problem | undefined {
    return this.walk
      .advance(isHurried)
      .find((problem) => !this.expected.has(problem.key) && counts(problem, injections));
  }

  private begin(lines: readonly number[]): void {
    const order = Math.min(...lines.map((line) => this.orders.get(line) ?? 0));
    const from = this.checkpoints.findLast((checkpoint) => checkpoint.order <= order) ?? this.checkpoints[0];
    if (from) this.walk.goTo(from.at);
  }

  private isKnown(): boolean {
    const hash = stateHash(this.walk);
    if (this.states.has(hash)) return true;
    this.states.add(hash);
    return false;
  }

  private keepCheckpoints(): void {
    const distinct = new Set(this.journal.arrivals.map(({ line }) => line)).size;
    const every = Math.ceil(distinct / MOST_CHECKPOINTS);
    keepJournal(this.walk, (line) => {
      this.states.add(stateHash(this.walk));
      this.visits.set(line, (this.visits.get(line) ?? 0) + 1);
      if (this.orders.has(line)) return;
      const order = this.orders.size;
      this.orders.set(line, order);
      if (order % every === 0) this.checkpoints.push({ line, order, at: this.walk.checkpoint() });
    });
  }

  private loaded(text: string): Program {
    const program = this.load(text);
    if (!program) throw new RangeError('the trace has an error');
    return program;
  }

  /** Without those that this trace cannot have, such as an instruction that its machine does not know. */
  private loadable(text: string, injections: readonly Injection[]): readonly Injection[] {
    if (this.load(withStations(text, injections))) return injections;
    const texts = new Map(injections.map((injection) => [injection.text.join('\n'), injection]));
    const good = new Set(
      [...texts].flatMap(([key, injection]) => (this.load(withStations(text, [injection])) ? [key] : [])),
    );
    return injections.filter((injection) => good.has(injection.text.join('\n')));
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

function isPowerOfTwo(value: number): boolean {
  return (value & (value - 1)) === 0;
}
