/** One trace under several kernels, versions and machines: what each comes to, and where and why they part. */
import type { TraceFiles } from '../language/data/data-bytes';
import { parseTrace } from '../language/parser';
import { finish, type Pausable } from '../machine/pausable';
import { comparingWorlds, type WorldsComparison } from '../world/worlds/compare-worlds';
import { chooseWorlds, type KernelImage, type WorldChoices } from '../world/worlds/world-choice';
import { worldsText } from '../world/worlds/worlds-text';
import { optionError } from './trace-error';

export interface CompareOptions extends Omit<WorldChoices, 'images'> {
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
export function comparing(text: string, options: CompareOptions): Pausable<WorldsComparison> {
  return comparingWith(text, options, []);
}

/** Under images of real kernels, too. */
export function* comparingWith(
  text: string,
  options: CompareOptions,
  images: readonly KernelImage[],
): Pausable<WorldsComparison> {
  const { files, versions, maxSteps = MOST_STEPS } = options;
  const trace = parseTrace(text);
  const settings = chooseWorlds(trace, { ...options, images });
  if ('problem' in settings) throw optionError(settings.option, settings.problem);
  const comparison = yield* comparingWorlds(trace, settings, {
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
