/** What the kernel keeps of a process for its program; made when it is first asked for. */

import { install, openFile } from '../files/descriptors';
import { HOME_FOLDER } from '../files/path';
import type { Process } from '../state/process';
import { NO_USAGE, type ProgramState } from '../state/program-state';

const WRITE_ONLY = 1;
/** For processes that run code of the trace, whose pages lie elsewhere. */
const BREAK = 0x5000_0000_0000;

export function programOf(process: Process): ProgramState {
  process.program ??= newProgram(null);
  return process.program;
}

/** @param input what standard input reads. */
export function newProgram(family: number | null, input = openFile('null', '/dev/null', 0)): ProgramState {
  const files = { descriptors: [] };
  install(files, input, false);
  install(files, openFile('console', '1', WRITE_ONLY), false);
  install(files, openFile('console', '2', WRITE_ONLY), false);
  return {
    memory: { path: '', startBrk: BREAK, brk: BREAK },
    files,
    folder: HOME_FOLDER,
    umask: 0o022,
    nextTimer: 0,
    output: { text: '' },
    family,
    parent: null,
    waited: NO_USAGE,
    status: null,
    reaped: false,
  };
}
