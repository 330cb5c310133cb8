/** Files of the debuggee for the client: vFile (GDB manual, appendix E.7). They are read, and nothing else. */
import { tableOf } from '../../machine/table';
import { FILE_ERROR, type ReadableFiles } from '../inferior/readable-files';
import { numberOf, textOfDigits } from '../protocol/arguments';
import { latin1 } from '../protocol/packet-reader';
import { type Handler, UNKNOWN } from './context';

type FileCall = (files: ReadableFiles, parts: readonly string[]) => string;

const MOST_READ = 0x3f00;
/** Flags of the protocol: O_RDONLY. */
const READ_ONLY = 0;

function failed(error: keyof typeof FILE_ERROR): string {
  return `F-1,${FILE_ERROR[error].toString(16)}`;
}

/** `struct stat` of the protocol: big-endian, 64 bytes (GDB manual, appendix E.13.9.4). */
const STAT = { SIZE: 64, MODE: 8, LINKS: 12, LENGTH: 28, BLOCK_SIZE: 36 } as const;
/** A regular file that everybody may read and execute. */
const MODE = 0o100555;
const BLOCK = 4096n;

function statOf(bytes: Uint8Array): Uint8Array {
  const view = new DataView(new ArrayBuffer(STAT.SIZE));
  view.setUint32(STAT.MODE, MODE);
  view.setUint32(STAT.LINKS, 1);
  view.setBigUint64(STAT.LENGTH, BigInt(bytes.length));
  view.setBigUint64(STAT.BLOCK_SIZE, BLOCK);
  return new Uint8Array(view.buffer);
}

const CALLS = tableOf<FileCall>({
  setfs: () => 'F0',
  open: (files, [path = '', flags]) => {
    if (numberOf(flags) !== READ_ONLY) return failed('EACCES');
    const descriptor = files.openAt(textOfDigits(path));
    return descriptor === undefined ? failed('ENOENT') : `F${descriptor.toString(16)}`;
  },
  pread: (files, [descriptor, count, offset]) => {
    const bytes = files.bytesOf(numberOf(descriptor));
    if (!bytes) return failed('EBADF');
    const start = numberOf(offset);
    const piece = bytes.subarray(start, start + Math.min(numberOf(count), MOST_READ));
    return `F${piece.length.toString(16)};${latin1(piece)}`;
  },
  fstat: (files, [descriptor]) => {
    const bytes = files.bytesOf(numberOf(descriptor));
    return bytes ? `F${STAT.SIZE.toString(16)};${latin1(statOf(bytes))}` : failed('EBADF');
  },
  close: (files, [descriptor]) => (files.close(numberOf(descriptor)) ? 'F0' : failed('EBADF')),
});

export const FILE_PACKETS = tableOf<Handler>({
  vFile: ({ files }, rest) => {
    const [, call = '', given = ''] = /^:([a-z]+):(.*)$/s.exec(rest) ?? [];
    const parts = given.split(',');
    return CALLS[call]?.(files, parts) ?? UNKNOWN;
  },
});
