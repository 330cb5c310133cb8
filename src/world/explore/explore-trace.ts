/** An exploration from plain options to a plain report, in parts that can be done side by side. */
import { type Pausable, part } from '../../machine/pausable';
import type { InvariantName } from '../invariants/invariant';
import { INVARIANTS } from '../invariants/invariants';
import { blameFor } from './blame';
import { settingChanged } from './change';
import { numberOfCombinations } from './combinations';
import { Exploration, type Hit, hitKey } from './exploration';
import { type Finding, findingOf } from './finding';
import type { Load } from './forks';
import { BY_DEFAULT, type Variation } from './injection';
import { knownInvariant } from './known-invariant';
import type { Problem } from './problem';
import type { Demands } from './walk';

export interface ExploreSettings {
  readonly vary: readonly Variation[];
  /** How many things may come between in one run. */
  readonly depth: number;
  /** Runs. */
  readonly budget: number;
  /** Which runs are taken where the budget does not reach all. */
  readonly seed: number;
  /** Laws that the runs are not held to. */
  readonly except: readonly InvariantName[];
  /** Expressions that hold at every step in user mode. */
  readonly invariants: readonly string[];
  /** In the place of the trace's own, as its lines have them behind the keyword. */
  readonly machine?: string | undefined;
  readonly kernel?: string | undefined;
}

/** What holds for a setting that is not given. */
export const USUAL_SETTINGS: ExploreSettings = {
  vary: BY_DEFAULT,
  depth: 1,
  budget: 10_000,
  seed: 0,
  except: [],
  invariants: [],
};

/** What a part of the runs has found: plain data, for another thread. */
export interface ExploredPart {
  readonly runs: number;
  /** Runs that there are, up to the depth. */
  readonly possible: number;
  /** Things that could come between. */
  readonly injections: number;
  /** What is wrong with nothing in between, once for each mistake. */
  readonly already: readonly Problem[];
  readonly hits: readonly Hit[];
  readonly states: readonly string[];
  readonly places: readonly string[];
}

export interface ExploreReport {
  readonly runs: number;
  readonly possible: number;
  readonly injections: number;
  readonly states: number;
  /** What is wrong with nothing in between, once for each mistake, in order. No finding has it. */
  readonly already: readonly Problem[];
  /** Who is to blame for the first of them, as in a finding; null where nothing says. */
  readonly alreadyBy: string | null;
  readonly findings: readonly Finding[];
  /** `ROUTINE.STEP` of all that the kernel did. */
  readonly covered: readonly string[];
  /** The steps that never ran, of the routines that did. */
  readonly missed: readonly string[];
}

/** Which of the runs: those whose number, divided by `parts`, leaves `part`. */
export interface Share {
  readonly part: number;
  readonly parts: number;
  /** Asked after every run: they end then. */
  readonly isOver?: () => boolean;
  /** Told after every run. */
  readonly onRun?: (progress: ExploreProgress) => void;
}

export interface ExploreProgress {
  readonly runs: number;
  readonly states: number;
  /** Mistakes so far, each once. */
  readonly found: number;
}

/** @param trace its text. @throws ExpressionError for an invariant that is no expression, or has no value in this trace. */
export function demandsOf(
  trace: string,
  { except, invariants }: Pick<ExploreSettings, 'except' | 'invariants'>,
): Demands {
  return {
    laws: new Set(INVARIANTS.map(({ name }) => name).filter((name) => !except.includes(name))),
    invariants: invariants.map((text) => ({ text, expression: knownInvariant(trace, text) })),
  };
}

/**
 * The runs of a share, a run a piece. All parts together find what one would: of runs that break the same
 * law for the same task, the first counts.
 *
 * @throws RangeError for a trace that does not load; ExpressionError as `demandsOf`.
 */
export function* exploringPart(
  text: string,
  load: Load,
  settings: ExploreSettings,
  { part: own, parts, isOver = () => false, onRun = () => {} }: Share,
): Pausable<ExploredPart> {
  const edited = settingChanged(text, settings);
  const exploration = new Exploration(edited.text, load, { ...settings, demands: demandsOf(edited.text, settings) });
  const injections = exploration.injections.length;
  const possible = numberOfCombinations(injections, settings.depth);
  const share = Math.max(1, Math.ceil(Math.min(possible, settings.budget) / parts));
  for (const runs of exploration.exploring(own, parts)) {
    onRun({ runs, states: exploration.states.size, found: exploration.hits.size });
    yield runs / share;
    if (isOver()) break;
  }
  return {
    runs: exploration.runs,
    possible,
    injections,
    already: firstOfEach(exploration.journal.problems),
    hits: [...exploration.hits.values()],
    states: [...exploration.states],
    places: [...exploration.places],
  };
}

/** All of it: the runs in one part, and the report on them. @param name what stories call the trace. */
export function* exploringTrace(
  text: string,
  load: Load,
  settings: ExploreSettings,
  { name, ...share }: { readonly name: string } & Pick<Share, 'isOver' | 'onRun'>,
): Pausable<ExploreReport> {
  const explored = yield* part(exploringPart(text, load, settings, { part: 0, parts: 1, ...share }), 0, RUNNING);
  return yield* part(reporting(text, load, settings, { explored: [explored], name }), RUNNING, 1);
}

/** The share of the runs in the time that all takes. */
const RUNNING = 0.9;

/** The findings, shrunk and written, and what was covered. @param name what stories call the trace. */
export function* reporting(
  text: string,
  load: Load,
  settings: Pick<ExploreSettings, 'except' | 'invariants' | 'machine' | 'kernel'>,
  { explored, name }: { readonly explored: readonly ExploredPart[]; readonly name: string },
): Pausable<ExploreReport> {
  const edited = settingChanged(text, settings);
  const hits = firstHits(explored);
  const demands = demandsOf(edited.text, settings);
  const inOwnLines = <T extends { readonly line: number }>(place: T): T => ({
    ...place,
    line: place.line < 0 ? place.line : edited.lineOf(place.line),
  });
  const findings: Finding[] = [];
  for (const [index, hit] of hits.entries()) {
    yield index / hits.length;
    const finding = findingOf(edited.text, hit, { load, demands, name });
    if (finding) findings.push({ ...finding, injections: finding.injections.map(inOwnLines) });
  }
  const covered = new Set(explored.flatMap(({ places }) => places));
  const entered = new Set([...covered].flatMap((place) => (place.includes('.') ? [place.split('.')[0]] : [])));
  const missed = (load(edited.text)?.policy.routines ?? [])
    .filter((routine) => entered.has(routine.name))
    .flatMap(({ name: routine, steps }) => steps.flatMap((step) => (step.run ? [`${routine}.${step.name}`] : [])))
    .filter((place) => !covered.has(place));
  const [first] = explored;
  const [wrong] = first?.already ?? [];
  return {
    runs: explored.reduce((sum, { runs }) => sum + runs, 0),
    possible: first?.possible ?? 0,
    injections: first?.injections ?? 0,
    states: new Set(explored.flatMap(({ states }) => states)).size,
    already: (first?.already ?? []).map(inOwnLines),
    alreadyBy: wrong ? blameFor(edited.text, [], wrong.key, load, demands) : null,
    findings,
    covered: [...covered].sort(),
    missed,
  };
}

function firstOfEach(problems: readonly Problem[]): readonly Problem[] {
  return problems.filter(({ key }, index) => problems.findIndex((other) => other.key === key) === index);
}

/** Of each problem the hit of the lowest run, in the order of the runs. */
function firstHits(explored: readonly ExploredPart[]): readonly Hit[] {
  const first = new Map<string, Hit>();
  for (const hit of explored.flatMap(({ hits }) => hits)) {
    const known = first.get(hitKey(hit));
    if (!known || known.run > hit.run) first.set(hitKey(hit), hit);
  }
  return [...first.values()].sort((a, b) => a.run - b.run);
}
