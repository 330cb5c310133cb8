/** One page of memory and its rights, and how an access that violates them faults (Intel SDM vol. 3, 4.6 and 4.7). */

import { Fault } from '../architecture/exception';
import { isKernelAddress, type LinearAddress } from '../architecture/linear-address';
import { WordBlock } from './word-block';

export const PAGE_SIZE = 4096;

/** Bits of the #PF error code. */
export const PF = { PRESENT: 1, WRITE: 2, USER: 4, FETCH: 16, KEY: 32 } as const;

/** What may be done with a page. */
export interface PageRights {
  /** False where the page tables show no page although there is one (PROT_NONE). */
  readonly accessible: boolean;
  readonly writable: boolean;
  readonly executable: boolean;
  /** Protection key, 0 to 15: PKRU says which data accesses it allows. */
  readonly key: number;
}

/** The rights that loaders give. */
export const RIGHTS = {
  data: { accessible: true, writable: true, executable: false, key: 0 },
  readOnly: { accessible: true, writable: false, executable: false, key: 0 },
  code: { accessible: true, writable: false, executable: true, key: 0 },
} as const satisfies Record<string, PageRights>;

/** What has been decoded from the bytes of a page. */
export interface DecodedPage {
  /** Called before the page is written: the decoded code must not execute any more. */
  drop(): void;
}

export interface Page {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  readonly block: WordBlock;
  readonly rights: PageRights;
  /** Written only while equal to the memory's epoch; else copied first. */
  readonly epoch: number;
  /** A cache, not state; null until code is fetched from the page, and again when it is written. */
  code: DecodedPage | null;
}

/** @param bytes a page of them, from a multiple of 8 of their buffer on. */
export function makePage(bytes: Uint8Array, rights: PageRights, epoch: number): Page {
  const { buffer, byteOffset } = bytes;
  return {
    bytes,
    view: new DataView(buffer, byteOffset, PAGE_SIZE),
    block: new WordBlock(buffer, byteOffset, PAGE_SIZE / 4),
    rights,
    epoch,
    code: null,
  };
}

/** Of a page that is always copied before it is written. */
const NO_EPOCH = -1;

/** What every page holds that nobody has written yet: one copy for all of them. */
const ZEROS = makePage(new Uint8Array(PAGE_SIZE), RIGHTS.readOnly, NO_EPOCH);

/** A page of zeros, which takes room only once it is written: it belongs to no epoch. */
export function untouchedPage(rights: PageRights): Page {
  const { bytes, view, block, epoch } = ZEROS;
  return { bytes, view, block, rights, epoch, code: null };
}

/** Whether a page is as `untouchedPage` has made it. */
export function isUntouched({ block }: Page): boolean {
  return block === ZEROS.block;
}

/** A page of bytes that others have and nobody changes: it takes room only once it is written. Undefined for part of a page. */
export function pageOfImage(bytes: Uint8Array, rights: PageRights): Page | undefined {
  if (bytes.length !== PAGE_SIZE || bytes.byteOffset % 8 !== 0) return undefined;
  return makePage(bytes, rights, NO_EPOCH);
}

/** Who accesses memory: the privilege, the keys and the checks of one access. */
export interface Access {
  readonly space: number;
  /** CPL 3. */
  readonly user: boolean;
  /** PKRU, where CR4.PKE is set; without it, every key allows everything. */
  readonly keys?: number;
  /** Whether alignment is checked: CPL 3, CR0.AM and RFLAGS.AC. */
  readonly aligned?: boolean;
}

export type AccessKind = 'read' | 'write' | 'fetch';

/** The place of an address in its page. */
export function offsetOf(address: LinearAddress): number {
  return address & (PAGE_SIZE - 1); // exact for negative addresses, too: two's complement modulo 2^32
}

/** Bits of a key in PKRU: no access, and no writes. */
const ACCESS_DISABLE = 1;
const WRITE_DISABLE = 2;

/** Whether PKRU forbids a data access to a user page (SDM vol. 3, 4.6.2). */
function isKeyDenied({ keys = 0 }: Access, address: LinearAddress, kind: AccessKind, key: number): boolean {
  if (kind === 'fetch' || keys === 0 || isKernelAddress(address)) return false;
  const denied = keys >>> (2 * key);
  return (denied & (kind === 'write' ? ACCESS_DISABLE | WRITE_DISABLE : ACCESS_DISABLE)) !== 0;
}

/** Whether instructions may be fetched from a page. */
export function mayFetch({ user }: Access, address: LinearAddress, { rights }: Page): boolean {
  return rights.accessible && rights.executable && !(user && isKernelAddress(address));
}

/** @throws Fault #PF unless the page at `address`, if there is one, allows the access. */
export function checkRights(
  access: Access,
  address: LinearAddress,
  kind: AccessKind,
  page: Page | undefined,
): asserts page is Page {
  if (!page?.rights.accessible) throw pageFault(access, address, kind);
  const { rights } = page;
  const reason =
    access.user && isKernelAddress(address)
      ? 'the page belongs to the kernel'
      : kind === 'write' && !rights.writable
        ? 'the page is read-only'
        : kind === 'fetch' && !rights.executable
          ? 'the page is not executable'
          : undefined;
  const denied = isKeyDenied(access, address, kind, rights.key);
  if (reason === undefined && !denied) return;
  throw pageFault(access, address, kind, {
    errorCode: PF.PRESENT | (denied ? PF.KEY : 0),
    reason: reason ?? `PKRU is 0x${(access.keys ?? 0).toString(16)} and forbids it for protection key ${rights.key}`,
  });
}

const VERBS: Readonly<Record<AccessKind, string>> = {
  read: 'read from',
  write: 'write to',
  fetch: 'instruction fetch from',
};
const KIND_BITS: Readonly<Record<AccessKind, number>> = { read: 0, write: PF.WRITE, fetch: PF.FETCH };

/** #PF, for a page that is not present unless `violation` says what it violates. */
export function pageFault(
  access: Access,
  address: LinearAddress,
  kind: AccessKind,
  { errorCode, reason } = { errorCode: 0, reason: 'no page is present there' },
): Fault {
  return new Fault('#PF', {
    errorCode: errorCode | KIND_BITS[kind] | (access.user ? PF.USER : 0),
    address,
    why: `${VERBS[kind]} ${isKernelAddress(address) ? 'kernel' : 'user'} memory: ${reason}`,
  });
}

/** @throws Fault #AC(0) where the access checks alignment and `address` is no multiple of a size of 2, 4 or 8 bytes. */
export function checkNaturalAlignment({ aligned }: Access, address: LinearAddress, size: number): void {
  if (!aligned || address % size === 0 || (size !== 2 && size !== 4 && size !== 8)) return;
  throw new Fault('#AC', {
    errorCode: 0,
    why: `CR0.AM and RFLAGS.AC are set and the address is not a multiple of the ${size} bytes accessed`,
  });
}
