/** How a program calls bytes of its memory where it stands: by an array that they are of, by a pointer that leads there. */
import { type CType, plainType, sizeOfType } from '../../elf/dwarf/types/types';
import { type LinearAddress, toLinear } from '../../machine/architecture/linear-address';
import { integerOf, membersOf, objectAt } from './c-object';
import type { CompiledFrame } from './compiled-frame';
import type { CompiledProgram } from './compiled-program';
import { elementPath, indexPath } from './element-path';
import { type FrameMachine, globalVariables, type NamedObject, named, variablesOfFrame } from './frame-variables';

interface Range {
  readonly address: LinearAddress;
  /** Bytes. */
  readonly length: number;
}

/** A pointer has led there: the nearest one that does is meant. */
interface Led {
  readonly name: string;
  /** Where it points to. */
  readonly start: LinearAddress;
}

export interface NamingMachine extends FrameMachine {
  /** Whether all memory from one address to another is there, and may be used alike. */
  readonly isOneArea: (from: LinearAddress, to: LinearAddress) => boolean;
}

/** Memory as far behind a pointer as this is hardly meant by it. */
const FARTHEST = 2 ** 26;
const MOST_MEMBERS = 64;
const MOST_POINTERS = 4096;

/**
 * `a[16][0..63]`, `p->weights[128..191]`, `weights+64`; undefined where nothing is known.
 * @param frames of the program, innermost first, where something is known of them.
 */
export function memoryName(frames: readonly CompiledFrame[], machine: NamingMachine, range: Range): string | undefined {
  const locals = frames.map((frame) => variablesOfFrame(frame, machine));
  const held = locals.flat().find(({ object }) => contains(object.address, object.size, range));
  if (held) return pathIn(held, range);
  const files = filesOf(frames);
  for (const frame of files) {
    const found = globalName(frame, machine, range);
    if (found !== undefined) return found;
  }
  for (const some of [...locals, ...files.map((frame) => globalPointers(frame, machine))]) {
    const [found] = some.flatMap((each) => ledBy(each, range)).sort((a, b) => b.start - a.start);
    if (found && leads(found, files, machine, range)) return found.name;
  }
  return undefined;
}

/** What points to an array of the program leads nowhere beyond that. */
function leads({ start }: Led, files: readonly CompiledFrame[], { isOneArea }: NamingMachine, range: Range): boolean {
  if (files.some(({ compiled }) => compiled.symbols.dataAt(start - compiled.bias))) return false;
  return isOneArea(start, range.address + range.length - 1);
}

/** One frame for each file that some code is from. */
function filesOf(frames: readonly CompiledFrame[]): readonly CompiledFrame[] {
  const files = new Map<CompiledProgram, CompiledFrame>();
  for (const frame of frames) if (!files.has(frame.compiled)) files.set(frame.compiled, frame);
  return [...files.values()];
}

function contains(start: LinearAddress | undefined, size: number | undefined, { address, length }: Range): boolean {
  return start !== undefined && size !== undefined && address >= start && address + length <= start + size;
}

function pathIn({ name, object }: NamedObject, { address, length }: Range): string {
  return `${name}${elementPath(object.type, address - (object.address ?? address), length)}`;
}

/** Compilers number statics of functions in the table of symbols: `a.0`. */
const NUMBER = /\.\d+$/;

/** By the table of symbols, which is sorted; its array by debugging information, where that has the name. */
function globalName(frame: CompiledFrame, machine: FrameMachine, range: Range): string | undefined {
  const { symbols, bias } = frame.compiled;
  const symbol = symbols.dataAt(range.address - bias);
  if (!symbol) return undefined;
  const name = symbol.name.replace(NUMBER, '');
  const variables = globalVariables(frame).filter((variable) => variable.name === name);
  const objects = variables.map((variable) => named(variable, frame, machine));
  const found = objects.find(({ object }) => contains(object.address, object.size, range));
  if (found) return pathIn(found, range);
  const offset = range.address - bias - symbol.address;
  return offset === 0 ? name : `${name}+${offset}`;
}

function globalPointers(frame: CompiledFrame, machine: FrameMachine): readonly NamedObject[] {
  const leading = globalVariables(frame).filter(({ type }) => canLead(type));
  return leading.slice(0, MOST_POINTERS).map((variable) => named(variable, frame, machine));
}

function canLead(type: CType): boolean {
  const { kind } = plainType(type);
  return kind === 'pointer' || kind === 'struct';
}

/** How bytes are called by what a variable points to, and by pointers in structures. @param left structures to go into. */
function ledBy({ name, object }: Pick<NamedObject, 'name' | 'object'>, range: Range, left = 2): readonly Led[] {
  const plain = plainType(object.type);
  if (plain.kind === 'struct') return left === 0 ? [] : ledByMembers(`${name}.`, object, range, left - 1);
  if (plain.kind !== 'pointer') return [];
  const value = integerOf(object);
  const start = value === undefined || value === 0n ? undefined : toLinear(value);
  if (start === undefined) return [];
  const to = plain.to();
  const target = plainType(to);
  const offset = range.address - start;
  const inner =
    target.kind === 'struct' && left > 0
      ? ledByMembers(`${name}->`, objectAt(to, start, object.source), range, left - 1)
      : [];
  const path = offset < 0 || offset > FARTHEST ? undefined : pointedPath(to, offset, range.length);
  return path === undefined ? inner : [...inner, { name: `${name}${path}`, start }];
}

/** From a pointer to bytes behind where it points to; undefined where its type is of nothing that lies in a row. */
function pointedPath(to: CType, offset: number, length: number): string | undefined {
  const target = plainType(to);
  if (target.kind === 'void') return offset === 0 ? '' : `+${offset}`;
  if (target.kind === 'pointer' || target.kind === 'function' || target.kind === 'unknown') return undefined;
  const size = sizeOfType(to);
  // A member of what it points to; an array without an end reaches further.
  if (target.kind === 'struct' && (offset + length <= (size ?? 0) || size === 0)) {
    const path = elementPath(to, offset, length);
    return path.startsWith('.') ? `->${path.slice(1)}` : path;
  }
  return size ? indexPath(to, offset, length) : undefined;
}

function ledByMembers(prefix: string, object: NamedObject['object'], range: Range, left: number): readonly Led[] {
  return membersOf(object)
    .slice(0, MOST_MEMBERS)
    .flatMap(({ name, object: member }) =>
      name === undefined || !canLead(member.type)
        ? []
        : ledBy({ name: `${prefix}${name}`, object: member }, range, left),
    );
}
