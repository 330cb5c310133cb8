/**
 * Which single assumption, changed, makes what a trace says and what the model does agree. What comes before a line is tried
 * from a checkpoint next to that line; what seems to help there is run as it is written.
 */
import { type Pausable, part } from '../../machine/pausable';
import { type Agreement, agreementOf, type Contradiction, contradictionsIn } from './agreement';
import { ASSUMPTION_KINDS, type Assumption, type AssumptionKind, assumptionsFor, journalOf } from './assumptions';
import { changed } from './change';
import { EXTRA_MOMENTS, Forks, type Load, loadable, loaded } from './forks';
import type { Journal } from './journal';
import { Outlook } from './outlook';

export interface Explanation {
  readonly kind: AssumptionKind;
  /** What is assumed, as a clause; of two assumptions, both. */
  readonly assumption: string;
  /** Facts that hold with it. */
  readonly agreed: number;
  /** Whether all that the trace says holds with it. */
  readonly fits: boolean;
  /** The first fact that is contradicted without it and holds with it. */
  readonly explains: Contradiction;
  /** The trace with it, to debug. */
  readonly trace: string;
}

export interface ExplainReport {
  readonly facts: number;
  /** Facts that hold as the trace stands. */
  readonly agreed: number;
  readonly contradictions: readonly Contradiction[];
  /** Explanations that fit first, in the order of likelihood; then the closest. At most `MOST`. */
  readonly explanations: readonly Explanation[];
  /** Assumptions that were tried. */
  readonly tried: number;
}

const MOST = 15;
/** Behind the first that fits, so many more are tried of what comes before a line; other kernels and machines are tried anyway. */
const MOST_MORE = 300;
/** Of one kind: what is less likely shall have its turn. */
const MOST_OF_A_KIND = 5;
/** Where no single one fits: so many of the closest are taken for true, and for each so many others are tried with it. */
const MOST_FIRST = 3;
const MOST_SECOND = 100;
/** The share of single assumptions in the time. */
const SINGLE = 0.9;

/** Assumptions that are tried unless something else is said. */
export const USUAL_BUDGET = 5_000;

export interface ExplainSettings {
  /** Assumptions that may be tried. */
  readonly budget: number;
  /** Of these kinds; of all unless given. */
  readonly only?: readonly AssumptionKind[] | undefined;
  /** Asked after every run: it ends then. */
  readonly isOver?: () => boolean;
}

/** An assumption that makes something better. */
interface Helpful extends Explanation {
  /** Which line of the trace without it a line of its trace is. */
  readonly lineOf: (line: number) => number;
}

/** @throws RangeError for a text that does not load. */
export function* explainingTrace(text: string, load: Load, settings: ExplainSettings): Pausable<ExplainReport> {
  const { isOver = () => false } = settings;
  const first = yield* part(searching(text, load, settings), 0, SINGLE);
  const { facts, agreed, contradictions } = first.agreement;
  const found = [...first.explanations];
  let { tried } = first;
  for (const one of found.some(({ fits }) => fits) ? [] : ranked(found).slice(0, MOST_FIRST)) {
    if (isOver()) break;
    const more = { ...settings, budget: Math.min(MOST_SECOND, settings.budget - tried) };
    const second = yield* part(searching(one.trace, load, more, one.lineOf), SINGLE, 1);
    tried += second.tried;
    found.push(...second.explanations.filter(({ fits }) => fits).map((other) => both(one, other, facts)));
  }
  const explanations = ranked(found).map(({ lineOf: _lineOf, ...explanation }) => explanation);
  return { facts, agreed, contradictions, explanations, tried };
}

interface Searched {
  readonly agreement: Agreement;
  readonly explanations: readonly Helpful[];
  readonly tried: number;
}

/** Single assumptions. @param lineOf which line of the trace of the user a line of `text` is. */
function* searching(
  text: string,
  load: Load,
  { budget, only = ASSUMPTION_KINDS, isOver = () => false }: ExplainSettings,
  lineOf = (line: number): number => line,
): Pausable<Searched> {
  const program = loaded(text, load);
  const agreement = agreementOf(program);
  if (agreement.contradictions.length === 0) return { agreement, explanations: [], tried: 0 };
  const journal = journalOf(program);
  const assumptions = assumptionsFor({ text, program, agreement, journal, lineOf }, { only, most: budget });
  const trial = new Trial(text, load, agreement, journal, assumptions);
  const explanations: Helpful[] = [];
  let tried = 0;
  let more = Number.POSITIVE_INFINITY;
  for (const assumption of assumptions) {
    if (isOver()) break;
    if (assumption.injection && more-- <= 0) continue;
    tried++;
    const explanation = trial.isPromising(assumption) ? trial.asWritten(assumption) : undefined;
    if (explanation) explanations.push(explanation);
    if (explanation?.fits) more = Math.min(more, MOST_MORE);
    yield tried / assumptions.length;
  }
  return { agreement, explanations, tried };
}

/** Of two assumptions, the second of which was found where the first one holds. */
function both(one: Helpful, other: Helpful, facts: number): Helpful {
  const lineOf = (line: number): number => one.lineOf(other.lineOf(line));
  return {
    ...one,
    ...other,
    kind: one.kind,
    assumption: `${one.assumption}, and ${other.assumption}`,
    agreed: facts,
    explains: one.explains,
    lineOf,
  };
}

/**
 * What an assumption makes go round is given up after so many times the moments of the trace as it stands, and some more: few where
 * it is only to be told whether the run is worth another look, and enough for the kernel to tell a hang in that.
 */
const AS_LONG = 4;
const FEW_MOMENTS = 1_000;

/** Tries assumptions about one trace. */
class Trial {
  private readonly forks: Forks | null;
  private readonly forked: ReadonlySet<object>;
  /** Known states are told apart by all but counters. */
  private readonly isAboutCounters: boolean;

  constructor(
    private readonly text: string,
    private readonly load: Load,
    private readonly before: Agreement,
    private readonly journal: Journal,
    assumptions: readonly Assumption[],
  ) {
    const injections = assumptions.flatMap(({ injection }) => injection ?? []);
    const usable = loadable(text, injections, load);
    const patience = AS_LONG * journal.moments + FEW_MOMENTS;
    this.forked = new Set(usable);
    this.forks = usable.length > 0 ? new Forks(text, usable, journal, { load, demands: NOTHING, patience }) : null;
    const lines = text.split('\n');
    this.isAboutCounters = before.wrong.some(({ line }) => /\b(?:kernel|last)\./.test(lines[line] ?? ''));
  }

  /** Whether an assumption is worth a run as it is written. */
  isPromising({ injection }: Assumption): boolean {
    if (!injection) return true;
    const { forks } = this;
    if (!forks || !this.forked.has(injection)) return false;
    let outlook = new Outlook(this.before.wrong);
    forks.run(
      [injection],
      {
        arrive: (line) => outlook.arrive(line),
        look: (_problems, isBetween) =>
          !isBetween && contradictionsIn(forks.walk.world.happenings).some(({ key }) => outlook.contradict(key)),
        endsWhereKnown: () => !this.isAboutCounters && outlook.isPlaced,
      },
      (arrivals) => {
        const lines = this.journal.arrivals.slice(0, arrivals).map(({ line }) => line);
        outlook = new Outlook(this.before.wrong, lines);
      },
    );
    outlook.end();
    return outlook.helps;
  }

  /** Undefined where fewer facts hold, or nothing that was contradicted does. */
  asWritten({ kind, text, change, injection }: Assumption): Helpful | undefined {
    const edited = changed(this.text, [change]);
    const program = this.load(edited.text);
    if (!program) return undefined;
    const { before } = this;
    // What comes before a line is a line of its own, and would be taken for that one.
    const outlook = injection ? undefined : new Outlook(before.wrong);
    const patience = AS_LONG * before.moments + EXTRA_MOMENTS;
    const found = agreementOf(program, { outlook, lineOf: edited.lineOf, patience });
    const left = new Set(found.wrong.map(({ key }) => key));
    const explains = before.contradictions.find((_contradiction, index) => !left.has(before.wrong[index]?.key ?? ''));
    const isBetter =
      found.fits || (found.agreed > before.agreed && found.contradictions.length <= before.contradictions.length);
    if (!explains || !isBetter) return undefined;
    // What the assumption itself writes is no fact of the trace.
    const agreed = found.agreed - (found.facts - before.facts);
    return { kind, assumption: text, agreed, fits: found.fits, explains, trace: edited.text, lineOf: edited.lineOf };
  }
}

/** Of a run that only its facts are asked about. */
const NOTHING = { laws: new Set<never>(), invariants: [] };

function rankOf(kind: AssumptionKind): number {
  return ASSUMPTION_KINDS.indexOf(kind);
}

function ranked(explanations: readonly Helpful[]): readonly Helpful[] {
  const counts = new Map<AssumptionKind, number>();
  return explanations
    .toSorted(
      (a, b) => Number(b.fits) - Number(a.fits) || (a.fits ? rankOf(a.kind) - rankOf(b.kind) : b.agreed - a.agreed),
    )
    .filter(({ kind }) => {
      const count = (counts.get(kind) ?? 0) + 1;
      counts.set(kind, count);
      return count <= MOST_OF_A_KIND;
    })
    .slice(0, MOST);
}
