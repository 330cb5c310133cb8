/** Whether a trace can go wrong in another order: `Exploration` tries, and tells what it finds as traces. */
import { finish, type Pausable } from '../machine/pausable';
import {
  type ExploredPart,
  type ExploreReport,
  type ExploreSettings,
  exploringPart as exploringPartOf,
  exploringTrace,
  reporting as reportingOn,
  type Share,
  USUAL_SETTINGS,
} from '../world/explore/explore-trace';
import { VARIATIONS } from '../world/explore/injection';
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
  return reportingOn(text, loadingWith(options), settingsOf(options), { explored, name: nameOf(options) });
}

/** All of it in this thread, in pieces. */
export function* exploring(text: string, options: ExploreOptions = {}): Pausable<ExploreReport> {
  return yield* exploringTrace(text, loadingWith(options), settingsOf(options), { name: nameOf(options) });
}

/**
 * Runs a trace under every placement of what may come between. The same text, settings and seed give the same report.
 *
 * @throws RangeError for a text that does not load; ExpressionError for an invariant that is no expression, or that
 * has no value in this trace.
 */
export function explore(text: string, options: ExploreOptions = {}): ExploreReport {
  return finish(exploring(text, options));
}

function settingsOf({ file: _file, files: _files, ...given }: ExploreOptions): ExploreSettings {
  return { ...USUAL_SETTINGS, ...given };
}

function nameOf({ file = 'trace.xtrace' }: ExploreOptions): string {
  return file;
}

function loadingWith({ files }: ExploreOptions) {
  return (text: string) => loadProgram(text, files ? { files } : {}).program;
}
