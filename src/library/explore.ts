/** Whether a trace can go wrong in another order: `Exploration` tries, and tells what it finds as traces. */
import { finish, type Pausable, part } from '../machine/pausable';
import {
  type ExploredPart,
  type ExploreReport,
  type ExploreSettings,
  exploringPart as exploringPartOf,
  reporting as reportingOn,
  type Share,
} from '../world/explore/explore-trace';
import { BY_DEFAULT, VARIATIONS } from '../world/explore/injection';
import { loadProgram } from '../world/program/load-program';
import type { LoadTraceOptions } from './trace';

export type { ExploredPart, ExploreReport, ExploreSettings } from '../world/explore/explore-trace';
export type { Finding } from '../world/explore/finding';
export type { Injection, Variation } from '../world/explore/injection';
export type { Invariant } from '../world/invariants/invariant';
export { INVARIANTS } from '../world/invariants/invariants';

/** What `explore` varies, with what it means. */
export { VARIATIONS };

export type ExploreOptions = Partial<ExploreSettings> & Pick<LoadTraceOptions, 'file' | 'files'>;

const BUDGET = 10_000;

/** One part of the runs, for a thread. Part 0 of 1 is all. @throws RangeError for a text that does not load. */
export function exploringPart(text: string, options: ExploreOptions, share: Share): Pausable<ExploredPart> {
  return exploringPartOf(text, loadingWith(options), settingsOf(options), share);
}

/** The report on all parts. */
export function reporting(
  text: string,
  options: ExploreOptions,
  explored: readonly ExploredPart[],
): Pausable<ExploreReport> {
  const name = options.file ?? 'trace.xtrace';
  return reportingOn(text, loadingWith(options), settingsOf(options), { explored, name });
}

/** All of it in this thread, in pieces. */
export function* exploring(text: string, options: ExploreOptions = {}): Pausable<ExploreReport> {
  const explored = yield* part(exploringPart(text, options, { part: 0, parts: 1 }), 0, 0.9);
  return yield* part(reporting(text, options, [explored]), 0.9, 1);
}

/**
 * Runs a trace under every placement of what may come between. The same text, settings and seed give the same report.
 *
 * @throws RangeError for a text that does not load; ExpressionError for an invariant that is no expression.
 */
export function explore(text: string, options: ExploreOptions = {}): ExploreReport {
  return finish(exploring(text, options));
}

function settingsOf({ vary, depth, budget, seed, except, invariants }: ExploreOptions): ExploreSettings {
  return {
    vary: vary ?? BY_DEFAULT,
    depth: depth ?? 1,
    budget: budget ?? BUDGET,
    seed: seed ?? 0,
    except: except ?? [],
    invariants: invariants ?? [],
  };
}

function loadingWith({ files }: ExploreOptions) {
  return (text: string) => loadProgram(text, files ? { files } : {}).program;
}
