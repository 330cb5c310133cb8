/**
 * Runs of one trace with something in between. Each begins at a checkpoint of the run without anything in between, as near as
 * there is one, and ends where whoever watches it has seen enough, or where it is in a state that is known.
 */
import type { Program } from '../program/program';
import { jump } from '../run/step-end';
import type { Injection } from './injection';
import { type Journal, keepJournal } from './journal';
import { lineAt } from './line-at';
import type { Problem } from './problem';
import { stateHash } from './state-hash';
import { type Stations, stationsIn, withStations } from './stations';
import { type Checkpoint, type Demands, Walk } from './walk';

/** A program from text, or undefined where the text has an error: how it is loaded is the caller's business. */
export type Load = (text: string) => Program | undefined;

/** Follows one run. */
export interface Follower {
  /** The flow has got to a line of the trace; not within what comes between. True ends the run. */
  readonly arrive?: (line: number) => boolean;
  /** After a moment. True ends the run. */
  readonly look: (problems: readonly Problem[], isBetween: boolean) => boolean;
  /** Whether a run that has got to a known state ends there; it does unless this says otherwise. */
  readonly endsWhereKnown?: () => boolean;
}

export interface ForkSettings {
  readonly load: Load;
  readonly demands: Demands;
  /** Moments, passed one at a time, that a run may have: for who needs no more of one that goes round. */
  readonly patience?: number;
}

/** How far a run has come. */
interface Way {
  readonly waiting: ReadonlyMap<number, readonly Injection[]>;
  /** Lines that something still comes before. */
  readonly open: Set<number>;
  /** Moment at which it goes round, and the same of moments that were passed one at a time. */
  readonly last: number;
  readonly lastMove: number;
  /** Lines behind the last of `open`. */
  steps: number;
  readonly follower: Follower;
}

/** Moments beyond those of the trace itself: a run that has more goes round. */
export const EXTRA_MOMENTS = 20_000;
/** Checkpoints at most: of a trace with more lines, some have none of their own. */
const MOST_CHECKPOINTS = 256;

export class Forks {
  readonly walk: Walk;
  /** Hashes of states that have been reached. */
  readonly states = new Set<string>();
  private readonly stations: Stations;
  private readonly checkpoints: { readonly order: number; readonly arrivals: number; readonly at: Checkpoint }[] = [];
  /** By line, when the trace first gets there, and how often. */
  private readonly orders = new Map<number, number>();
  private readonly visits = new Map<number, number>();
  private readonly most: number;
  private readonly patience: number;

  /**
   * @param injections that may come between: all that `run` is given.
   * @param journal of the trace without them.
   * @throws RangeError where the trace with them does not load; see `loadable`.
   */
  constructor(
    text: string,
    injections: readonly Injection[],
    journal: Journal,
    { load, demands, patience = Number.POSITIVE_INFINITY }: ForkSettings,
  ) {
    const program = loaded(withStations(text, injections), load);
    this.stations = stationsIn(program, injections);
    this.walk = new Walk(program, demands);
    this.most = journal.moments + EXTRA_MOMENTS;
    this.patience = patience;
    this.keepCheckpoints(journal);
  }

  /**
   * One run.
   *
   * @param onBegin told how many arrivals of the journal lie before the checkpoint that the run begins at.
   */
  run(injections: readonly Injection[], follower: Follower, onBegin?: (arrivals: number) => void): void {
    const { walk } = this;
    const waiting = byLine(injections);
    const last = walk.moments + this.most;
    const lastMove = walk.moves + this.patience;
    const way: Way = { waiting, open: new Set(waiting.keys()), last, lastMove, steps: 0, follower };
    const arrivals = this.begin([...waiting.keys()]);
    onBegin?.(arrivals);
    while (this.goesOn(way)) {
      const line = lineAt(walk.world);
      if (line !== undefined && this.arrive(line, way)) return;
      if (follower.look(walk.advance(way.open.size === 0), false)) return;
    }
  }

  /** At a line of the trace. True ends the run. */
  private arrive(line: number, way: Way): boolean {
    const { waiting, open, follower } = way;
    if (follower.arrive?.(line)) return true;
    const here = waiting.get(line);
    if (!here) {
      const looks = open.size === 0 && isPowerOfTwo(++way.steps);
      return looks && this.isKnown() && follower.endsWhereKnown?.() !== false;
    }
    if (this.pass(here, way)) return true;
    if (this.visits.get(line) === 1) open.delete(line);
    return false;
  }

  /** Through the stations of a line, one behind the other as they would be written, and back to its step. True ends the run. */
  private pass(stations: readonly Injection[], way: Way): boolean {
    const { walk } = this;
    const { follower } = way;
    const back = walk.world.flow.address;
    for (const injection of stations) {
      const start = this.stations.startOf(injection);
      if (start === undefined) continue;
      jump(walk.world, start);
      while (this.goesOn(way) && !this.isAtEndOfStation()) if (follower.look(walk.advance(false), true)) return true;
      if (walk.world.ended) return true;
    }
    jump(walk.world, back);
    return false;
  }

  private goesOn({ last, lastMove }: Way): boolean {
    const { world, moments, moves } = this.walk;
    return !world.ended && moments < last && moves < lastMove;
  }

  private isAtEndOfStation(): boolean {
    return this.walk.isAtStep && this.stations.isEnd(this.walk.world.flow.address);
  }

  /** @returns the arrivals before the checkpoint. */
  private begin(lines: readonly number[]): number {
    const order = Math.min(...lines.map((line) => this.orders.get(line) ?? 0));
    const from = this.checkpoints.findLast((checkpoint) => checkpoint.order <= order) ?? this.checkpoints[0];
    if (from) this.walk.goTo(from.at);
    return from?.arrivals ?? 0;
  }

  private isKnown(): boolean {
    const hash = stateHash(this.walk);
    if (this.states.has(hash)) return true;
    this.states.add(hash);
    return false;
  }

  private keepCheckpoints({ arrivals }: Journal): void {
    const distinct = new Set(arrivals.map(({ line }) => line)).size;
    const every = Math.ceil(distinct / MOST_CHECKPOINTS);
    let before = 0;
    keepJournal(this.walk, (line) => {
      this.states.add(stateHash(this.walk));
      this.visits.set(line, (this.visits.get(line) ?? 0) + 1);
      if (!this.orders.has(line)) {
        const order = this.orders.size;
        this.orders.set(line, order);
        if (order % every === 0) this.checkpoints.push({ order, arrivals: before, at: this.walk.checkpoint() });
      }
      before++;
    });
  }
}

/** @throws RangeError for a text that does not load. */
export function loaded(text: string, load: Load): Program {
  const program = load(text);
  if (!program) throw new RangeError('the trace has an error');
  return program;
}

/** Without those that this trace cannot have, such as an instruction that its machine does not know. */
export function loadable(text: string, injections: readonly Injection[], load: Load): readonly Injection[] {
  if (injections.length === 0 || load(withStations(text, injections))) return injections;
  const ways = new Map(injections.map((injection) => [injection.text.join('\n'), injection]));
  const good = new Set(goodOf(text, [...ways.values()], load).map((injection) => injection.text.join('\n')));
  return injections.filter((injection) => good.has(injection.text.join('\n')));
}

/** Halves of halves: what does not load is rare. */
function goodOf(text: string, injections: readonly Injection[], load: Load): readonly Injection[] {
  if (load(withStations(text, injections))) return injections;
  if (injections.length <= 1) return [];
  const half = injections.length >> 1;
  return [injections.slice(0, half), injections.slice(half)].flatMap((some) => goodOf(text, some, load));
}

function byLine(injections: readonly Injection[]): ReadonlyMap<number, readonly Injection[]> {
  const found = new Map<number, Injection[]>();
  for (const injection of injections) found.set(injection.line, [...(found.get(injection.line) ?? []), injection]);
  return found;
}

function isPowerOfTwo(value: number): boolean {
  return (value & (value - 1)) === 0;
}
