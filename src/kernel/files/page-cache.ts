/** The bytes of files that programs have made or changed: in kernel memory, so that snapshots share what is not written. */
import type { LinearAddress } from '../../machine/architecture/linear-address';
import { PAGE_SIZE } from '../../machine/cpu/page';
import { setOwnValue } from '../../machine/table';
import type { KernelContext } from '../routines/kernel-context';
import { KERNEL_SPACE, PAGE_CACHE } from '../state/memory-map';
import type { Inode } from '../state/program-state';
import type { Node } from './nodes';
import { givenName } from './path';

/** From one file to the next. */
const STRIDE = 2 ** 30;
/** Bytes of one file, and of all of them. */
const MOST_FILE = 64 * 1024 * 1024;
const MOST_FILES = 4096;

function pagesOf({ number }: Inode): LinearAddress {
  return PAGE_CACHE + number * STRIDE;
}

/** A file, folder or link that is new; undefined where there are too many (ENOSPC). */
export function makeInode(
  { state }: KernelContext,
  path: string,
  kind: Inode['kind'],
  mode: number,
  target = '',
): Inode | undefined {
  if (state.nextInode >= MOST_FILES) return undefined;
  const inode: Inode = { kind, number: state.nextInode++, mode, size: 0, target };
  setOwnValue(state.overlay, path, inode);
  return inode;
}

/** What can be written in place of a file that was there: with its bytes, unless `empty`. */
export function changeable(kernel: KernelContext, node: Node, empty: boolean): Inode | undefined {
  if (node.inode) {
    if (empty) setSize(kernel, node.inode, 0);
    return node.inode;
  }
  const bytes = empty ? new Uint8Array() : readNode(kernel, node, 0, node.size);
  const inode = makeInode(kernel, node.path, 'file', 0o755);
  if (inode) writeInode(kernel, inode, 0, bytes);
  return inode;
}

/** Fewer bytes where the file ends. */
export function readNode(kernel: KernelContext, { path, inode, size }: Node, at: number, count: number): Uint8Array {
  const end = Math.min(size, at + count);
  if (at >= end) return new Uint8Array();
  if (!inode) return (kernel.files.read(givenName(path) ?? '') ?? new Uint8Array()).subarray(at, end);
  return kernel.memory.peek(KERNEL_SPACE, pagesOf(inode) + at, end - at) ?? new Uint8Array();
}

/** False where the file would be too large. */
export function writeInode(kernel: KernelContext, inode: Inode, at: number, bytes: Uint8Array): boolean {
  const end = at + bytes.length;
  if (end > MOST_FILE) return false;
  if (end > inode.size) setSize(kernel, inode, end);
  kernel.memory.poke(KERNEL_SPACE, pagesOf(inode) + at, bytes);
  return true;
}

/** What is behind the end is zero when the file grows again. */
export function setSize({ memory }: KernelContext, inode: Inode, size: number): void {
  const [pages, had] = [pagesOf(inode), Math.ceil(inode.size / PAGE_SIZE) * PAGE_SIZE];
  const needed = Math.ceil(size / PAGE_SIZE) * PAGE_SIZE;
  if (needed > had) memory.map(KERNEL_SPACE, pages + had, needed - had);
  if (needed < had) memory.unmap(KERNEL_SPACE, pages + needed, had - needed);
  if (size < inode.size && size < needed) memory.poke(KERNEL_SPACE, pages + size, new Uint8Array(needed - size));
  inode.size = size;
}
