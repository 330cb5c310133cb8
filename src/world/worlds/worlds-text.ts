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
  return [
    ...tableLines(worlds),
    ...worlds.flatMap(({ label, problem }) =>
      problem ? ['', `${label}: the trace cannot be run: line ${problem.line + 1}: ${problem.message}`] : [],
    ),
    ...partings.flatMap((parting) => partingLines(worlds, parting, lines)),
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

function partingLines(
  worlds: readonly ComparedWorld[],
  parting: WorldParting,
  lines: readonly string[],
): readonly string[] {
  const [before, after] = [worlds[parting.before]?.label, worlds[parting.after]?.label];
  return partingsOf(parting).flatMap(({ title, parting: { place, differences, ways }, culprits }) => [
    '',
    `${before} → ${after}: ${title} part ${placeText(place)}`,
    ...(place.line < 0 ? [] : [`    ${lines[place.line]?.trim() ?? ''}`]),
    ...differenceLines(differences, MOST_PARTS).map((line) => `  ${line}`),
    ...(culprits.length === 0 ? waysText(ways) : culprits.map((culprit) => `  ${culpritText(culprit)}`)),
  ]);
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

function waysText({ before, after }: Parting['ways']): readonly string[] {
  if (before === null && after === null) return [];
  return [`  the kernels part there: ${before ?? 'done'} → ${after ?? 'done'}`];
}
