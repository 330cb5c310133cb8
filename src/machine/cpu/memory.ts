/**
 * Memory as instructions use it: numbers of 8 to 64 bits, little-endian, at any address. A number within one page is
 * read and written in place; a number across two pages is moved byte by byte.
 */
import type { LinearAddress } from '../architecture/linear-address';
import { type Access, offsetOf, PAGE_SIZE } from './page';
import { PagedMemory } from './paged-memory';

export type { AddressSpaceId } from './page-tables';
export type { MemorySnapshot } from './paged-memory';

export class Memory extends PagedMemory {
  read8(access: Access, address: LinearAddress): number {
    const page = this.toRead(access, address, 1);
    return page.view.getUint8(offsetOf(address));
  }

  read16(access: Access, address: LinearAddress): number {
    const offset = offsetOf(address);
    if (offset > PAGE_SIZE - 2) return new DataView(this.read(access, address, 2).buffer).getUint16(0, true);
    return this.toRead(access, address, 2).view.getUint16(offset, true);
  }

  /** Unsigned. */
  read32(access: Access, address: LinearAddress): number {
    const offset = offsetOf(address);
    if (offset > PAGE_SIZE - 4) return new DataView(this.read(access, address, 4).buffer).getUint32(0, true);
    return this.toRead(access, address, 4).view.getUint32(offset, true);
  }

  read64(access: Access, address: LinearAddress): bigint {
    const offset = offsetOf(address);
    if (offset > PAGE_SIZE - 8) return new DataView(this.read(access, address, 8).buffer).getBigUint64(0, true);
    return this.toRead(access, address, 8).view.getBigUint64(offset, true);
  }

  /** 64 bits as two words, low first, into `target` from index `at` on: `read64` without a bigint. */
  readWords(access: Access, address: LinearAddress, target: Uint32Array, at: number): void {
    const offset = offsetOf(address);
    const view =
      offset > PAGE_SIZE - 8
        ? new DataView(this.read(access, address, 8).buffer)
        : this.toRead(access, address, 8).view;
    const start = offset > PAGE_SIZE - 8 ? 0 : offset;
    target[at] = view.getUint32(start, true);
    target[at + 1] = view.getUint32(start + 4, true);
  }

  write8(access: Access, address: LinearAddress, value: number): void {
    this.toWrite(access, address, 1).view.setUint8(offsetOf(address), value);
  }

  write16(access: Access, address: LinearAddress, value: number): void {
    const offset = offsetOf(address);
    if (offset > PAGE_SIZE - 2) {
      this.write(access, address, new Uint8Array(new Uint16Array([value]).buffer));
      return;
    }
    this.toWrite(access, address, 2).view.setUint16(offset, value, true);
  }

  write32(access: Access, address: LinearAddress, value: number): void {
    const offset = offsetOf(address);
    if (offset > PAGE_SIZE - 4) {
      this.write(access, address, new Uint8Array(new Uint32Array([value]).buffer));
      return;
    }
    this.toWrite(access, address, 4).view.setUint32(offset, value, true);
  }

  write64(access: Access, address: LinearAddress, value: bigint): void {
    const offset = offsetOf(address);
    if (offset > PAGE_SIZE - 8) {
      this.write(access, address, new Uint8Array(new BigUint64Array([value]).buffer));
      return;
    }
    this.toWrite(access, address, 8).view.setBigUint64(offset, value, true);
  }

  /** 64 bits from two words, low first: `write64` without a bigint. */
  writeWords(access: Access, address: LinearAddress, low: number, high: number): void {
    const offset = offsetOf(address);
    if (offset > PAGE_SIZE - 8) {
      this.write(access, address, new Uint8Array(new Uint32Array([low, high]).buffer));
      return;
    }
    const { view } = this.toWrite(access, address, 8);
    view.setUint32(offset, low, true);
    view.setUint32(offset + 4, high, true);
  }
}
