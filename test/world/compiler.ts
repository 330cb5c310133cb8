/** The compilers of this machine that know Sapphire Rapids, and what they make of a file of C. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CLANG_NAMES } from '../host/clang';
import { hostUnder } from '../host/host';
import type { Oracle, Want } from '../host/needs';

export const EXAMPLES_C = join(__dirname, '../../examples/c');
export const LOOPS_C = join(__dirname, '../fixtures/compilers');
const TARGET = ['-march=sapphirerapids', '-masm=intel', '-fno-asynchronous-unwind-tables', '-S', '-o', '-'];

export interface Compiler {
  readonly name: string;
  /** The command that calls it, or what is wanting. */
  readonly found: Oracle<string> | Want;
}

function find(...names: readonly string[]): Compiler {
  const { hasPrograms } = hostUnder();
  const [name = ''] = names;
  const command = names.find((each) => hasPrograms(each) && knowsTarget(each));
  return {
    name,
    found: command ? { against: command, use: command } : { want: `a ${name} that knows Sapphire Rapids` },
  };
}

function knowsTarget(command: string): boolean {
  return spawnSync(command, [...TARGET, '-x', 'c', '/dev/null']).status === 0;
}

export const GCC: Compiler = find('gcc');

export const COMPILERS: readonly Compiler[] = [GCC, find(...CLANG_NAMES)];

/** Assembly in Intel syntax, as the compiler prints it. */
export function assemblyOf(command: string, folder: string, file: string, ...options: readonly string[]): string {
  return execFileSync(command, [...TARGET, ...options, file], { cwd: folder, encoding: 'utf8', stdio: 'pipe' });
}

/** What the file prints as an ordinary program with -DREFERENCE, line by line. */
export function referenceOutput(source: string, file: string, ...more: readonly string[]): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'xtrace-reference-'));
  try {
    const program = join(folder, 'reference');
    const options = ['-O1', '-ffp-contract=off', '-DREFERENCE', ...more, file, '-o', program, '-lm'];
    execFileSync('gcc', options, { cwd: source, stdio: 'pipe' });
    return execFileSync(program, { encoding: 'utf8' }).trim().split('\n');
  } finally {
    rmSync(folder, { recursive: true });
  }
}
