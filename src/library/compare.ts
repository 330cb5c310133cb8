/** One trace under several kernels, versions and machines: what each comes to, and where and why they part. */
import type { TraceFiles } from '../language/data/data-bytes';
import { parseTrace } from '../language/parser';
import type { Trace } from '../language/tree/statement';
import { finish, type Pausable } from '../machine/pausable';
import { comparingWorlds, type WorldsComparison } from '../world/worlds/compare-worlds';
import { parseVersions } from '../world/worlds/versions';
import { settingsOf, versionSettings, type WorldSetting } from '../world/worlds/world-choice';
import { worldsText } from '../world/worlds/worlds-text';
import { optionError } from './trace-error';

export interface CompareOptions {
  /** As lines `kernel ...` of a trace have them: `linux version=6.12`, `explicit`. */
  readonly kernels?: readonly string[];
  /** As lines `machine ...` have them. With several kernels: every kernel on every machine. */
  readonly machines?: readonly string[];
  /** A range of versions of mainline, in place of kernels: `5.16..7.3`. One machine at most. */
  readonly versions?: string;
  /** The files beside the trace. */
  readonly files?: TraceFiles;
  /** Steps after which a run that has not ended ends with an error; a million unless given. */
  readonly maxSteps?: number;
}

const MOST_STEPS = 1_000_000;

/**
 * Where the options name one world only, the trace's own comes before it. Versions side by side between which nothing differs
 * are one world. A trace that cannot be run in a world is a `problem` of that world.
 *
 * @throws TraceError where an option cannot be used.
 */
export function compareWorlds(text: string, options: CompareOptions): WorldsComparison {
  return finish(comparing(text, options));
}

/** The same in pieces of a few milliseconds. */
export function* comparing(text: string, options: CompareOptions): Pausable<WorldsComparison> {
  const { files, versions, maxSteps = MOST_STEPS } = options;
  const trace = parseTrace(text);
  const comparison = yield* comparingWorlds(trace, settings(trace, options), {
    ...(files && { files }),
    maxSteps,
    against: versions === undefined ? 'first' : 'previous',
  });
  for (const { problem } of comparison.worlds) {
    if (problem && problem.line < 0) throw optionError(problem.code, problem.message);
  }
  return comparison;
}

/** The table of a comparison, and where the worlds part, in lines of text. */
export function comparisonText(comparison: WorldsComparison, text: string): string {
  return `${worldsText(comparison, text.split(/\r\n|[\r\n]/)).join('\n')}\n`;
}

function settings(trace: Trace, { kernels = [], machines = [], versions }: CompareOptions): readonly WorldSetting[] {
  if (versions === undefined) {
    if (kernels.length + machines.length === 0)
      throw optionError('kernel', 'Name a kernel, a machine or versions to compare with.');
    return settingsOf(trace, kernels, machines);
  }
  if (kernels.length > 0) throw optionError('versions', 'They stand in place of kernels: name the one or the other.');
  if (machines.length > 1) throw optionError('versions', 'They are compared on one machine at a time.');
  const runs = parseVersions(versions);
  if ('problem' in runs) throw optionError('versions', runs.problem);
  return versionSettings(trace, runs, machines[0]);
}
