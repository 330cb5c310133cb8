/** C programs of the tests, compiled once a process. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

const programs = new Map<string, string>();
let folder: string | undefined;

/** The program that gcc makes of a file; gcc must be there (`Host.runs`). */
export function compiled(source: string): string {
  let program = programs.get(source);
  if (program === undefined) {
    program = join(programsFolder(), basename(source, '.c'));
    execFileSync('gcc', ['-O1', '-no-pie', '-o', program, source], { stdio: 'pipe' });
    programs.set(source, program);
  }
  return program;
}

function programsFolder(): string {
  if (folder !== undefined) return folder;
  const made = mkdtempSync(join(tmpdir(), 'xtrace-host-'));
  process.once('exit', () => rmSync(made, { recursive: true }));
  folder = made;
  return made;
}

/** Nothing that is executed natively takes this long: a program that faults again for ever would keep the suite for ever. */
export const NATIVE_LIMIT_MS = 300_000;

/** What a harness in C makes of its cases. @param most bytes of its output. */
export function outcomes(source: string, input: Uint8Array, most: number, args: readonly string[] = []): Buffer {
  return execFileSync(compiled(source), args, {
    input,
    maxBuffer: most,
    timeout: NATIVE_LIMIT_MS,
    killSignal: 'SIGKILL',
  });
}
