/** File descriptors: numbers that a process has for its open files. */
import type { Descriptor, FileTable, OpenFile } from '../state/program-state';

/** RLIMIT_NOFILE. */
export const MOST_DESCRIPTORS = 1024;

/** What a file has behind it that is no file: at most one of these. */
type Behind = Partial<Pick<OpenFile, 'pipe' | 'counter' | 'epoll' | 'timer'>>;

export function openFile(kind: OpenFile['kind'], path: string, flags: number, behind: Behind = {}): OpenFile {
  return { kind, path, flags, position: 0, pipe: null, counter: null, epoll: null, timer: null, ...behind, holders: 0 };
}

export function descriptorAt({ descriptors }: FileTable, number: number): Descriptor | undefined {
  return descriptors[number] ?? undefined;
}

/** The lowest free number from `from` on; undefined where there is none (EMFILE). */
export function install(table: FileTable, file: OpenFile, closeOnExec: boolean, from = 0): number | undefined {
  let number = from;
  while (table.descriptors[number]) number++;
  if (number >= MOST_DESCRIPTORS) return undefined;
  put(table, number, file, closeOnExec);
  return number;
}

/** What was there is closed. */
export function installAt(table: FileTable, number: number, file: OpenFile, closeOnExec: boolean): void {
  file.holders++;
  close(table, number);
  file.holders--;
  put(table, number, file, closeOnExec);
}

function put({ descriptors }: FileTable, number: number, file: OpenFile, closeOnExec: boolean): void {
  while (descriptors.length <= number) descriptors.push(null);
  descriptors[number] = { file, closeOnExec };
  file.holders++;
}

/** False where nothing is open. The last one to close a pipe's end closes that; a timer is disarmed. */
export function close({ descriptors }: FileTable, number: number): boolean {
  const descriptor = descriptors[number];
  if (!descriptor) return false;
  descriptors[number] = null;
  const { file } = descriptor;
  file.holders--;
  if (file.holders > 0) return true;
  const { pipe, timer } = file;
  if (timer) timer.until = null;
  if (!pipe) return true;
  if (isWriter(file)) {
    pipe.writers--;
    pipe.arrivals++;
  } else {
    pipe.readers--;
    pipe.departures++;
  }
  return true;
}

export function closeAll(table: FileTable): void {
  for (const number of table.descriptors.keys()) close(table, number);
}

/** At execve. */
export function closeOnExec(table: FileTable): void {
  for (const [number, descriptor] of table.descriptors.entries()) if (descriptor?.closeOnExec) close(table, number);
}

/** Of a new process: the same open files. */
export function copyTable({ descriptors }: FileTable): FileTable {
  for (const descriptor of descriptors) if (descriptor) descriptor.file.holders++;
  return { descriptors: descriptors.map((descriptor) => descriptor && { ...descriptor }) };
}

const ACCESS_MODE = 3;
const WRITE_ONLY = 1;
const READ_ONLY = 0;

export function isReader({ flags }: OpenFile): boolean {
  return (flags & ACCESS_MODE) !== WRITE_ONLY;
}

export function isWriter({ flags }: OpenFile): boolean {
  return (flags & ACCESS_MODE) !== READ_ONLY;
}
