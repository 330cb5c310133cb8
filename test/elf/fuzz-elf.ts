/** Mutated ELF files, read and loaded: each must end in a program in memory or in one sentence. */
import { isProblem, readElf } from '../../src/elf/read-elf';
import { placeProgram } from '../../src/kernel/exec/place-program';
import { Memory } from '../../src/machine/cpu/memory';
import { generator } from '../random';
import { DATA, elfFile, TEXT } from './files';

export interface ElfFuzz {
  readonly files: number;
  /** How many were programs still. */
  readonly loaded: number;
  readonly problems: readonly string[];
}

/** What is likely to find an edge. */
const VALUES: readonly number[] = [0, 1, 2, 0x7f, 0x80, 0xff, 0x38, 0x40, 0x10];
const MOST_MUTATIONS = 6;

/** `count` files from a seed. */
export function fuzzElf(seed: number, count: number): ElfFuzz {
  const random = generator(seed);
  const problems: string[] = [];
  let loaded = 0;
  const interpreter = { ...TEXT, type: 3, offset: 0x180, address: 0x40_0180, fileSize: 8, memorySize: 8 };
  const originals = [elfFile(), elfFile({ type: 3, headers: [TEXT, DATA, interpreter], text: '/lib/ld' })];
  for (let file = 0; file < count; file++) {
    const bytes = mutated(originals[file % originals.length] ?? new Uint8Array(), random);
    try {
      const elf = readElf(bytes);
      if (isProblem(elf)) {
        if (!/^[A-Z][^\n]*\.$/.test(elf.problem)) problems.push(`file ${file}: ${elf.problem}`);
        continue;
      }
      const memory = new Memory();
      memory.createSpace(1);
      placeProgram(memory, 1, bytes, elf);
      loaded++;
    } catch (error) {
      problems.push(`file ${file} of seed ${seed}: ${error instanceof Error ? error.stack : error}`);
    }
  }
  return { files: count, loaded, problems };
}

function mutated(original: Uint8Array, random: (below: number) => number): Uint8Array {
  const bytes = original.slice();
  for (let left = 1 + random(MOST_MUTATIONS); left > 0; left--) {
    const at = random(4) === 0 ? random(bytes.length) : random(64 + 3 * 56);
    bytes[at] = random(2) === 0 ? random(256) : (VALUES[random(VALUES.length)] ?? 0);
  }
  return random(8) === 0 ? bytes.subarray(0, random(bytes.length)) : bytes;
}
