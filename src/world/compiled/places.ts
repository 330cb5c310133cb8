/** Where breakpoints on lines and functions of programs are: addresses of memory, by program. */
import { linesWithCode, placesOfFunction, placesOfLine } from '../../elf/dwarf/stop-places';
import type { Program } from '../program/program';
import type { CompiledProgram } from './compiled-program';
import { describedPrograms } from './kernel-image';

export interface ProgramPlaces {
  /** The program, as programs see paths. */
  readonly path: string;
  readonly addresses: readonly number[];
}

export interface SourceLinePlaces {
  readonly places: readonly ProgramPlaces[];
  /** Zero-based: the first line at or behind the wanted one that has code. */
  readonly line: number;
}

/** Whether a path that a compiler wrote down is that of a file. */
export type IsFile = (path: string) => boolean;

/** Undefined where no program has code of the file there or behind. @param line zero-based. */
export function linePlaces(program: Program, isFile: IsFile, line: number): SourceLinePlaces | undefined {
  const found = describedPrograms(program).flatMap((compiled) => {
    const places = placesOfLine(compiled.info, isFile, line + 1);
    return places ? [{ ...inMemory(compiled, places.addresses), line: places.line - 1 }] : [];
  });
  if (found.length === 0) return undefined;
  const first = Math.min(...found.map((each) => each.line));
  return { places: found.filter((each) => each.line === first), line: first };
}

/** Lines of a file that have code, zero-based, ascending. */
export function codeLines(program: Program, isFile: IsFile): readonly number[] {
  const lines = describedPrograms(program).flatMap(({ info }) => linesWithCode(info, isFile));
  return [...new Set(lines)].sort((a, b) => a - b).map((line) => line - 1);
}

/** Where functions of that name begin to work; without debugging information, where their symbols are. */
export function functionPlaces(program: Program, name: string): readonly ProgramPlaces[] {
  return describedPrograms(program).flatMap((compiled) => {
    const symbol = compiled.symbols.named(name);
    // Of a large file, a unit is known once somebody has asked for it.
    if (symbol) compiled.info.unitAt(symbol.address);
    const addresses = placesOfFunction(compiled.info, name);
    const all = addresses.length > 0 ? addresses : symbol?.kind === 'function' ? [symbol.address] : [];
    return all.length > 0 ? [inMemory(compiled, all)] : [];
  });
}

/** For suggestions: functions that have lines, else all symbols. */
export function functionNames(program: Program): readonly string[] {
  return describedPrograms(program).flatMap(({ info, symbols, isKernel }) => {
    const units = isKernel ? [] : info.units;
    const named = units.flatMap((unit) => info.functionsOf(unit).all.map(({ name }) => name));
    return named.length > 0 ? named : symbols.functions.map(({ name }) => name);
  });
}

function inMemory({ path, bias }: CompiledProgram, addresses: readonly number[]): ProgramPlaces {
  return { path, addresses: addresses.map((address) => address + bias) };
}
