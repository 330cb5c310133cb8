/** The kernel half of memory as loaders and patches see it: numbers at addresses, whatever the rights of the page. */
import { fromLinear, type LinearAddress } from '../../machine/architecture/linear-address';
import type { Memory } from '../../machine/cpu/memory';
import { PAGE_SIZE, type PageRights } from '../../machine/cpu/page';
import { NativeStop } from '../routines/native-functions';
import { KERNEL_SPACE } from '../state/memory-map';

/** Longer texts of the kernel are cut. */
const LONGEST_TEXT = 1024;

/** Where the kernel itself writes what the model places; reading or writing where no page is throws `NativeStop`. */
export class ImageMemory {
  constructor(private readonly memory: Memory) {}

  /** Pages of zeros, where there are none yet. */
  map(address: LinearAddress, size: number, rights: PageRights): void {
    this.memory.map(KERNEL_SPACE, address, size, rights);
  }

  isMapped(address: LinearAddress, size = 1): boolean {
    return this.memory.isMapped(KERNEL_SPACE, address, size);
  }

  bytes(address: LinearAddress, size: number): Uint8Array {
    const bytes = this.memory.peek(KERNEL_SPACE, address, size);
    if (bytes?.length !== size) throw noMemory(address);
    return bytes;
  }

  write(address: LinearAddress, bytes: Uint8Array): void {
    if (this.memory.poke(KERNEL_SPACE, address, bytes) !== bytes.length) {
      throw noMemory(address);
    }
  }

  fill(address: LinearAddress, value: number, size: number): void {
    this.write(address, new Uint8Array(size).fill(value));
  }

  u8(address: LinearAddress): number {
    return this.bytes(address, 1)[0] ?? 0;
  }

  u16(address: LinearAddress): number {
    return this.view(address, 2).getUint16(0, true);
  }

  u32(address: LinearAddress): number {
    return this.view(address, 4).getUint32(0, true);
  }

  s32(address: LinearAddress): number {
    return this.view(address, 4).getInt32(0, true);
  }

  u64(address: LinearAddress): bigint {
    return this.view(address, 8).getBigUint64(0, true);
  }

  /** A pointer: where it points to. Exact for every canonical address. */
  pointer(address: LinearAddress): LinearAddress {
    return Number(this.view(address, 8).getBigInt64(0, true));
  }

  setU32(address: LinearAddress, value: number): void {
    const bytes = new Uint8Array(4);
    new DataView(bytes.buffer).setUint32(0, value >>> 0, true);
    this.write(address, bytes);
  }

  setU64(address: LinearAddress, value: bigint): void {
    const bytes = new Uint8Array(8);
    new DataView(bytes.buffer).setBigUint64(0, BigInt.asUintN(64, value), true);
    this.write(address, bytes);
  }

  setPointer(address: LinearAddress, to: LinearAddress): void {
    this.setU64(address, BigInt(to));
  }

  /** Characters up to a zero byte, or to where the pages end. */
  text(address: LinearAddress): string {
    let text = '';
    for (let at = address; text.length < LONGEST_TEXT; ) {
      const here = this.memory.peek(KERNEL_SPACE, at, PAGE_SIZE - (at & (PAGE_SIZE - 1)));
      const end = here?.indexOf(0) ?? 0;
      text += String.fromCharCode(...(here?.subarray(0, end < 0 ? undefined : end) ?? []));
      if (!here || end >= 0) break;
      at += here.length;
    }
    return text.slice(0, LONGEST_TEXT);
  }

  private view(address: LinearAddress, size: number): DataView {
    const bytes = this.bytes(address, size);
    return new DataView(bytes.buffer, bytes.byteOffset, size);
  }
}

/** As where the step has been left out that loads an image. */
function noMemory(address: LinearAddress): NativeStop {
  return new NativeStop(`The kernel has no memory at 0x${fromLinear(address).toString(16)}.`, []);
}
