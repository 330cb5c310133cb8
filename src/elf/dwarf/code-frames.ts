/** The frames that an address stands for: a function, and what is inlined there (DWARF 5, section 3.3.8). */
import { AT, TAG } from './constants';
import type { DebugInfo } from './debug-info';
import type { Entry } from './entry';
import { nameOfEntry, type Scope, scopesAt } from './functions';
import { placeOfRow, type SourcePlace } from './lines/line-table';
import { rangesOf } from './ranges';

export interface CodeFrame {
  readonly name: string;
  readonly place: SourcePlace | undefined;
  readonly isInlined: boolean;
  /** The function, then its blocks up to the innermost one: where variables are declared. */
  readonly scopes: readonly Entry[];
}

/**
 * The same where execution is about to go on. What is inlined there has not been entered, unless the code before it is of
 * the line that calls it: so that line can be stopped at, as one with any other call.
 */
export function codeFramesBefore(info: DebugInfo, address: number): readonly CodeFrame[] {
  const frames = codeFramesAt(info, address);
  let entered = 0;
  while (isPending(info, address, frames[entered], frames[entered + 1])) entered++;
  return frames.slice(entered);
}

function isPending(info: DebugInfo, address: number, inner?: CodeFrame, outer?: CodeFrame): boolean {
  const [entry] = inner?.scopes ?? [];
  if (!inner?.isInlined || !entry || !outer?.place) return false;
  return beginsCall(info, entry, address, outer.place);
}

/** Whether an inlined function begins at an address, and the line that calls it does not begin before. */
export function beginsCall(info: DebugInfo, inlined: Entry, address: number, { path, line }: SourcePlace): boolean {
  if (info.attempt(() => rangesOf(inlined), [])[0]?.low !== address) return false;
  const row = info.rowAt(address - 1);
  const before = row && placeOfRow(row);
  return before?.line !== line || before.path !== path;
}

/** Innermost first; empty where nothing is known. @param address of the file: for a caller, within its call. */
export function codeFramesAt(info: DebugInfo, address: number): readonly CodeFrame[] {
  const found = info.functionAt(address);
  const row = info.rowAt(address);
  const place = row && placeOfRow(row);
  if (!found) return place ? [{ name: '?', place, isInlined: false, scopes: [] }] : [];
  const scopes = info.attempt(() => scopesAt(found.entry, address), []);
  return framesOf(info, found.entry, found.name, scopes, place);
}

function framesOf(
  info: DebugInfo,
  outermost: Entry,
  name: string,
  scopes: readonly Scope[],
  innermost: SourcePlace | undefined,
): readonly CodeFrame[] {
  const frames: CodeFrame[] = [];
  let current = { name, isInlined: false, scopes: [outermost] };
  for (const { entry } of scopes) {
    if (entry.tag === TAG.inlined_subroutine) {
      frames.push({ ...current, place: callPlace(info, entry) });
      current = { name: inlinedName(info, entry), isInlined: true, scopes: [entry] };
    } else current.scopes.push(entry);
  }
  frames.push({ ...current, place: innermost });
  return frames.reverse();
}

function inlinedName(info: DebugInfo, entry: Entry): string {
  return info.attempt(() => nameOfEntry(entry, (offset) => info.entryAt(offset)), undefined) ?? '?';
}

/** Where an inlined function is called. */
export function callPlace(info: DebugInfo, entry: Entry): SourcePlace | undefined {
  return info.attempt(() => {
    const line = entry.count(AT.call_line);
    const path = info.linesOf(entry.unit)?.files[entry.count(AT.call_file) ?? -1];
    return path === undefined || line === undefined
      ? undefined
      : { path, line, column: entry.count(AT.call_column) ?? 0 };
  }, undefined);
}
