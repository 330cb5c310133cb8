/** Members of the kernel's own structures, read and written by name: where they lie, the image's type information says. */
import type { LinearAddress } from '../../../machine/architecture/linear-address';
import type { ImageMemory } from '../image-memory';
import type { Vmlinux } from '../vmlinux';

/** One structure in memory. Members have up to 64 bits, or are bit fields. */
export class StructView {
  constructor(
    private readonly vmlinux: Vmlinux,
    private readonly memory: ImageMemory,
    private readonly struct: string,
    readonly address: LinearAddress,
  ) {}

  has(path: string): boolean {
    return this.vmlinux.member(this.struct, path) !== undefined;
  }

  addressOf(path: string): LinearAddress {
    return this.address + this.vmlinux.offset(this.struct, path);
  }

  get(path: string): bigint {
    const { offset, size, bits } = this.place(path);
    const value = this.read(this.address + offset, size);
    return bits ? (value >> BigInt(bits.first)) & mask(bits.count) : value;
  }

  number(path: string): number {
    return Number(this.get(path));
  }

  pointer(path: string): LinearAddress {
    return this.memory.pointer(this.addressOf(path));
  }

  set(path: string, value: bigint | number): void {
    const { offset, size, bits } = this.place(path);
    const at = this.address + offset;
    if (!bits) return this.write(at, size, BigInt(value));
    const field = mask(bits.count) << BigInt(bits.first);
    this.write(at, size, (this.read(at, size) & ~field) | ((BigInt(value) << BigInt(bits.first)) & field));
  }

  private place(path: string) {
    const place = this.vmlinux.member(this.struct, path);
    if (!place || place.size > 8) throw new RangeError(`This kernel's struct ${this.struct} has no ${path}.`);
    return place;
  }

  private read(at: LinearAddress, size: number): bigint {
    const bytes = new Uint8Array(8);
    bytes.set(this.memory.bytes(at, size));
    return new DataView(bytes.buffer).getBigUint64(0, true);
  }

  private write(at: LinearAddress, size: number, value: bigint): void {
    const bytes = new Uint8Array(8);
    new DataView(bytes.buffer).setBigUint64(0, BigInt.asUintN(64, value), true);
    this.memory.write(at, bytes.subarray(0, size));
  }
}

function mask(bits: number): bigint {
  return (1n << BigInt(bits)) - 1n;
}
