/** Core files of a small program: one that the kernel writes, and one of gdb's gcore; and one put together here. */
import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Oracle, Want } from '../../host/needs';

/** Dies at a load from address 0, with known values in R12 and XMM3. */
const SOURCE = `
int main(void) {
  static float v[4] = {1, 2, 3, 4};
  __asm__ volatile(
      "movups %0, %%xmm3\\n mov $0x1234567, %%r12\\n xor %%eax, %%eax\\n mov (%%rax), %%rbx"
      : : "m"(v) : "rax", "rbx", "r12", "xmm3");
  return 0;
}
`;

export interface Cores {
  readonly folder: string;
  readonly program: string;
}

/** A folder with the program `die` in it. */
export function program(): Oracle<Cores> | Want {
  const folder = mkdtempSync(path.join(tmpdir(), 'xtrace-core-'));
  writeFileSync(path.join(folder, 'die.c'), SOURCE);
  const made = spawnSync('gcc', ['-O1', '-static', '-o', 'die', 'die.c'], { cwd: folder });
  if (made.status !== 0) return { want: 'gcc and a static C library' };
  return { against: 'a program of gcc', use: { folder, program: path.join(folder, 'die') } };
}

/** As the kernel dumps it, where it writes cores into the folder. */
export function kernelCore({ folder }: Cores): Oracle<Uint8Array> | Want {
  spawnSync('sh', ['-c', 'ulimit -c unlimited && ./die'], { cwd: folder });
  const name = readdirSync(folder).find((file) => file.startsWith('core') && file !== 'core.gdb');
  if (name === undefined) return { want: 'a kernel that writes core files where the program runs' };
  copyFileSync(path.join(folder, name), path.join(folder, 'core.kernel'));
  return { against: 'the core of this kernel', use: readFileSync(path.join(folder, 'core.kernel')) };
}

export function gdbCore({ folder, program }: Cores): Oracle<Uint8Array> | Want {
  const core = path.join(folder, 'core.gdb');
  try {
    const commands = ['-ex', 'run', '-ex', `generate-core-file ${core}`];
    execFileSync('gdb', ['-q', '-nx', '-batch', ...commands, program], { cwd: folder, stdio: 'ignore' });
  } catch {
    return { want: 'gdb that may run a program' };
  }
  return existsSync(core)
    ? { against: 'the core of gdb', use: readFileSync(core) }
    : { want: 'gdb that may run a program' };
}
