/** Where execution stops for a line or a function: at its beginning, behind what the compiler puts before a function's own work. */

import { beginsCall, callPlace } from './code-frames';
import { AT, TAG } from './constants';
import type { DebugInfo } from './debug-info';
import type { CFunction } from './functions';
import { isIn, scopesAt } from './functions';
import { type LineRow, placeOfRow, type SourcePlace } from './lines/line-table';
import { rangesOf } from './ranges';
import { pathOfUnit, type Unit } from './unit';

export interface LinePlaces {
  /** The first line at or behind the wanted one that has code. */
  readonly line: number;
  /** In the file: one for each function, and each copy that is inlined. */
  readonly addresses: readonly number[];
}

/** Undefined where the file has no code at or behind the line. @param isFile whether a path is that of the file. */
export function placesOfLine(
  info: DebugInfo,
  isFile: (path: string) => boolean,
  wanted: number,
): LinePlaces | undefined {
  const statements = statementsIn(info, isFile);
  const line = statements.reduce((least, each) => (each.line >= wanted ? Math.min(least, each.line) : least), NO_LINE);
  if (line === NO_LINE) return undefined;
  const first = new Map<number, number>();
  for (const { line: each, address } of statements) {
    if (each !== line) continue;
    const instance = instanceOf(info, address);
    first.set(instance, Math.min(first.get(instance) ?? NO_LINE, address));
  }
  const addresses = [...first.values()].map((address) => stopAddress(info, address));
  return { line, addresses: [...new Set(addresses)].sort((a, b) => a - b) };
}

const NO_LINE = Number.POSITIVE_INFINITY;

/** Lines of a file that have code, ascending. */
export function linesWithCode(info: DebugInfo, isFile: (path: string) => boolean): readonly number[] {
  const lines = statementsIn(info, isFile).map(({ line }) => line);
  return [...new Set(lines)].sort((a, b) => a - b);
}

/** All source files that have code. */
export function sourcePaths(info: DebugInfo): readonly string[] {
  const paths = new Set<string>();
  for (const unit of info.units) {
    for (const path of info.linesOf(unit)?.files ?? []) if (path !== undefined) paths.add(path);
    info.attempt(() => paths.add(pathOfUnit(unit)), paths);
  }
  return [...paths];
}

/** The folders that relative names of source files begin at, as the compiler wrote them. */
export function compilationFolders(info: DebugInfo): readonly string[] {
  const folders = new Set<string>();
  for (const { root } of info.units) info.attempt(() => folders.add(root.text(AT.comp_dir) ?? ''), folders);
  return [...folders].filter((folder) => folder !== '');
}

/** Where functions of that name begin to work, in the file. */
export function placesOfFunction(info: DebugInfo, name: string): readonly number[] {
  return info.units.flatMap((unit) =>
    info
      .functionsOf(unit)
      .all.filter((candidate) => candidate.name === name)
      .map((found) => bodyOf(info, found)),
  );
}

/** Behind what saves registers and makes room on the stack: where the second line of the function begins. */
export function bodyOf(info: DebugInfo, found: CFunction): number {
  let body = bodies.get(found);
  if (body === undefined) {
    body = findBody(info, found);
    bodies.set(found, body);
  }
  return body;
}

const bodies = new WeakMap<CFunction, number>();

function findBody(info: DebugInfo, { entry, ranges }: CFunction): number {
  const start = ranges[0]?.low ?? 0;
  const statements = info.linesOf(entry.unit)?.statements ?? [];
  const own = statements.filter(({ address }) => isIn(ranges, address));
  const marked = own.find(({ endsPrologue }) => endsPrologue);
  if (marked) return marked.address;
  // In optimized code it begins where the function does.
  return own[own.findIndex(({ address }) => address === start) + 1]?.address ?? start;
}

/** Whether a row begins what a line does, as which it is shown: not where the same line goes on. */
export function beginsLine(info: DebugInfo, { low, begins }: LineRow, { line, path }: SourcePlace): boolean {
  if (!begins) return false;
  const row = info.rowAt(low - 1);
  const before = row && placeOfRow(row);
  return !before || before.line !== line || before.path !== path;
}

/** A breakpoint at the entry of a function stops where the function begins to work. */
function stopAddress(info: DebugInfo, address: number): number {
  const found = info.functionAt(address);
  return found && found.ranges[0]?.low === address ? bodyOf(info, found) : address;
}

/** Statements of a file that are in the program. */
function statementsIn(
  info: DebugInfo,
  isFile: (path: string) => boolean,
): readonly (SourcePlace & { readonly address: number })[] {
  info.askFor(isFile);
  return info.units.flatMap((unit) => {
    const table = info.linesOf(unit);
    if (!table?.files.some((path) => path !== undefined && isFile(path))) return [];
    const all = [...table.statements, ...inlinedCalls(info, unit)];
    return all.filter(({ path, address }) => isFile(path) && info.unitAt(address) === unit);
  });
}

/** Lines that do nothing but call what is inlined there. */
function inlinedCalls(info: DebugInfo, unit: Unit): readonly (SourcePlace & { readonly address: number })[] {
  const entries = info.attempt(() => unit.entries, []).filter(({ tag }) => tag === TAG.inlined_subroutine);
  return entries.flatMap((entry) => {
    const place = callPlace(info, entry);
    const address = info.attempt(() => rangesOf(entry), [])[0]?.low;
    if (!place || address === undefined || !beginsCall(info, entry, address, place)) return [];
    return [{ ...place, address }];
  });
}

/** The function, or the copy of one inlined, that an address belongs to: the place of its entry. */
function instanceOf(info: DebugInfo, address: number): number {
  const found = info.functionAt(address);
  if (!found) return -1;
  const scopes = info.attempt(() => scopesAt(found.entry, address), []);
  const inlined = scopes.findLast(({ entry }) => entry.tag === TAG.inlined_subroutine);
  return (inlined ?? found).entry.offset;
}
