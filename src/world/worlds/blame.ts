/** Which change of mainline makes two versions part: each row by which they differ is tried on the older one, then each pair. */
import type { Policy } from '../../kernel/routines/policy';
import { changeRow, LINUX_CHANGES, type LinuxChange } from '../../kernel/versions/changes';
import { buildHas } from '../../kernel/versions/lifetime';
import { type Pausable, part } from '../../machine/pausable';
import type { Program } from '../program/program';
import { findingPartings, type Parting, type Partings } from './parting';

export interface Blame {
  readonly change: LinuxChange;
  /** Whether the later kernel lacks it. */
  readonly isGone: boolean;
  /** The version of mainline that brought it, or took it away. */
  readonly version: string;
  /** The line of the kernel, `ROUTINE.STEP`, that came or went with it, where one of the two executed it for the step. */
  readonly step?: string;
  /** A clause whose subject is the version. */
  readonly what: string;
  /** The commit, or the file. */
  readonly source: string;
}

/** Changes that do it together: one, or two. */
export type Culprit = readonly Blame[];

/** Each culprit does it without the others. */
export interface Blames {
  readonly visible: readonly Culprit[];
  readonly hidden: readonly Culprit[];
}

/**
 * The changes that make the older kernel do as the newer one. Empty where the two are not of one kernel that has a table of
 * changes, and where it takes more than two of them.
 */
export function* blaming(before: Program, after: Program, partings: Partings): Pausable<Blames> {
  const visible = yield* part(blamingFor(before, after, partings, 'visible'), 0, 0.5);
  const hidden = yield* part(blamingFor(before, after, partings, 'hidden'), 0.5, 1);
  return { visible, hidden };
}

function* blamingFor(
  before: Program,
  after: Program,
  partings: Partings,
  kind: keyof Partings,
): Pausable<readonly Culprit[]> {
  const parting = partings[kind];
  if (!parting) return [];
  const changes = changesBetween(before.policy, after.policy);
  const { step } = parting.place;
  for (const sets of [singles(changes), pairs(changes)]) {
    const found: Culprit[] = [];
    for (const set of sets) {
      const { [kind]: left } = yield* findingPartings(withChanges(before, set), after, step);
      if (left && left.place.step <= step) continue;
      found.push(set.map((change) => blameOf(change, [before.policy, after.policy], parting)));
    }
    if (found.length > 0) return found;
  }
  return [];
}

function singles(changes: readonly LinuxChange[]): readonly (readonly LinuxChange[])[] {
  return changes.map((change) => [change]);
}

/** Of a few changes: of many there would be too many pairs to try. */
function pairs(changes: readonly LinuxChange[]): readonly (readonly LinuxChange[])[] {
  if (changes.length > MOST_PAIRED) return [];
  return changes.flatMap((one, index) => changes.slice(index + 1).map((other) => [one, other]));
}

const MOST_PAIRED = 8;

function changesBetween(before: Policy, after: Policy): readonly LinuxChange[] {
  if (before.name !== after.name || !before.built || !after.built) return [];
  return LINUX_CHANGES.filter((change) => buildHas(before, change) !== buildHas(after, change));
}

function withChanges(program: Program, changes: readonly LinuxChange[]): Program {
  const policy = program.policy.built?.({ toggled: new Set(changes) }) ?? program.policy;
  return { ...program, policy };
}

function blameOf(change: LinuxChange, [before, after]: readonly [Policy, Policy], parting: Parting): Blame {
  const { since, until, what, source } = changeRow(change);
  const isGone = !buildHas(after, change);
  const step =
    parting.onlyAfter.find((name) => isOf(change, after, name)) ??
    parting.onlyBefore.find((name) => isOf(change, before, name));
  return {
    change,
    isGone,
    version: isGone ? (until?.version ?? since) : since,
    what,
    source,
    ...(step !== undefined && { step }),
  };
}

/** Whether a line of the kernel, or its routine, came or went with the change. */
function isOf(change: LinuxChange, { routines }: Policy, name: string): boolean {
  const [routineName, stepName] = name.split('.');
  const routine = routines.find((candidate) => candidate.name === routineName);
  const step = routine?.steps.find((candidate) => candidate.name === stepName);
  return [routine, step].some((row) => row?.since === change || row?.until === change);
}
