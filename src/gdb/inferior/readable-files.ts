/**
 * The files of the debuggee that a client may read (packets vFile, GDB manual, appendix E.8): the ELF files that programs see, in
 * their folder and, where there is a root, below it. Nothing is ever written.
 */
import { atHome, givenName } from '../../kernel/files/path';
import type { Program } from '../../world/program/program';

/** `errno` of the protocol. */
export const FILE_ERROR = { ENOENT: 2, EBADF: 9, EACCES: 13, EMFILE: 24, EINVAL: 22 } as const;

const MOST_OPEN = 64;
const MAGIC = [0x7f, 0x45, 0x4c, 0x46];

/** The program that the first task which runs one begins with, as programs see paths. */
export function firstProgram({ tasks }: Program): string | undefined {
  return tasks.flatMap(({ exec }) => (exec ? [atHome(exec.path)] : []))[0];
}

export class ReadableFiles {
  private readonly open = new Map<number, Uint8Array>();
  private last = 0;

  constructor(private readonly program: Program) {}

  /** A descriptor; undefined for what may not be read. */
  openAt(path: string): number | undefined {
    const bytes = this.open.size < MOST_OPEN ? this.read(path) : undefined;
    if (!bytes) return undefined;
    this.open.set(++this.last, bytes);
    return this.last;
  }

  bytesOf(descriptor: number): Uint8Array | undefined {
    return this.open.get(descriptor);
  }

  close(descriptor: number): boolean {
    return this.open.delete(descriptor);
  }

  private read(path: string): Uint8Array | undefined {
    const name = givenName(path);
    const bytes = name === undefined ? undefined : this.program.files.read(name);
    return bytes && MAGIC.every((byte, index) => bytes[index] === byte) ? bytes : undefined;
  }
}
