/** Where execution stops for a line or a function: at its beginning, behind what the compiler puts before a function's own work. */
import { TAG } from './constants';
import { type DebugInfo, pathOfUnit } from './debug-info';
import type { CFunction } from './functions';
import { isIn, scopesAt } from './functions';
import type { LineRow } from './line-table';
import type { Unit } from './unit';

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
  const rows = unitsWith(info, isFile).flatMap(({ unit, rows }) => rows.map((row) => ({ unit, row })));
  const line = rows.reduce((least, { row }) => (row.line >= wanted ? Math.min(least, row.line) : least), NO_LINE);
  if (line === NO_LINE) return undefined;
  const first = new Map<string, number>();
  for (const { unit, row } of rows) {
    if (row.line !== line) continue;
    const key = instanceKey(info, unit, row.low);
    first.set(key, Math.min(first.get(key) ?? NO_LINE, row.low));
  }
  const addresses = [...first.values()].map((address) => stopAddress(info, address));
  return { line, addresses: [...new Set(addresses)].sort((a, b) => a - b) };
}

const NO_LINE = Number.POSITIVE_INFINITY;

/** Lines of a file that have code, ascending. */
export function linesWithCode(info: DebugInfo, isFile: (path: string) => boolean): readonly number[] {
  const lines = unitsWith(info, isFile).flatMap(({ rows }) => rows.map(({ line }) => line));
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
function bodyOf(info: DebugInfo, { entry, ranges }: CFunction): number {
  const start = ranges[0]?.low ?? 0;
  const table = info.linesOf(entry.unit);
  const rows = (table?.rows ?? []).filter(({ low }) => isIn(ranges, low));
  const marked = rows.find(({ endsPrologue }) => endsPrologue);
  if (marked) return marked.low;
  const first = rows.findIndex(({ low }) => low === start);
  const second = first < 0 ? undefined : rows[first + 1];
  // A row of line 0 is the compiler's own; one of the first line again begins the same way.
  return second?.isStatement && second.line > 0 ? second.low : start;
}

/** A breakpoint at the entry of a function stops where the function begins to work. */
function stopAddress(info: DebugInfo, address: number): number {
  const found = info.functionAt(address);
  return found && found.ranges[0]?.low === address ? bodyOf(info, found) : address;
}

/** Code of a unit that begins at a line of the file, and is in the program. */
function unitsWith(
  info: DebugInfo,
  isFile: (path: string) => boolean,
): readonly { readonly unit: Unit; readonly rows: readonly LineRow[] }[] {
  return info.units.flatMap((unit) => {
    const table = info.linesOf(unit);
    if (!table?.files.some((path) => path !== undefined && isFile(path))) return [];
    const rows = table.rows.filter(
      (row) => row.isStatement && row.line > 0 && isFile(row.path) && info.unitAt(row.low) === unit,
    );
    return [{ unit, rows }];
  });
}

/** The function, or the copy of one inlined, that an address belongs to. */
function instanceKey(info: DebugInfo, unit: Unit, address: number): string {
  const found = info.functionAt(address);
  if (!found) return `${unit.header.offset}`;
  const scopes = info.attempt(() => scopesAt(found.entry, address), []);
  const inlined = scopes.findLast(({ entry }) => entry.tag === TAG.inlined_subroutine);
  return `${(inlined ?? found).entry.offset}`;
}
