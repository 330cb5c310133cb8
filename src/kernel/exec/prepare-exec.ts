/** What can be wrong with a program before anything of the old one is given up (fs/exec.c, fs/binfmt_elf.c). */
import type { ElfFile } from '../../elf/elf-file';
import { isProblem, readElf } from '../../elf/read-elf';
import { follow, nodeAt } from '../files/nodes';
import { readNode } from '../files/page-cache';
import { absolute } from '../files/path';
import type { KernelContext } from '../routines/kernel-context';
import { ERRNO } from '../state/constants';
import type { ProgramState } from '../state/program-state';

export interface Executable {
  /** Absolute, links followed. */
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly elf: ElfFile;
}

/** The program at a path, or a negative error. @param path relative to the process's folder. */
export function findExecutable(kernel: KernelContext, program: ProgramState, path: string): Executable | number {
  const found = follow(kernel, program, absolute(program.folder, path));
  if (found === undefined) return -ERRNO.ELOOP;
  const node = nodeAt(kernel, found);
  if (!node) return -ERRNO.ENOENT;
  if (node.kind !== 'file') return -ERRNO.EACCES;
  const bytes = readNode(kernel, node, 0, node.size);
  const elf = readElf(bytes);
  if (isProblem(elf) || elf.interpreter !== null) return -ERRNO.ENOEXEC;
  return { path: found, bytes, elf };
}
