/**
 * Thread-local data of pasted compiler output (ELF handling for thread-local storage, variant II): it lies below the
 * thread pointer, a word that holds its own address and that FS points at. A process has one copy for each of its threads.
 */
import type { LinearAddress } from '../../machine/architecture/linear-address';
import { alignUp } from './align-up';
import type { DataSymbol } from './program';

export const THREAD_LOCAL_ALIGNMENT = 64;

export interface ThreadLocal {
  /** Beside the data of the first thread, which is laid out with all other data. */
  readonly copies: readonly { readonly address: LinearAddress; readonly bytes: Uint8Array }[];
  /** FS base of each thread of a process, in the order of their declarations; empty without thread-local data. */
  readonly pointers: readonly LinearAddress[];
}

/** `data` lies in ascending order, the thread pointer last. */
export function copyForThreads(data: readonly DataSymbol[], threads: number): ThreadLocal {
  const [first, pointer] = [data[0], data.at(-1)];
  if (!first || !pointer) return { copies: [], pointers: [] };
  const stride = alignUp(pointer.address + pointer.bytes.length - first.address, THREAD_LOCAL_ALIGNMENT);
  const pointers = Array.from({ length: threads }, (_, thread) => pointer.address + thread * stride);
  const copies = pointers.slice(1).flatMap((own, index) =>
    data.map((symbol) => ({
      address: symbol.address + (index + 1) * stride,
      bytes: symbol === pointer ? withSelf(symbol.bytes, own) : symbol.bytes,
    })),
  );
  return { copies, pointers };
}

/** What FS points at, with its own address in front. */
function withSelf(first: Uint8Array, address: LinearAddress): Uint8Array {
  const bytes = first.slice();
  new DataView(bytes.buffer).setBigUint64(0, BigInt(address), true);
  return bytes;
}
