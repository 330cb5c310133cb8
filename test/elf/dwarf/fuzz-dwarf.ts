/** Mutated debugging information, read as a debugger reads it: each file must end in what can be read, and in sentences. */

import { FormatError } from '../../../src/elf/byte-reader';
import { codeFramesAt } from '../../../src/elf/dwarf/code-frames';
import { DebugInfo } from '../../../src/elf/dwarf/debug-info';
import { unwind } from '../../../src/elf/dwarf/frames/unwind';
import type { FrameState } from '../../../src/elf/dwarf/location';
import { linesWithCode, placesOfFunction, placesOfLine, sourcePaths } from '../../../src/elf/dwarf/stop-places';
import { typeName } from '../../../src/elf/dwarf/types/type-name';
import { sizeOfType } from '../../../src/elf/dwarf/types/types';
import { globalsOf, locationOfVariable, variablesOf } from '../../../src/elf/dwarf/variables';
import { readSections } from '../../../src/elf/sections';
import { SymbolTable } from '../../../src/elf/symbols';
import { generator } from '../../random';

export interface DwarfFuzz {
  readonly files: number;
  /** How many had something that could not be read. */
  readonly broken: number;
  readonly problems: readonly string[];
}

const VALUES: readonly number[] = [0, 1, 2, 0x7f, 0x80, 0xff, 0xfe, 0x10];
const MOST_MUTATIONS = 8;

/** `count` files from a seed. @param originals programs with debugging information. */
export function fuzzDwarf(originals: readonly Uint8Array[], seed: number, count: number): DwarfFuzz {
  const random = generator(seed);
  const problems: string[] = [];
  let broken = 0;
  for (let file = 0; file < count; file++) {
    const bytes = mutated(originals[file % originals.length] ?? new Uint8Array(), random);
    try {
      const said = readAll(bytes);
      if (said.length > 0) broken++;
      for (const problem of said) if (!/^[A-Z.][^\n]*\.$/.test(problem)) problems.push(`file ${file}: ${problem}`);
    } catch (error) {
      problems.push(`file ${file} of seed ${seed}: ${error instanceof Error ? error.stack : error}`);
    }
  }
  return { files: count, broken, problems };
}

const FRAME: FrameState = {
  register: (register) => BigInt(register),
  read: (address) => address,
  cfa: 0x1000n,
  frameBase: 0x1000n,
  threadLocal: () => undefined,
  relocated: (address) => address,
  indexed: () => 0n,
};

/** Everything that a debugger asks. Gives the problems that it is told. */
function readAll(bytes: Uint8Array): readonly string[] {
  try {
    const sections = readSections(bytes);
    SymbolTable.of(sections).named('main');
    const info = new DebugInfo(sections);
    for (const path of sourcePaths(info)) {
      linesWithCode(info, (each) => each === path);
      placesOfLine(info, (each) => each === path, 30);
    }
    placesOfFunction(info, 'work');
    const functions = info.units.flatMap((unit) => info.functionsOf(unit).all);
    const places = functions.flatMap(({ ranges }) => ranges.map(({ low }) => low + 4));
    for (const address of [0x40_1000, ...places.slice(0, 20)]) {
      info.attempt(() => unwind(info.frames, address, [1n, 2n, 3n, 4n, 5n, 6n, 7n, 8n], () => 0n), undefined);
      for (const { scopes } of codeFramesAt(info, address)) {
        for (const variable of [...variablesOf(info, scopes), ...globalsOf(info)]) {
          typeName(variable.type);
          sizeOfType(variable.type);
          locationOfVariable(info, variable, address, FRAME);
        }
      }
    }
    return [...info.problems];
  } catch (error) {
    if (error instanceof FormatError) return [error.message];
    throw error;
  }
}

/** Mostly where sections other than code lie: behind the first page. */
function mutated(original: Uint8Array, random: (below: number) => number): Uint8Array {
  const bytes = original.slice();
  for (let left = 1 + random(MOST_MUTATIONS); left > 0; left--) {
    const at = 4096 + random(bytes.length - 4096);
    bytes[at] = random(2) === 0 ? random(256) : (VALUES[random(VALUES.length)] ?? 0);
  }
  return random(16) === 0 ? bytes.subarray(0, random(bytes.length)) : bytes;
}
