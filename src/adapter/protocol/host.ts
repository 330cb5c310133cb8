/** What the adapter needs from where it runs: files and time. An editor, Node and tests each bring their own. */
import type { ByteSource } from '../../elf/image/byte-source';
import type { TraceFiles } from '../../language/data/data-bytes';
import type { AcceptToken } from './gate';

export interface AdapterHost {
  /** The text of a trace. Rejects with an error whose message says why it cannot be read. */
  readonly readText: (path: string) => Promise<string>;
  /** The bytes of a file that a trace takes data from. Rejects when a link in `path` leads out of the trace's `folder`. */
  readonly readBytes: (path: string, folder: string) => Promise<Uint8Array>;
  /** Bytes of a file that `readBytes` would read. Rejects for whatever that would not read. Without this, files are read. */
  readonly sizeOf?: (path: string, folder: string) => Promise<number>;
  /**
   * A file that is too large to be read whole, by its absolute path: the image of a kernel. With `folder`, links included, it must
   * lie in there. Throws an error whose message says why it cannot be read. Absent where there is no disk.
   */
  readonly openImage?: (path: string, folder?: string) => ByteSource;
  /** The files of a folder, by its absolute path, each read when it is asked for. Throws for what is no folder. Absent where there is no disk. */
  readonly filesIn?: (folder: string) => TraceFiles;
  /** Runs `work` soon, after whatever else is waiting: setImmediate or setTimeout. */
  readonly schedule: (work: () => void) => void;
  /** Milliseconds from any origin. */
  readonly now: () => number;
  /** A launch's `program` as an absolute path, relative to `folder` or to where the adapter runs. As it is, without this. */
  readonly resolvePath?: (path: string, folder: string | undefined) => string;
  /** Whether two absolute paths lead to one file, links counted. Without this, paths are compared by their names alone. */
  readonly isSameFile?: (a: string, b: string) => boolean;
  /** Where a path leads behind all links; undefined where nothing is there. Absent where there is no disk. */
  readonly realPath?: (path: string) => string | undefined;
  /**
   * Undefined while the client reads the output; else a promise that settles when the client reads again. A run waits for
   * this promise before it prints more. Absent where the client takes everything.
   */
  readonly writable?: () => Promise<void> | undefined;
  /** Whether a launch request's `token` is the one that the adapter was started with; absent when it has none. */
  readonly acceptsToken?: AcceptToken;
  /** The client has disconnected, or the adapter has nothing more to do. */
  readonly onClosed?: () => void;
}
