/** The program of `xtrace exec`, and the files that it sees: its own folder, and standard input. */
import { accessSync, constants, type Stats, statSync } from 'node:fs';
import path from 'node:path';
import { isUserError } from '../../../adapter/protocol/user-error';
import type { TraceFiles } from '../../../language/data/data-bytes';
import type { CliStreams } from '../command';
import { SHELL_STATUS } from '../exit-status';
import { UsageError } from '../usage-error';
import { filesIn } from './trace-file';

interface ProgramFile {
  /** In its folder. */
  readonly name: string;
  readonly files: TraceFiles;
  /** The file that is standard input; undefined where it is a terminal, which is empty for programs. */
  readonly input?: string;
}

interface Unusable {
  readonly problem: string;
  /** As a shell has it. */
  readonly status: number;
}

/** The name under which programs could open it, too. */
const INPUT = 'standard input';

export function readProgramFile(
  file: string,
  { isTerminal, readInput }: Pick<CliStreams, 'isTerminal' | 'readInput'>,
  root?: string,
): ProgramFile | Unusable {
  const stats = statOf(file);
  if (!stats) return { problem: `${file} does not exist.`, status: SHELL_STATUS.NOT_FOUND };
  if (!stats.isFile())
    return { problem: `${file} is no program: it is no regular file.`, status: SHELL_STATUS.NOT_LOADABLE };
  if (!isExecutable(file)) {
    return { problem: `${file} may not be executed. \`chmod +x\` allows that.`, status: SHELL_STATUS.NOT_LOADABLE };
  }
  const name = path.basename(file);
  const files = { ...filesIn(path.dirname(file)), ...(root !== undefined && { root: filesIn(folderOption(root)) }) };
  return isTerminal ? { name, files } : { name, files: withInput(files, inputBytes(readInput)), input: INPUT };
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

/** @throws UsageError when there is too much of it. */
function inputBytes(readInput: () => Uint8Array): Uint8Array {
  try {
    return readInput();
  } catch (error) {
    throw isUserError(error) ? new UsageError(`exec: standard input: ${error.message}`) : error;
  }
}

function withInput(files: TraceFiles, bytes: Uint8Array): TraceFiles {
  return {
    ...files,
    sizeOf: (name) => (name === INPUT ? bytes.length : files.sizeOf(name)),
    read: (name) => (name === INPUT ? bytes : files.read(name)),
  };
}
