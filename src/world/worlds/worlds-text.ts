/** A comparison of worlds as a person reads it: the table, then where the worlds part, and why. */
import { differenceLines } from '../compare/difference-text';
import type { Blame, Culprit } from './blame';
import type { ComparedWorld, WorldParting, WorldsComparison } from './compare-worlds';
import type { Parting } from './parting';
import { worldsTable } from './worlds-table';

/** Parts of a group of differences that are shown. */
const MOST_PARTS = 4;
/** Stands before a row in which the worlds differ. */
const MARK = '≠';

/** @param lines of the trace. */
export function worldsText(comparison: WorldsComparison, lines: readonly string[]): readonly string[] {
  const { worlds, partings } = comparison;
  const problems = worlds.flatMap(({ label, problem }) =>
    problem ? [`${label}: the trace cannot be run: line ${problem.line + 1}: ${problem.message}`] : [],
  );
  if (problems.length === worlds.length) return problems;
  return [
    ...tableLines(worlds),
    ...problems.flatMap((problem) => ['', problem]),
    ...partingWords(comparison).flatMap((words) => partingLines(worlds, words, lines)),
    ...(partings.length === 0 && worlds.every(({ problem }) => !problem) ? ['', 'Nothing differs.'] : []),
  ];
}

/** `since 6.15, which looks for ... (dc8aa31a7ac2, fpu__restore_sig.check_min)`. */
function culpritText(culprit: Culprit): string {
  return culprit.map(blameText).join('; together with: ');
}

/** What differs, and on whose account: `Programs notice`, `Only the kernels differ`. */
export function partingsOf({ visible, hidden, blames }: WorldParting): readonly PartingText[] {
  const isFirst = hidden && (!visible || hidden.place.step < visible.place.step);
  return [
    ...(hidden && isFirst ? [{ title: 'the kernels', parting: hidden, culprits: blames.hidden }] : []),
    ...(visible ? [{ title: 'programs', parting: visible, culprits: blames.visible }] : []),
  ];
}

export interface PartingText {
  /** Who notices first: `programs`, or only `the kernels`. */
  readonly title: string;
  readonly parting: Parting;
  readonly culprits: readonly Culprit[];
}

function tableLines(worlds: readonly ComparedWorld[]): readonly string[] {
  const rows = worldsTable(worlds);
  const first = Math.max(...rows.map(({ name }) => name.length), 0);
  const widths = worlds.map(({ label }, index) =>
    Math.max(label.length, ...rows.map(({ cells }) => (cells[index] ?? '').length)),
  );
  const line = (mark: string, name: string, cells: readonly string[]) =>
    [`${mark} ${name.padEnd(first)}`, ...cells.map((cell, index) => cell.padStart(widths[index] ?? 0))]
      .join('  ')
      .trimEnd();
  const head = line(
    ' ',
    '',
    worlds.map(({ label }) => label),
  );
  return [head, ...rows.map(({ name, cells, differs }) => line(differs ? MARK : ' ', name, cells))];
}

/** Where two worlds part, in words. */
export interface PartingWords {
  /** Of the two worlds, by their index. */
  readonly before: number;
  readonly after: number;
  /** `programs part at step 9, line 23, in A`. */
  readonly what: string;
  /** Zero-based; -1 where there is none. */
  readonly line: number;
  /** What differs, as a tree by indentation. */
  readonly differences: readonly string[];
  /** Which change does it, or else where in the kernel the ways part. */
  readonly why: readonly string[];
}

export function partingWords({ partings }: WorldsComparison): readonly PartingWords[] {
  return partings.flatMap((found) =>
    partingsOf(found).map(({ title, parting: { place, differences, ways }, culprits }) => ({
      before: found.before,
      after: found.after,
      what: `${title} part ${placeText(place)}`,
      line: place.line,
      differences: differenceLines(differences, MOST_PARTS),
      why: culprits.length === 0 ? waysText(ways) : culprits.map(culpritText),
    })),
  );
}

function partingLines(
  worlds: readonly ComparedWorld[],
  words: PartingWords,
  lines: readonly string[],
): readonly string[] {
  const { before, after, what, line, differences, why } = words;
  return [
    '',
    `${worlds[before]?.label} → ${worlds[after]?.label}: ${what}`,
    ...(line < 0 ? [] : [`    ${lines[line]?.trim() ?? ''}`]),
    ...[...differences, ...why].map((text) => `  ${text}`),
  ];
}

/** `at step 9, line 23, in A`. */
function placeText({ step, line, task }: Parting['place']): string {
  if (step === 0) return 'at boot';
  return [`at step ${step}`, ...(line < 0 ? [] : [`line ${line + 1}`]), ...(task === null ? [] : [`in ${task}`])].join(
    ', ',
  );
}

function blameText({ isGone, version, what, source, step }: Blame): string {
  const places = [source, ...(step === undefined ? [] : [step])].join(', ');
  return `since ${version} the kernel ${isGone ? 'no longer ' : ''}${what} (${places})`;
}

function waysText({ before, after, function: name }: Parting['ways']): readonly string[] {
  if (before === null && after === null) return [];
  const where = name === undefined ? 'there' : `in the function ${name}`;
  return [`the kernels part ${where}: ${before ?? 'done'} → ${after ?? 'done'}`];
}
