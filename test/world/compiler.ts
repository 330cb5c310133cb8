/** The compilers of this machine that know Sapphire Rapids, and what they make of a file of C. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const EXAMPLES_C = join(__dirname, '../../examples/c');
export const LOOPS_C = join(__dirname, '../fixtures/compilers');
const TARGET = ['-march=sapphirerapids', '-masm=intel', '-fno-asynchronous-unwind-tables', '-S', '-o', '-'];

export interface Compiler {
  readonly name: string;
  /** Why it cannot be used; undefined where it can. */
  readonly missing: string | undefined;
}

function find(...names: readonly string[]): Compiler {
  for (const name of names) {
    try {
      execFileSync(name, [...TARGET, '-x', 'c', '/dev/null'], { stdio: 'pipe' });
      return { name, missing: undefined };
    } catch {
      // The next one, then.
    }
  }
  const [name = ''] = names;
  return { name, missing: `there is no ${name} here that knows Sapphire Rapids` };
}

export const COMPILERS: readonly Compiler[] = [
  find('gcc'),
  find('clang', ...[20, 19, 18, 17, 16, 15, 14].map((version) => `clang-${version}`)),
];

/** Assembly in Intel syntax, as the compiler prints it. */
export function assemblyOf({ name }: Compiler, folder: string, file: string, ...options: readonly string[]): string {
  return execFileSync(name, [...TARGET, ...options, file], { cwd: folder, encoding: 'utf8', stdio: 'pipe' });
}

/** What the file prints as an ordinary program with -DREFERENCE, line by line. */
export function referenceOutput(source: string, file: string): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'xtrace-reference-'));
  try {
    const program = join(folder, 'reference');
    const options = ['-O1', '-ffp-contract=off', '-DREFERENCE', file, '-o', program, '-lm'];
    execFileSync('gcc', options, { cwd: source, stdio: 'pipe' });
    return execFileSync(program, { encoding: 'utf8' }).trim().split('\n');
  } finally {
    rmSync(folder, { recursive: true });
  }
}
