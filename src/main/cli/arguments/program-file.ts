/** The program of `xtrace exec`, and the files that it sees: its own folder, a root, and standard input. */
import { accessSync, constants, realpathSync, type Stats, statSync } from 'node:fs';
import path from 'node:path';
import type { TraceFiles } from '../../../language/data/data-bytes';
import { filesIn } from '../../files-in';
import { SHELL_STATUS } from '../exit-status';
import type { ProgramInput } from '../running/program-input';
import { UsageError } from '../usage-error';

interface ProgramFile {
  /** In its folder. */
  readonly name: string;
  readonly files: TraceFiles;
}

interface Unusable {
  readonly problem: string;
  /** As a shell has it. */
  readonly status: number;
}

/** What standard input is called among the files. */
export const INPUT = 'standard input';

export function readProgramFile(file: string, root?: string): ProgramFile | Unusable {
  const stats = statOf(file);
  if (!stats) return { problem: `${file} does not exist.`, status: SHELL_STATUS.NOT_FOUND };
  if (!stats.isFile())
    return { problem: `${file} is no program: it is no regular file.`, status: SHELL_STATUS.NOT_LOADABLE };
  if (!isExecutable(file)) {
    return { problem: `${file} may not be executed. \`chmod +x\` allows that.`, status: SHELL_STATUS.NOT_LOADABLE };
  }
  const name = path.basename(file);
  const files = behindLink(filesIn(path.dirname(file)), name, realpathSync(file));
  return { name, files: { ...files, ...(root !== undefined && { root: filesIn(folderOption(root)) }) } };
}

/** The same files, but the program is the file that its link leads to: what somebody names may lie anywhere. */
function behindLink(files: TraceFiles, program: string, target: string): TraceFiles {
  const beside = filesIn(path.dirname(target));
  const here = <T>(name: string, use: (files: TraceFiles, name: string) => T): T =>
    name === program ? use(beside, path.basename(target)) : use(files, name);
  return {
    ...files,
    sizeOf: (name) => here(name, (from, file) => from.sizeOf(file)),
    read: (name) => here(name, (from, file) => from.read(file)),
  };
}

/** @throws UsageError for what is no folder. */
function folderOption(root: string): string {
  if (statOf(root)?.isDirectory()) return root;
  throw new UsageError(`--root: ${root} is no folder.`);
}

function statOf(file: string): Stats | undefined {
  return statSync(file, { throwIfNoEntry: false });
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The same files, and standard input beside them. */
export function withInput(files: TraceFiles, input: ProgramInput): TraceFiles {
  return {
    ...files,
    sizeOf: (name) => (name === INPUT ? 0 : files.sizeOf(name)),
    streamAt: (name) => (name === INPUT ? input : undefined),
  };
}
