/** `struct stat` and `struct statx` (include/uapi/linux/stat.h, arch/x86/include/uapi/asm/stat.h). */
import { MODE, type Node, nodeAt } from '../files/nodes';
import type { KernelContext } from '../routines/kernel-context';
import { USER_ID } from '../state/constants';
import type { OpenFile } from '../state/program-state';
import { EPOCH } from '../time/clocks';

const STAT_SIZE = 144;
const STATX_SIZE = 256;
const BLOCK = 4096;
const SECTOR = 512;
/** STATX_BASIC_STATS. */
const BASIC_STATS = 0x7ff;

/** Of what lies at no path. */
const MODES: Partial<Record<OpenFile['kind'], number>> = {
  console: MODE.PIPE | 0o600,
  pipe: MODE.PIPE | 0o600,
  stream: MODE.PIPE | 0o600,
  event: 0o600,
  epoll: 0o600,
  timer: 0o600,
};

/** What an open file is: its node, or what it stands for where it has none. */
export function statOfFile(kernel: KernelContext, { kind, path }: OpenFile): Node {
  const mode = MODES[kind];
  const node = mode === undefined ? nodeAt(kernel, path) : undefined;
  return node ?? { kind: 'device', path, number: 1, size: 0, mode: mode ?? MODE.PIPE | 0o600, inode: null };
}

export function statBytes({ number, mode, size, kind }: Node): Uint8Array {
  const view = new DataView(new ArrayBuffer(STAT_SIZE));
  view.setBigUint64(0, 1n, true);
  view.setBigUint64(8, BigInt(number), true);
  view.setBigUint64(16, kind === 'folder' ? 2n : 1n, true);
  view.setUint32(24, mode, true);
  view.setUint32(28, USER_ID, true);
  view.setUint32(32, USER_ID, true);
  view.setBigUint64(48, BigInt(size), true);
  view.setBigUint64(56, BigInt(BLOCK), true);
  view.setBigUint64(64, BigInt(Math.ceil(size / SECTOR)), true);
  for (const time of [72, 88, 104]) view.setBigUint64(time, EPOCH, true);
  return new Uint8Array(view.buffer);
}

export function statxBytes({ number, mode, size, kind }: Node): Uint8Array {
  const view = new DataView(new ArrayBuffer(STATX_SIZE));
  view.setUint32(0, BASIC_STATS, true);
  view.setUint32(4, BLOCK, true);
  view.setUint32(16, kind === 'folder' ? 2 : 1, true);
  view.setUint32(20, USER_ID, true);
  view.setUint32(24, USER_ID, true);
  view.setUint16(28, mode, true);
  view.setBigUint64(32, BigInt(number), true);
  view.setBigUint64(40, BigInt(size), true);
  view.setBigUint64(48, BigInt(Math.ceil(size / SECTOR)), true);
  for (const time of [64, 96, 112]) view.setBigUint64(time, EPOCH, true);
  return new Uint8Array(view.buffer);
}
