/** Programs beside a trace, compiled where a test wants their sources. */
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const SOURCES = join(__dirname, '../fixtures/programs');

export interface Beside {
  readonly trace: string;
  readonly source: string;
  readonly folder: string;
}

/**
 * A folder with a program, and a trace that runs it as task A. @param where the source lies while it is compiled, below that
 * folder or beside it (`../src`).
 */
export function programBeside(name: string, options: readonly string[], where = '.'): Beside {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'xtrace-beside-')));
  process.once('exit', () => rmSync(root, { recursive: true, force: true }));
  const folder = join(root, 'traces');
  const sources = join(folder, where);
  mkdirSync(folder);
  mkdirSync(sources, { recursive: true });
  const source = join(sources, name);
  copyFileSync(join(SOURCES, name), source);
  execFileSync('gcc', ['-static', '-g', ...options, '-o', join(folder, 'program'), name], { cwd: sources });
  const trace = join(folder, 'run.xtrace');
  writeFileSync(trace, 'xtrace 1\nmachine sapphire-rapids\nkernel linux\ntask A exec "program"\nrun A\n');
  return { trace, source, folder };
}

/** Without a C library; with the first use of tiles. */
export const TILES: readonly string[] = [
  '-nostdlib',
  '-ffreestanding',
  '-fno-stack-protector',
  '-O0',
  '-mamx-tile',
  '-mamx-int8',
];
