/** Cores that this kernel writes of a program with debugging information, beside that program. */
import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Oracle, Want } from '../../host/needs';

export interface Layers {
  readonly folder: string;
  /** The core, and the program and its source beside it. */
  readonly core: string;
  readonly program: string;
  readonly source: string;
}

const SOURCE = path.join(__dirname, 'layers.c');

/** @param argument of the program: with one it dies at a tile instruction, without one at a load. */
export function coreOfLayers(link: readonly string[], argument: readonly string[] = []): Oracle<Layers> | Want {
  const folder = mkdtempSync(path.join(tmpdir(), 'xtrace-core-'));
  const [source, program, core] = ['layers.c', 'layers', 'layers.core'].map((name) => path.join(folder, name)) as [
    string,
    string,
    string,
  ];
  copyFileSync(SOURCE, source);
  const made = spawnSync('gcc', ['-g', '-O0', ...link, '-o', 'layers', 'layers.c'], { cwd: folder });
  if (made.status !== 0) return { want: 'gcc and a C library' };
  spawnSync('sh', ['-c', `ulimit -c unlimited && ./layers ${argument.join(' ')}`], { cwd: folder });
  const name = readdirSync(folder).find((file) => file.startsWith('core'));
  if (name === undefined) return { want: 'a kernel that writes core files where the program runs' };
  renameSync(path.join(folder, name), core);
  return { against: 'the core of this kernel', use: { folder, core, program, source } };
}

/** Another program of the same name. */
export function rebuild({ folder }: Layers): void {
  writeFileSync(path.join(folder, 'other.c'), 'int main(void) { return 3; }\n');
  execFileSync('gcc', ['-g', '-O0', '-static', '-o', 'layers', 'other.c'], { cwd: folder });
}

/** `depth layers.c:14` for each frame that has a line, as gdb finds them. */
export function stackByGdb({ folder, program, core }: Layers): Oracle<readonly string[]> | Want {
  const called = spawnSync('gdb', ['-q', '-nx', '-batch', '-ex', 'echo STACK\\n', '-ex', 'bt', program, core], {
    cwd: folder,
  });
  if (called.status !== 0) return { want: 'gdb' };
  const [, stack = ''] = called.stdout.toString().split('STACK');
  const rows = [...stack.matchAll(/^#\d+ +(?:0x\w+ in )?(\w+) \(.* at .*?(layers\.c:\d+)$/gm)];
  return { against: 'the stack that gdb finds', use: rows.map(([, name, at]) => `${name} ${at}`) };
}
