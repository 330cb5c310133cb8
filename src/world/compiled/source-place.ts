/** The lines of source that compiled code stands for, while it runs: asked at every moment of a step. */
import { codeFramesAt, codeFramesBefore } from '../../elf/dwarf/code-frames';
import type { SourcePlace } from '../../elf/dwarf/lines/line-table';
import { beginsLine, bodyOf } from '../../elf/dwarf/stop-places';
import type { LinearAddress } from '../../machine/architecture/linear-address';
import type { Place } from '../debugger/debugger-types';
import type { World } from '../state/world';
import { type CompiledProgram, compiledFileOf } from './compiled-program';
import { compiledKernel, nativeHere } from './kernel-image';

/** What an address stands for. */
interface CodeAt {
  readonly place: SourcePlace;
  /** How many functions are inlined around it. */
  readonly inlined: number;
  readonly part: PartOfLine;
}

/**
 * Where in a line an address is: at its begin, where a person expects to stop; within it; or in what the compiler puts before
 * a function's own work.
 */
type PartOfLine = 'begin' | 'within' | 'prologue';

const known = new WeakMap<CompiledProgram, Map<LinearAddress, CodeAt | null>>();

/** Undefined where no line is known. */
function codeAt(compiled: CompiledProgram, address: LinearAddress): CodeAt | undefined {
  if (!compiled.hasLines) return undefined;
  let places = known.get(compiled);
  if (!places) {
    places = new Map();
    known.set(compiled, places);
  }
  let found = places.get(address);
  if (found === undefined) {
    found = findCode(compiled, address - compiled.bias) ?? null;
    places.set(address, found);
  }
  return found ?? undefined;
}

/** @param address of the file. */
function findCode({ info }: CompiledProgram, address: number): CodeAt | undefined {
  const frames = codeFramesBefore(info, address);
  const place = frames[0]?.place;
  if (!place) return undefined;
  const isCall = frames.length < codeFramesAt(info, address).length;
  return { place, inlined: frames.length - 1, part: isCall ? 'begin' : partAt(info, address, place) };
}

function partAt(info: CompiledProgram['info'], address: number, place: SourcePlace): PartOfLine {
  const found = info.functionAt(address);
  if (found) {
    const body = bodyOf(info, found);
    if (address === body) return 'begin';
    if (address >= (found.ranges[0]?.low ?? address) && address < body) return 'prologue';
  }
  const row = info.rowAt(address);
  return row && address === row.low && beginsLine(info, row, place) ? 'begin' : 'within';
}

/** Undefined where no line is known. */
export function sourcePlaceAt(
  compiled: CompiledProgram,
  address: LinearAddress,
): (Place & { readonly kind: 'source' }) | undefined {
  const place = codeAt(compiled, address)?.place;
  return place && { kind: 'source', path: place.path, line: place.line - 1, address };
}

/** Of what is executed, a real kernel's code or the flow; undefined where no line is known. */
export function partOfLine(world: World): PartOfLine | undefined {
  return codeHere(world)?.part;
}

/** How many functions are inlined around what is executed. */
export function inlinedDepth(world: World): number {
  return codeHere(world)?.inlined ?? 0;
}

function codeHere(world: World): CodeAt | undefined {
  const here = nativeHere(world);
  const compiled = here ? compiledKernel(world.program) : compiledFileOf(world);
  return compiled && codeAt(compiled, here?.cpu.rip ?? world.flow.address);
}
