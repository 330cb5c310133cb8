/** Programs that compilers make with debugging information, and what binutils read of them. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { DebugInfo } from '../../../src/elf/dwarf/debug-info';
import { readSections } from '../../../src/elf/sections';
import { compiled } from '../../world/programs/programs';

export interface Debugged {
  readonly name: string;
  readonly path: string;
  readonly info: DebugInfo;
}

/** Without a C library, so that all code has lines. */
export function debugged(compiler: string, ...options: readonly string[]): Debugged {
  const all = ['-static', '-nostdlib', '-fno-stack-protector', '-DALONE', '-g', ...options];
  const path = compiled(compiler, 'lines.c', ...all);
  const info = new DebugInfo(readSections(new Uint8Array(readFileSync(path))));
  assert.deepEqual([...info.problems], []);
  return { name: [compiler, ...options].join(' '), path, info };
}

/** By both compilers, in both versions, plain and optimized. */
export function everyKind(compilers: readonly string[], ...options: readonly string[]): Debugged[] {
  return compilers.flatMap((compiler) =>
    ['-gdwarf-4', '-gdwarf-5'].flatMap((version) =>
      ['-O0', '-O2'].map((level) => debugged(compiler, version, level, ...options)),
    ),
  );
}

/** All addresses of code that the units say they have. */
export function codeOf(info: DebugInfo): number[] {
  return info.units
    .flatMap((unit) => info.rangesOfUnit(unit))
    .flatMap(({ low, high }) => Array.from({ length: high - low }, (_, index) => low + index));
}

export function run(command: string, args: readonly string[], input = ''): string {
  return execFileSync(command, args, {
    encoding: 'utf8',
    input,
    maxBuffer: 2 ** 28,
    stdio: ['pipe', 'pipe', 'ignore'],
  });
}

/** What is mutated: a small program in both versions. */
export function fuzzedPrograms(): Uint8Array[] {
  return ['-gdwarf-4', '-gdwarf-5'].map(
    (version) => new Uint8Array(readFileSync(debugged('gcc', version, '-O2').path)),
  );
}
