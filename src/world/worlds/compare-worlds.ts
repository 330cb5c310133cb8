/** One trace in several worlds: what each comes to, where each parts from another, and which change is to blame. */
import type { TraceFiles } from '../../language/data/data-bytes';
import type { Trace } from '../../language/tree/statement';
import { type Pausable, part } from '../../machine/pausable';
import type { Program } from '../program/program';
import { type Blames, blaming } from './blame';
import { findingPartings, type Partings } from './parting';
import { type LoadProblem, loadingWorld, type WorldSetting } from './world-choice';
import { takingFacts, type WorldFacts } from './world-facts';

export interface ComparedWorld extends Omit<WorldSetting, 'vmlinux'> {
  /** Absent where the trace cannot be run in it. */
  readonly facts?: WorldFacts;
  /** Why it cannot. */
  readonly problem?: LoadProblem;
}

/** How one world differs from another, both by their index. */
export interface WorldParting extends Partings {
  readonly before: number;
  readonly after: number;
  readonly blames: Blames;
}

export interface WorldsComparison {
  readonly worlds: readonly ComparedWorld[];
  /** Only of worlds that differ. */
  readonly partings: readonly WorldParting[];
}

export interface WorldsOptions {
  readonly files?: TraceFiles;
  /** Steps after which a run that has not ended ends with an error. */
  readonly maxSteps: number;
  /** What each world is compared with: the first, or the one before it, with which it is told as one where nothing differs. */
  readonly against: 'first' | 'previous';
}

interface World extends ComparedWorld, Pick<WorldSetting, 'vmlinux'> {
  readonly program?: Program;
}

export function* comparingWorlds(
  trace: Trace,
  settings: readonly WorldSetting[],
  { files, maxSteps, against }: WorldsOptions,
): Pausable<WorldsComparison> {
  const worlds: World[] = [];
  const partings: WorldParting[] = [];
  for (const [index, setting] of settings.entries()) {
    const share = (step: number) => (index + step / 3) / settings.length;
    const world = yield* part(visiting(trace, setting, files, maxSteps), share(0), share(1));
    const base = against === 'first' ? worlds[0] : worlds.at(-1);
    const found = base && (yield* part(differing(base, world, maxSteps), share(1), share(3)));
    if (against === 'previous' && base && !found) {
      worlds[worlds.length - 1] = { ...base, label: joined(base.label, world.label) };
      continue;
    }
    if (base && found) partings.push({ before: worlds.indexOf(base), after: worlds.length, ...found });
    worlds.push(world);
  }
  return { worlds: worlds.map(({ program: _, vmlinux: __, ...told }) => told), partings };
}

/** Whether any two worlds of a comparison differ. */
export function findsDifference({ worlds, partings }: WorldsComparison): boolean {
  const [first] = worlds;
  return partings.length > 0 || worlds.some(({ problem }) => !isSameProblem(problem, first?.problem));
}

function* visiting(
  trace: Trace,
  setting: WorldSetting,
  files: TraceFiles | undefined,
  maxSteps: number,
): Pausable<World> {
  const program = yield* part(loadingWorld(trace, setting, files), 0, 0.5);
  if ('problem' in program) return { ...setting, problem: program.problem };
  return { ...setting, program, facts: yield* part(takingFacts(program, maxSteps), 0.5, 1) };
}

/** Undefined where nothing differs. */
function* differing(
  before: World,
  after: World,
  maxSteps: number,
): Pausable<(Partings & { readonly blames: Blames }) | undefined> {
  if (!before.program || !after.program) {
    return isSameProblem(before.problem, after.problem) ? undefined : { blames: { visible: [], hidden: [] } };
  }
  const partings = yield* part(findingPartings(before.program, after.program, maxSteps), 0, 0.2);
  if (!partings.visible && !partings.hidden) return undefined;
  const blames = yield* part(blaming(before.program, after.program, partings), 0.2, 1);
  return { ...partings, blames };
}

/** The message names the version. */
function isSameProblem(before: LoadProblem | undefined, after: LoadProblem | undefined): boolean {
  return before?.code === after?.code && before?.line === after?.line;
}

/** `5.16 to 6.14` of `5.16 to 6.1` and `6.2 to 6.14`. */
function joined(first: string, second: string): string {
  return `${first.split(' to ')[0]} to ${second.split(' to ').at(-1)}`;
}
