/** The compilers of this machine that know Sapphire Rapids, and what they make of a file of C in examples/c. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const C = join(__dirname, '../../examples/c');
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
export function assemblyOf({ name }: Compiler, file: string, ...options: readonly string[]): string {
  return execFileSync(name, [...TARGET, ...options, file], { cwd: C, encoding: 'utf8', stdio: 'pipe' });
}

/** What the file prints as an ordinary program with -DREFERENCE: numbers in `radix`, one a line. */
export function referenceOutput(file: string, radix: number): number[] {
  const folder = mkdtempSync(join(tmpdir(), 'xtrace-reference-'));
  try {
    const program = join(folder, 'reference');
    execFileSync('gcc', ['-O1', '-DREFERENCE', file, '-o', program, '-lm'], { cwd: C, stdio: 'pipe' });
    const lines = execFileSync(program, { encoding: 'utf8' }).trim().split('\n');
    return lines.map((line) => Number.parseInt(line, radix));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
