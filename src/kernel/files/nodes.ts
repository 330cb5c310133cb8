/**
 * What lies at a path: folders and devices that are always there, the files that the launch names, read-only, and over them
 * what programs have made or changed, which lies in memory and is gone when the run is.
 */
import { ownValue, tableOf } from '../../machine/table';
import type { KernelContext } from '../routines/kernel-context';
import type { Inode, ProgramState } from '../state/program-state';
import { absolute, atHome, givenName, HOME_FOLDER, parentOf } from './path';

export interface Node {
  readonly kind: 'file' | 'folder' | 'device';
  /** Absolute, links followed. */
  readonly path: string;
  readonly number: number;
  readonly size: number;
  readonly mode: number;
  /** What a program has made or changed; null for what was there. */
  readonly inode: Inode | null;
}

export type DeviceKind = 'null' | 'zero' | 'random';

const DEVICES = tableOf<DeviceKind>({
  '/dev/null': 'null',
  '/dev/zero': 'zero',
  '/dev/random': 'random',
  '/dev/urandom': 'random',
});

/** Folders that are always there, with what lies in them. */
const FOLDERS = tableOf<readonly string[]>({
  '/': ['dev', 'home', 'proc', 'tmp'],
  '/dev': ['null', 'random', 'urandom', 'zero'],
  '/home': ['user'],
  '/proc': ['self'],
  '/proc/self': ['exe'],
  '/tmp': [],
});

export const MODE = { FILE: 0o100000, FOLDER: 0o040000, LINK: 0o120000, DEVICE: 0o020000, PIPE: 0o010000 } as const;
const READABLE = 0o555;
const WRITABLE_FOLDER = 0o755;
/** Links that one path may go through. */
const MOST_LINKS = 40;
/** Bits of the number that a file which was there has, from its path. */
const NUMBER_BITS = 30;

export function deviceAt(path: string): DeviceKind | undefined {
  return DEVICES[path];
}

/** The path without links: its last name is followed too, unless `keepLast`. Undefined for links in a circle. */
export function follow(
  kernel: KernelContext,
  program: ProgramState,
  path: string,
  keepLast = false,
): string | undefined {
  let current = path;
  for (let links = 0; links < MOST_LINKS; links++) {
    const link = firstLink(kernel, program, current, keepLast);
    if (!link) return current;
    current = absolute(parentOf(link.at), link.target) + current.slice(link.at.length);
  }
  return undefined;
}

function firstLink(kernel: KernelContext, program: ProgramState, path: string, keepLast: boolean) {
  for (let end = path.indexOf('/', 1); ; end = path.indexOf('/', end + 1)) {
    const at = end < 0 ? path : path.slice(0, end);
    if (end < 0 && keepLast) return undefined;
    const target = linkTarget(kernel, program, at);
    if (target !== undefined) return { at, target };
    if (end < 0) return undefined;
  }
}

/** Where the link at a path leads; undefined where none is. */
export function linkTarget({ state }: KernelContext, program: ProgramState, path: string): string | undefined {
  if (path === '/proc/self/exe') return program.memory.path;
  const inode = ownValue(state.overlay, path);
  return inode?.kind === 'link' ? inode.target : undefined;
}

/** What lies at an absolute path without links. */
export function nodeAt(kernel: KernelContext, path: string): Node | undefined {
  const inode = ownValue(kernel.state.overlay, path);
  if (inode) return ofInode(path, inode);
  const number = numberOf(path);
  if (path in FOLDERS)
    return { kind: 'folder', path, number, size: 0, mode: MODE.FOLDER | WRITABLE_FOLDER, inode: null };
  if (path in DEVICES) return { kind: 'device', path, number, size: 0, mode: MODE.DEVICE | 0o666, inode: null };
  const given = givenName(path);
  const size = given === undefined ? undefined : kernel.files.sizeOf(given);
  if (size === undefined) return undefined;
  if (size < 0) return { kind: 'folder', path, number, size: 0, mode: MODE.FOLDER | WRITABLE_FOLDER, inode: null };
  return { kind: 'file', path, number, size, mode: MODE.FILE | READABLE, inode: null };
}

function ofInode(path: string, inode: Inode): Node | undefined {
  const { kind, number, size, mode } = inode;
  if (kind === 'gone' || kind === 'link') return undefined;
  return { kind, path, number, size, mode: (kind === 'folder' ? MODE.FOLDER : MODE.FILE) | mode, inode };
}

/** The names in a folder, sorted. */
export function namesIn(kernel: KernelContext, path: string): readonly string[] {
  const given = givenName(path);
  const names = new Set([
    ...(FOLDERS[path] ?? []),
    ...(given === undefined ? [] : kernel.files.list(given).map(encoded)),
  ]);
  for (const [other, { kind }] of Object.entries(kernel.state.overlay)) {
    if (parentOf(other) !== path || other === path) continue;
    const name = other.slice(path === '/' ? 1 : path.length + 1);
    if (kind === 'gone') names.delete(name);
    else names.add(name);
  }
  return [...names].sort();
}

function encoded(name: string): string {
  return atHome(name).slice(HOME_FOLDER.length + 1);
}

/** The same for the same path in every run (FNV-1a). */
function numberOf(path: string): number {
  let hash = 0x811c_9dc5;
  for (let at = 0; at < path.length; at++) hash = Math.imul(hash ^ path.charCodeAt(at), 0x0100_0193);
  return (hash >>> 0) % 2 ** NUMBER_BITS;
}
