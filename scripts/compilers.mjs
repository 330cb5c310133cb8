/**
 * GNU's assembler, disassembler and C compiler, which the machine is compared with, and static programs that run here as they do
 * natively; CMake, whose CTest runs tests by `xtrace exec`. Tests do without and say so.
 */
import { installFromDebian } from './debian.mjs';
import { findOnPath } from './find-program.mjs';

const PROGRAMS = ['as', 'objcopy', 'objdump', 'gcc', 'musl-gcc', 'busybox', 'bash-static', 'cmake', 'strace'];
const PACKAGES = ['binutils', 'gcc', 'libc6-dev', 'musl-tools', 'busybox-static', 'bash-static', 'cmake', 'strace'];

export async function installCompilers() {
  if (missing().length === 0) return 'up to date';
  if (process.platform !== 'linux' || process.arch !== 'x64') return 'not here: comparisons with them stay pending';
  try {
    await installFromDebian(PACKAGES);
  } catch {
    // Out of reach of a package archive: no reason to run no tests at all.
  }
  const without = missing();
  return without.length === 0 ? undefined : `without ${without.join(', ')}: comparisons with them stay pending`;
}

function missing() {
  return PROGRAMS.filter((name) => !findOnPath([name]));
}
