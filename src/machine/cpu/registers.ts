/**
 * All architectural state of one logical processor in a single buffer, so that a snapshot is a copy. The register files
 * are views of it; every other register is a property that `architecture/registers` declares.
 */

import type { LinearAddress } from '../architecture/linear-address';
import { BYTES, DOUBLE, OFFSET, SCALAR, SUPERVISOR_REGION, WORD } from '../architecture/register-file';
import { STORED, type StoredAs } from '../architecture/registers';
import type { StoredRegister } from '../architecture/registers/row';
import { tableOf } from '../table';
import { WordBlock } from './word-block';

/** The registers that are kept as 64-bit integers. */
type Scalar = StoredAs<'u64'>;

class RegisterBlocks {
  private readonly state = new ArrayBuffer(OFFSET.size);
  /** RAX...R15 in encoding order; R16...R31 (APX) follow. */
  readonly gpr = new BigUint64Array(this.state, OFFSET.gpr, BYTES.gpr / 8);
  /** The general registers as pairs of little-endian 32-bit words: register n is words 2n (low) and 2n+1. */
  readonly gpr32 = new Uint32Array(this.state, OFFSET.gpr, BYTES.gpr / 4);
  readonly gpr8 = new Uint8Array(this.state, OFFSET.gpr, BYTES.gpr);
  /** Registers by their index in `SCALAR`, `WORD` and `DOUBLE`; each is also a property. */
  private readonly scalars = new BigUint64Array(this.state, OFFSET.scalars, BYTES.scalars / 8);
  private readonly scalars32 = new Uint32Array(this.state, OFFSET.scalars, BYTES.scalars / 4);
  private readonly words = new Uint32Array(this.state, OFFSET.words, BYTES.words / 4);
  private readonly doubles = new Float64Array(this.state, OFFSET.doubles, BYTES.doubles / 8);
  /** ZMM0-ZMM31, 64 bytes each; XMM and YMM are their low parts. */
  readonly zmm = new Uint8Array(this.state, OFFSET.zmm, BYTES.zmm);
  readonly opmask = new BigUint64Array(this.state, OFFSET.opmask, BYTES.opmask / 8);
  /** Physical registers R0-R7, 16 bytes each of which 10 hold the value. */
  readonly x87 = new Uint8Array(this.state, OFFSET.x87, BYTES.x87);
  /** The MPX images: BND0-BND3 at 0, BNDCFGU and BNDSTATUS at 64. */
  readonly bounds = new Uint8Array(this.state, OFFSET.bounds, BYTES.bounds);
  /** Images of the supervisor components one after the other; see `supervisorImage`. */
  private readonly supervisor = new Uint8Array(this.state, OFFSET.supervisor, BYTES.supervisor);
  /** The 64-byte TILECFG image (SDM vol. 1, 18.3); all zeros when tiles are not configured. */
  readonly tilecfg = new Uint8Array(this.state, OFFSET.tilecfg, BYTES.tilecfg);
  /** TMM0-TMM7: byte b of row r of tile t at 1024t + 64r + b. */
  readonly tiles = new Uint8Array(this.state, OFFSET.tiles, BYTES.tiles);
  readonly tiles32 = new Int32Array(this.state, OFFSET.tiles, BYTES.tiles / 4);
  /** The rows of `tiles`, for each of TMM0-TMM7. */
  readonly tmm = Array.from({ length: 8 }, (_, tile) => this.tiles.subarray(1024 * tile, 1024 * (tile + 1)));

  /** All registers as a block of words; `COMPONENT_REGISTERS` says where in it a component lies. */
  readonly block = new WordBlock(this.state, 0, OFFSET.registersEnd / 4);
  /** The words of `block`. */
  readonly registers = this.block.words;
  /** The registers of its components, but the tiles, as they were after the last XRSTOR: how XMODIFIED is tracked. */
  readonly restored = new WordBlock(this.state, OFFSET.restored, OFFSET.tiles / 4);

  static {
    // Each accessor names its block literally: `this[block]` would cost a lookup at every access.
    defineProperties(RegisterBlocks, SCALAR, (index) => ({
      get(this: RegisterBlocks) {
        return this.scalars[index];
      },
      set(this: RegisterBlocks, value: bigint) {
        this.scalars[index] = value;
      },
    }));
    defineProperties(RegisterBlocks, WORD, (index) => ({
      get(this: RegisterBlocks) {
        return this.words[index];
      },
      set(this: RegisterBlocks, value: number) {
        this.words[index] = value;
      },
    }));
    defineProperties(RegisterBlocks, DOUBLE, (index) => ({
      get(this: RegisterBlocks) {
        return this.doubles[index];
      },
      set(this: RegisterBlocks, value: number) {
        this.doubles[index] = value;
      },
    }));
  }

  constructor() {
    this.reset();
  }

  /** The state after power-up as far as it is modelled, but in 64-bit mode at CPL 0. */
  reset(): void {
    new Uint8Array(this.state).fill(0);
    this.scalars.set(RESET.scalars);
    this.words.set(RESET.words);
    this.doubles.set(RESET.doubles);
  }

  /** Bits 31:0 of a scalar register, unsigned. Cheaper than a bigint, and enough where bits 63:32 mean nothing. */
  low(scalar: number): number {
    return this.scalars32[2 * scalar]!; // an index of `SCALAR`: the array has all of them
  }
  /** Replaces bits 31:0 of a scalar register. */
  setLow(scalar: number, value: number): void {
    this.scalars32[2 * scalar] = value;
  }

  /** The live bytes of the registers of supervisor component `index`, as XSAVES lays them out. */
  supervisorImage(index: number): Uint8Array {
    const region = SUPERVISOR_REGION[index];
    if (!region) throw new RangeError(`component ${index} has no supervisor registers`);
    return this.supervisor.subarray(region[0], region[0] + region[1]);
  }

  snapshot(): ArrayBuffer {
    return this.state.slice(0);
  }

  restore(snapshot: ArrayBuffer): void {
    new Uint8Array(this.state).set(new Uint8Array(snapshot));
  }
}

const ROWS = tableOf<StoredRegister>(STORED);

/** The reset values of the rows, by their index. */
const RESET = {
  scalars: Object.keys(SCALAR).map((name) => BigInt(ROWS[name]?.reset ?? 0)),
  words: Object.keys(WORD).map((name) => Number(ROWS[name]?.reset ?? 0)),
  doubles: Object.keys(DOUBLE).map((name) => Number(ROWS[name]?.reset ?? 0)),
} as const;

/** A property for each register of a block. A function declaration: the class's static block runs first. */
function defineProperties(
  { prototype }: { readonly prototype: object },
  indices: Readonly<Record<string, number>>,
  property: (index: number) => PropertyDescriptor,
): void {
  for (const [name, index] of Object.entries(indices)) Object.defineProperty(prototype, name, property(index));
}

type Properties = Record<Scalar, bigint> & Record<StoredAs<'u32'>, number> & Record<StoredAs<'linear'>, LinearAddress>;

/** The blocks with a property for each register of the tables. */
export const RegisterFile = RegisterBlocks as unknown as new () => RegisterBlocks & Properties; // `defineProperties` added them
