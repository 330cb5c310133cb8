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
import { type ProgramCall, STACK_SIZE } from './initial-stack';
import { readScriptLine } from './script';

export interface Executable {
  /** Absolute, links followed. */
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly elf: ElfFile;
  /** The dynamic linker, which is loaded beside the program and begins. */
  readonly interpreter?: Pick<Executable, 'bytes' | 'elf'>;
  /** The arguments of the call; with a script, its interpreter, and the script's path among them. */
  readonly arguments: readonly string[];
}

/** Scripts that are read by scripts, at most. */
const MOST_SCRIPTS = 5;

/** What a call executes, or a negative error. Paths are relative to the process's folder. */
export function findExecutable(kernel: KernelContext, program: ProgramState, call: ProgramCall): Executable | number {
  let { path, arguments: values } = call;
  for (let scripts = 0; scripts <= MOST_SCRIPTS; scripts++) {
    const found = findFile(kernel, program, path);
    if (typeof found === 'number') return found;
    const script = readScriptLine(found.bytes);
    if (!script) return withInterpreter(kernel, program, found, values);
    values = [script.interpreter, ...(script.argument === null ? [] : [script.argument]), path, ...values.slice(1)];
    path = script.interpreter;
  }
  return -ERRNO.ELOOP;
}

interface FoundFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

function findFile(kernel: KernelContext, program: ProgramState, path: string): FoundFile | number {
  const found = follow(kernel, program, absolute(program.folder, path));
  if (found === undefined) return -ERRNO.ELOOP;
  const node = nodeAt(kernel, found);
  if (!node) return -ERRNO.ENOENT;
  if (node.kind !== 'file') return -ERRNO.EACCES;
  return { path: found, bytes: readNode(kernel, node, 0, node.size) };
}

function withInterpreter(
  kernel: KernelContext,
  program: ProgramState,
  { path, bytes }: FoundFile,
  values: readonly string[],
): Executable | number {
  const elf = readElf(bytes);
  if (isProblem(elf)) return -ERRNO.ENOEXEC;
  const executable: Executable = { path, bytes, elf, arguments: values };
  if (elf.interpreter === null) return isRoomFor(kernel, pagesOf(elf)) ? executable : -ERRNO.ENOMEM;
  const linker = findFile(kernel, program, elf.interpreter);
  if (typeof linker === 'number') return linker;
  const interpreter = readElf(linker.bytes);
  if (isProblem(interpreter) || interpreter.interpreter !== null) return -ERRNO.ELIBBAD;
  if (!isRoomFor(kernel, pagesOf(elf) + pagesOf(interpreter))) return -ERRNO.ENOMEM;
  return { ...executable, interpreter: { bytes: linker.bytes, elf: interpreter } };
}

/** Of segments and stack. */
function pagesOf({ segments }: ElfFile): number {
  return Math.ceil(segments.reduce((sum, { memorySize }) => sum + memorySize, STACK_SIZE) / PAGE_SIZE);
}
