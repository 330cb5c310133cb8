/** Makes cases on tiles for `xsave-native.ts`: what they begin with, and configurations that are right or wrong. */
import { XFEATURE } from '../../../src/machine/architecture/component';
import {
  buildTilecfg,
  MAX_COLSB,
  TILE_COUNT,
  TILE_SIZE,
  TILECFG_SIZE,
} from '../../../src/machine/architecture/tilecfg';
import { registerByName } from '../../../src/machine/cpu/register-names';
import type { AssemblerOperand } from '../../../src/machine/encoding/operand';
import { type Case, Generator, type Line, type Parts, register } from '../xstate/case-generator';
import type { NativeProcessor } from '../xstate/xsave-native';
import { PRODUCTS, type Product } from './tile-operands';

export const tmm = (index: number) => register(`tmm${index}`);

type Memory = Extract<AssemblerOperand, { kind: 'memory' }>;

/** Rows from a base on, RBX or another; the stride in a register. */
export function rowsAt(base?: string, index?: string, scale: Memory['scale'] = 1, displacement = 0): Memory {
  const named = (name: string) => registerByName(name)!; // names that exist
  return {
    kind: 'memory',
    ...(base && { base: named(base) }),
    ...(index && { index: named(index) }),
    scale: index ? scale : 1,
    displacement,
  };
}

/** What a case begins with. */
export interface Tiles {
  readonly config: Uint8Array;
  readonly data: Uint8Array;
}

export type TileParts = Parts & { readonly tiles?: Tiles };

/** Makes cases whose tiles are configured, and hold data. */
export class TileGenerator extends Generator {
  /** Those that the processor has. */
  readonly products: readonly Product[];
  readonly linearBits: number;

  constructor(
    private readonly on: NativeProcessor,
    share = 1,
  ) {
    super(on, share);
    this.products = PRODUCTS.filter(({ feature }) => on.host.has(feature));
    this.linearBits = on.host.linearBits;
  }

  /** `count` cases that begin with tiles, and with all other state initial. */
  tileCases(count: number, parts: (index: number) => TileParts): Case[] {
    return this.cases(count, (index) => {
      const { tiles = { config: this.tilecfg(), data: this.data() }, ...rest } = parts(index);
      return { image: this.imageOf(tiles), area: this.bytes(this.on.size), ...rest };
    });
  }

  /** Eight tiles of data, some of them zeros. */
  data(): Uint8Array {
    const bytes = this.bytes(TILE_COUNT * TILE_SIZE);
    for (let tile = 0; tile < TILE_COUNT; tile++) {
      if (this.below(3) === 0) bytes.fill(0, TILE_SIZE * tile, TILE_SIZE * (tile + 1));
    }
    return bytes;
  }

  /** A tile by its number. */
  tile(): number {
    return this.below(TILE_COUNT);
  }

  /** Three different ones. */
  threeTiles(): readonly number[] {
    const numbers = Array.from({ length: TILE_COUNT }, (_, tile) => tile);
    return Array.from({ length: 3 }, () => numbers.splice(this.below(numbers.length), 1)[0]!); // three of eight
  }

  /** A load or a store of some tile. */
  transfer(rows: Memory): Line {
    const mnemonic = this.pick(['tileloadd', 'tileloaddt1', 'tilestored']);
    const tile = tmm(this.tile());
    return mnemonic === 'tilestored' ? [mnemonic, rows, tile] : [mnemonic, tile, rows];
  }

  /** The bytes of an area that holds a configuration. */
  areaWith(config: Uint8Array, at = 0): Uint8Array {
    const area = this.bytes(this.on.size);
    area.set(config, at);
    return area;
  }

  /** A configuration with a byte or two that may break a rule. */
  spoiledConfig(): Uint8Array {
    const config = this.tilecfg(this.pick([0, 0, this.below(256)]));
    for (let count = this.pick([0, 1, 1, 2]); count > 0; count--) {
      config[this.below(TILECFG_SIZE)] = this.pick([0, 1, 2, 3, 16, 17, 64, 65, 255, this.below(256)]);
    }
    return config;
  }

  /** Eight tiles of as many rows as groups of four bytes: every product fits. */
  squareConfig(): Uint8Array {
    const side = 1 + this.below(16);
    return shaped(() => [side, 4 * side]);
  }

  /** The same but for a tile or two. */
  nearlySquareConfig(): Uint8Array {
    const side = 1 + this.below(16);
    return shaped(() =>
      this.below(6) === 0 ? [1 + this.below(16), this.pick([1, 2, 3, 4, 5, 8, 63, MAX_COLSB])] : [side, 4 * side],
    );
  }

  /** What XRSTOR64 takes. */
  private imageOf({ config, data }: Tiles): Uint8Array {
    const bytes = new Uint8Array(this.on.size);
    const view = new DataView(bytes.buffer);
    view.setUint16(0, 0x37f, true);
    view.setUint32(24, 0x1f80, true);
    view.setBigUint64(512, 0x6_0000n, true);
    bytes.set(config, this.offset(XFEATURE.XTILECFG));
    bytes.set(data, this.offset(XFEATURE.XTILEDATA));
    return bytes;
  }
}

function shaped(shapeOf: () => readonly [rows: number, colsb: number]): Uint8Array {
  const tiles = Array.from({ length: TILE_COUNT }, () => {
    const [rows, colsb] = shapeOf();
    return { rows, colsb };
  });
  return buildTilecfg({ palette: 1, startRow: 0, tiles });
}
