/** Makes cases for `xsave-native.ts` at random: code with the state and the area that it works on. The same ones in every run. */
import assert from 'node:assert/strict';
import { hasBit, XFEATURE } from '../../../src/machine/architecture/component';
import { buildTilecfg, MAX_COLSB, MAX_ROWS, TILE_COUNT } from '../../../src/machine/architecture/tilecfg';
import { assemble } from '../../../src/machine/assembler/assemble';
import type { Instruction } from '../../../src/machine/cpu/instruction';
import { registerByName } from '../../../src/machine/cpu/register-names';
import { type AssemblerOperand, isAssemblyError } from '../../../src/machine/encoding/operand';
import { Random } from '../random';
import { DATA, type NativeProcessor, type XsaveCase } from './xsave-native';

export interface Case extends XsaveCase {
  readonly instructions: readonly Instruction[];
}

/** What makes a case special. */
export type Parts = Partial<XsaveCase> & { readonly lines: readonly Line[] };

export type Line = readonly [mnemonic: string, ...operands: AssemblerOperand[]];

const CODE = 0x1000_0000;
const COMPACTED = 1n << 63n;
export const FLAGS = 0x202;
const HIGH_HALF = 0xffff_ffff_0000_0000n;

const named = (name: string) => registerByName(name)!; // names that exist
export const register = (name: string): AssemblerOperand => ({ kind: 'register', register: named(name) });
export const memory = (base: string, displacement = 0): Extract<AssemblerOperand, { kind: 'memory' }> => ({
  kind: 'memory',
  base: named(base),
  scale: 1,
  displacement,
});
export const AREA = memory('rbx');

const MXCSR = [0x1f80, 0x1f80, 0x1fa0, 0, 0xffff, 0x9fc0, 0x3f80, 0x2_1f80, 0x1_0000, 0x8000_1f80, 0x4_0000];

/** Bits of headers that rules are about. */
const HEADER_BITS = [0, 1, 2, 3, 5, 8, 9, 11, 17, 18, 19, 62, 63];

const NOT_CANONICAL = [1n << 47n, 1n << 63n, 0x7fff_ffff_ffff_fff0n, 0xffff_7fff_ffff_ffc0n, 0x1_0000_0000_0000n];

export class Generator {
  private readonly random = new Random(1);

  /** @param share of the cases that are asked for: one in so many. */
  constructor(
    private readonly native: NativeProcessor,
    private readonly share = 1,
  ) {}

  /** Those of `lines` whose registers cases may use. */
  usable(lines: readonly Line[]): readonly Line[] {
    return this.native.host.has('AVX') ? lines : lines.filter(([mnemonic]) => !mnemonic.startsWith('v'));
  }

  /** Addresses that are not canonical. */
  notCanonical(): bigint {
    const { linearBits } = this.native.host;
    return this.pick(
      NOT_CANONICAL.filter((address) => BigInt.asIntN(linearBits, address) !== BigInt.asIntN(64, address)),
    );
  }

  /** `count` cases; `parts` is asked for what makes each of them special, with its number. */
  cases(count: number, parts: (index: number) => Parts): Case[] {
    return Array.from({ length: Math.ceil(count / this.share) }, (_, index) => {
      const { lines, place = DATA, ...rest } = parts(index);
      // What cases may not use is not asked for.
      const mask = this.mask() & ~(this.native.host.xcr0 & ~this.native.used);
      return {
        rax: (this.random.wide() & HIGH_HALF) | (mask & ~HIGH_HALF),
        rdx: (this.random.wide() & HIGH_HALF) | (mask >> 32n),
        rcx: this.random.wide(),
        rbx: BigInt(place),
        rflags: FLAGS,
        image: this.image(),
        area: this.stale(),
        place,
        ...assembled(lines),
        ...rest,
      };
    });
  }

  pick<Item>(items: readonly Item[]): Item {
    return this.random.pick(items);
  }

  below(count: number): number {
    return this.random.below(count);
  }

  wide(): bigint {
    return this.random.wide();
  }

  /** What an area held before a save: anything. */
  stale(): Uint8Array {
    const bytes = this.contents();
    if (this.random.oneIn(2)) bytes.set(this.random.bytes(64), 512);
    return bytes;
  }

  /** An area that XRSTOR takes, in either format, but for its MXCSR perhaps. */
  area(bytes = this.contents()): Uint8Array {
    const { used } = this.native;
    const view = new DataView(bytes.buffer);
    const compacted = this.random.oneIn(2);
    const room = compacted ? this.mask() & used : used;
    view.setBigUint64(512, this.random.wide() & room, true);
    if (compacted) view.setBigUint64(520, room | COMPACTED, true);
    return bytes;
  }

  /** The same with nothing in it that could count as initial. */
  liveArea(): Uint8Array {
    return this.area(this.random.bytes(this.native.size).fill(0, 24, 32).fill(0, 512, 576));
  }

  /** The same with a bit or two of the header turned over. */
  spoiled(): Uint8Array {
    const bytes = this.area();
    const view = new DataView(bytes.buffer);
    for (let count = this.pick([1, 1, 2]); count > 0; count--) {
      const place = this.pick([512, 520, 528, 512 + this.random.below(8) * 8]);
      const bit = 1n << BigInt(this.pick([...HEADER_BITS, this.random.below(64)]));
      view.setBigUint64(place, view.getBigUint64(place, true) ^ bit, true);
    }
    return bytes;
  }

  /** A tile configuration that LDTILECFG takes. */
  tilecfg(startRow = this.random.oneIn(4) ? this.random.below(16) : 0): Uint8Array {
    const tiles = Array.from({ length: TILE_COUNT }, () =>
      this.random.oneIn(8)
        ? { rows: 0, colsb: 0 }
        : { rows: 1 + this.random.below(MAX_ROWS), colsb: 4 * (1 + this.random.below(MAX_COLSB / 4)) },
    );
    return buildTilecfg({ palette: 1, startRow, tiles });
  }

  /** Where the section of a component that cases use lies in a standard image. */
  offset(component: number): number {
    const { processor, used } = this.native;
    const placed = processor.standardLayout(used).placements.find((each) => each.component === component);
    return placed!.offset; // only asked for what is used
  }

  bytes(length: number): Uint8Array {
    return this.random.bytes(length);
  }

  /** EDX:EAX: a set of components that XCR0 has, or any. */
  private mask(): bigint {
    const { used } = this.native;
    return this.pick([used, this.random.wide() & used, this.random.wide() & used, this.random.wide(), 0n]);
  }

  /** What XRSTOR64 takes. */
  private image(): Uint8Array {
    const bytes = this.contents();
    const view = new DataView(bytes.buffer);
    view.setUint32(24, view.getUint32(24, true) & this.native.processor.mxcsrMask, true);
    const inUse = this.random.wide() & this.native.used;
    // While MXCSR is not 1F80h, XGETBV(1) hides whether the processor takes zeros in XMM registers for in use.
    const isZero = bytes.subarray(160, 416).every((byte) => byte === 0);
    view.setBigUint64(512, isZero ? inUse & ~2n : inUse, true);
    return bytes;
  }

  /** Bytes that could be an area's, all zeros in its header. */
  private contents(): Uint8Array {
    const { size } = this.native;
    const bytes = this.random.oneIn(4) ? new Uint8Array(size) : this.random.bytes(size);
    for (let count = this.random.below(4); count > 0; count--) {
      const from = this.random.below(size / 16) * 16;
      bytes.fill(0, from, from + 16 * this.random.below(32));
    }
    const hasTiles = hasBit(this.native.used, XFEATURE.XTILECFG);
    if (hasTiles && !this.random.oneIn(4)) bytes.set(this.tilecfg(), this.offset(XFEATURE.XTILECFG));
    const view = new DataView(bytes.buffer);
    view.setUint32(24, this.pick(MXCSR), true);
    if (this.random.oneIn(2)) view.setUint16(0, 0x37f, true);
    if (this.random.oneIn(2)) view.setUint16(2, this.random.next() & 0x7f00, true);
    bytes.fill(0, 512, 576);
    if (isFamiliar(this.native)) return bytes;
    // FOP, FIP and FDP: makers differ in when they hold and load what the last instruction left there.
    return bytes.fill(0, 6, 24);
  }
}

/** Whether it is known what processors of this maker do where the manuals leave them a choice. */
export function isFamiliar({ host }: NativeProcessor): boolean {
  return host.maker !== undefined;
}

function assembled(lines: readonly Line[]): Pick<Case, 'code' | 'instructions'> {
  const instructions: Instruction[] = [];
  let address = CODE;
  for (const [mnemonic, ...operands] of lines) {
    const result = assemble(mnemonic, [], operands, address);
    assert.ok(!isAssemblyError(result), mnemonic);
    instructions.push(result.instruction);
    address += result.bytes.length;
  }
  return { instructions, code: Uint8Array.from(instructions.flatMap(({ bytes }) => [...bytes])) };
}
