/** Variables and parameters: which there are, of which type, and where (DWARF 5, section 4.1). */
import { AT, TAG } from './constants';
import type { DebugInfo } from './debug-info';
import type { Entry } from './entry';
import { compute, locate } from './expression';
import { instancesOf, nameOfEntry } from './functions';
import type { FrameState, Location } from './location';
import { locationAt } from './location-list';
import type { CType } from './types/types';

export interface CVariable {
  readonly name: string;
  readonly type: CType;
  readonly isParameter: boolean;
  /** Its own entry, or that of the instance. */
  readonly entry: Entry;
}

/** The variables of a frame's scopes, innermost first; an outer one that is hidden comes too. */
export function variablesOf(info: DebugInfo, scopes: readonly Entry[]): readonly CVariable[] {
  return scopes.toReversed().flatMap((scope) => info.attempt(() => declaredIn(info, scope), []));
}

/** Variables of a unit outside its functions, that lie in the program. */
export function globalsOf(info: DebugInfo): readonly CVariable[] {
  return info.units.flatMap((unit) =>
    info.attempt(() => {
      const outside = unit.entries.filter(
        ({ tag, parent }) => tag === TAG.variable && (parent === unit.root || parent?.tag === TAG.namespace),
      );
      return outside.filter((entry) => entry.has(AT.location)).flatMap((entry) => variable(info, entry));
    }, []),
  );
}

/** Of all functions and files. */
export function variableNames(info: DebugInfo): ReadonlySet<string> {
  const names = new Set<string>();
  for (const unit of info.units) {
    for (const entry of info.attempt(() => unit.entries, [])) {
      if (entry.tag !== TAG.variable && entry.tag !== TAG.formal_parameter) continue;
      const name = info.attempt(() => entry.text(AT.name), undefined);
      if (name !== undefined) names.add(name);
    }
  }
  return names;
}

function declaredIn(info: DebugInfo, scope: Entry): readonly CVariable[] {
  return scope.children
    .filter(({ tag }) => tag === TAG.variable || tag === TAG.formal_parameter)
    .flatMap((entry) => variable(info, entry));
}

/** None where it has no name, or is declared and not defined. Throws `FormatError`. */
function variable(info: DebugInfo, entry: Entry): CVariable[] {
  const entryAt = (offset: number) => info.entryAt(offset);
  const name = nameOfEntry(entry, entryAt);
  if (name === undefined || entry.flag(AT.declaration)) return [];
  const typed = instancesOf(entry, entryAt).find((each) => each.has(AT.type)) ?? entry;
  return [{ name, type: info.types.typeOf(typed), isParameter: entry.tag === TAG.formal_parameter, entry }];
}

/** @param address of the file, in the frame's function. Never throws. */
export function locationOfVariable(
  info: DebugInfo,
  { entry }: CVariable,
  address: number,
  frame: FrameState,
): Location {
  const nowhere: Location = { kind: 'nowhere', why: 'It has been optimized out.' };
  return info.attempt((): Location => {
    const entryAt = (offset: number) => info.entryAt(offset);
    for (const each of instancesOf(entry, entryAt)) {
      const value = each.form(AT.const_value);
      if (value?.kind === 'constant') return { kind: 'value', value: value.value };
      if (value?.kind === 'block') return { kind: 'bytes', bytes: value.bytes };
      if (!each.has(AT.location)) continue;
      const expression = locationAt(each, AT.location, address);
      return expression ? locate(expression, frame) : nowhere;
    }
    return nowhere;
  }, nowhere);
}

/** What DW_OP_fbreg is relative to in a function. @param scopes the function first. */
export function frameBaseOf(
  info: DebugInfo,
  functionEntry: Entry,
  address: number,
  frame: FrameState,
): bigint | undefined {
  return info.attempt(() => {
    const expression = locationAt(functionEntry, AT.frame_base, address);
    return expression && compute(expression, frame);
  }, undefined);
}
