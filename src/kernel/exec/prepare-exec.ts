/** What can be wrong with a program before anything of the old one is given up (fs/exec.c, fs/binfmt_elf.c). */
import type { ElfFile } from '../../elf/elf-file';
import { isProblem, readElf } from '../../elf/read-elf';
import { PAGE_SIZE } from '../../machine/cpu/page';
import { follow, nodeAt } from '../files/nodes';
import { readNode } from '../files/page-cache';
import { absolute } from '../files/path';
import { isRoomFor } from '../mm/mappings';
import type { KernelContext } from '../routines/kernel-context';
import { ERRNO } from '../state/constants';
import type { ProgramState } from '../state/program-state';
import { STACK_SIZE } from './initial-stack';

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
  return isRoomFor(kernel, pagesOf(elf)) ? { path: found, bytes, elf } : -ERRNO.ENOMEM;
}

/** Of segments and stack. */
function pagesOf({ segments }: ElfFile): number {
  return Math.ceil(segments.reduce((sum, { memorySize }) => sum + memorySize, STACK_SIZE) / PAGE_SIZE);
}
