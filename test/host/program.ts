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
