/** Families of cases for `xsave-native.ts`, on tiles: what configures, loads, stores, multiplies and clears them. */
import { MAX_COLSB, TILE_COUNT, TILE_SIZE, TILECFG_SIZE } from '../../../src/machine/architecture/tilecfg';
import { decode } from '../../../src/machine/disassembler/decoder';
import { type Case, type Line, memory } from '../xstate/case-generator';
import { DATA, LIMITED, type NativeProcessor, WRITABLE } from '../xstate/xsave-native';
import { rowsAt, TileGenerator, type TileParts, tmm } from './tile-generator';
import { mixedTile, type Product, productShapes, someTile } from './tile-operands';

const PAGE = 0x1000;
const CONFIGURATIONS = ['ldtilecfg', 'sttilecfg'] as const;
/** Values that a byte of a configuration may or may not have. */
const BYTES = [0, 1, 2, 4, 8, 15, 16, 17, 32, 60, 63, 64, 65, 66, 68, 96, 127, 128, 129, 192, 240, 253, 254, 255];
const STRIDES = [0, 1, 3, 4, 16, 60, 64, 64, 65, 100, 128, -1, -4, -64, -100];
const WIDE_STRIDES = [0, 1, 4, 64, 100, 256, 512, PAGE, 0x10_0000, -1, -64, -100, -PAGE];
/** Bytes of rows that lie before the end of what can be accessed. */
const ROW_EDGES = [1, 63, 64, 65, 128, 300, 1000, 2000];
const CONFIGURATION_EDGES = [1, 8, 16, 32, 48, 63, 64, 65];

type Family = (generate: TileGenerator) => Case[];

/** By what the test says of them. */
const FAMILIES: Readonly<Record<string, Family>> = {
  'take and refuse the same configurations, and store them': (generate) =>
    generate.tileCases(2000, (index) => {
      const store: Line = ['sttilecfg', memory('rbx', 256)];
      const lines: Line[] = index % 8 === 0 ? [store] : [['ldtilecfg', memory('rbx', 64)], store];
      return { lines, area: generate.areaWith(generate.spoiledConfig(), 64) };
    }),
  'refuse the same values of each byte of a configuration': (generate) =>
    generate.tileCases(TILECFG_SIZE * BYTES.length, (index) => {
      const config = generate.tilecfg(0);
      config[index % TILECFG_SIZE] = BYTES[Math.floor(index / TILECFG_SIZE)] ?? 0;
      return { lines: [['ldtilecfg', memory('rbx')]], area: generate.areaWith(config) };
    }),
  'make the same of a configuration that XRSTOR loads': (generate) =>
    generate.tileCases(1500, () => ({
      lines: [['sttilecfg', memory('rbx')]],
      tiles: { config: generate.spoiledConfig(), data: generate.data() },
    })),
  'load and store the same tiles': (generate) =>
    generate.tileCases(2500, () => {
      const base = generate.pick(['rbx', 'rbp', undefined]);
      const from = generate.pick([0x2000, 0x2001, 0x203f]);
      const index = generate.pick(['rcx', 'rcx', undefined]);
      const first = rowsAt(base, index, generate.pick([1, 2, 4, 8]), base ? from : DATA + from);
      const second = rowsAt('rbx', undefined, 1, 0x800);
      const lines = [generate.transfer(first), generate.transfer(second)].slice(generate.below(2));
      return { lines, rcx: BigInt.asUintN(64, BigInt(generate.pick(STRIDES))) };
    }),
  'stop at the same row, to go on there': (generate) =>
    generate.tileCases(2500, () => {
      const before = generate.pick(ROW_EDGES);
      const from = generate.pick([DATA - PAGE, DATA - before, DATA + WRITABLE - before, LIMITED + WRITABLE - before]);
      return {
        lines: [generate.transfer(rowsAt('rbx', 'rcx', generate.pick([1, 2, 8])))],
        rbx: BigInt(from),
        rcx: BigInt.asUintN(64, BigInt(generate.pick(WIDE_STRIDES))),
      };
    }),
  'refuse the same addresses of tiles': (generate) =>
    generate.tileCases(800, () => ({
      ...addressParts(generate),
      tiles: { config: generate.tilecfg(0), data: generate.data() },
    })),
  'find the same pages missing where a configuration lies': (generate) =>
    generate.tileCases(800, () => {
      const before = generate.pick(CONFIGURATION_EDGES);
      const place = generate.pick([DATA - before, DATA + WRITABLE - before, LIMITED + WRITABLE - before, DATA - PAGE]);
      const area = generate.areaWith(generate.spoiledConfig());
      return { lines: [[generate.pick(CONFIGURATIONS), memory('rbx')]], area, place };
    }),
  'multiply the same': (generate) =>
    generate.tileCases(
      400 * generate.products.length,
      (index) => productParts(generate, generate.products[index % generate.products.length]!), // within the list
    ),
  'refuse the same shapes': (generate) =>
    generate.tileCases(2500, () => ({
      lines: [
        generate.pick<Line>([
          productOfAny(generate),
          generate.transfer(memory('rbx', 64)),
          ['tilezero', tmm(generate.tile())],
        ]),
      ],
      tiles: {
        config: generate.pick([generate.nearlySquareConfig(), generate.tilecfg(), generate.spoiledConfig()]),
        data: generate.data(),
      },
    })),
  'do the same in sequences, and have the same in use': (generate) =>
    generate.tileCases(2500, () => ({
      lines: Array.from({ length: 1 + generate.below(6) }, () => stepOf(generate)),
      tiles: {
        config: generate.pick([generate.squareConfig(), generate.tilecfg()]),
        data: generate.pick([generate.data(), new Uint8Array(TILE_COUNT * TILE_SIZE)]),
      },
      rcx: BigInt(MAX_COLSB),
      area: generate.areaWith(generate.pick([generate.squareConfig(), new Uint8Array(TILECFG_SIZE)])),
    })),
};

/** Rows or a configuration that are not all at canonical addresses. */
function addressParts(generate: TileGenerator): TileParts {
  const base = generate.pick(['rbx', 'rbp']);
  const edge = 1n << BigInt(generate.linearBits - 1);
  const rows = (scale: 1 | 2 | 8) => generate.transfer(rowsAt(base, 'rcx', scale));
  const configuration = (displacement: number): Line => [generate.pick(CONFIGURATIONS), memory(base, displacement)];
  return generate.pick<TileParts>([
    { lines: [rows(1)], rbx: generate.notCanonical(), rcx: 64n },
    { lines: [rows(8)], rbx: BigInt(DATA), rcx: edge / 64n },
    { lines: [rows(2)], rbx: BigInt(DATA), rcx: edge },
    { lines: [configuration(3)], rbx: generate.notCanonical() },
    { lines: [configuration(0)], rbx: edge - 32n },
  ]);
}

/** A product of tiles whose shapes fit. */
function productParts(generate: TileGenerator, { mnemonic, element, sum }: Product): TileParts {
  const [c = 0, a = 1, b = 2] = generate.threeTiles();
  const data = generate.data();
  data.set(mixedTile(generate, sum), TILE_SIZE * c);
  for (const tile of [a, b]) data.set(someTile(generate, element), TILE_SIZE * tile);
  return { lines: [[mnemonic, tmm(c), tmm(a), tmm(b)]], tiles: { config: productShapes(generate, c, a, b), data } };
}

function productOfAny(generate: TileGenerator): Line {
  const [c = 0, a = 1, b = 2] = generate.threeTiles();
  return [generate.pick(generate.products).mnemonic, tmm(c), tmm(a), tmm(b)];
}

/** A step of a sequence. */
function stepOf(generate: TileGenerator): Line {
  return generate.pick<Line>([
    productOfAny(generate),
    productOfAny(generate),
    generate.transfer(rowsAt('rbx', 'rcx', 1, 0x1000)),
    generate.transfer(rowsAt('rbx', 'rcx', 1, 0x1000)),
    ['tilezero', tmm(generate.tile())],
    ['ldtilecfg', memory('rbx')],
    ['sttilecfg', memory('rbx', 64 * generate.below(8))],
    ['tilerelease'],
    [generate.pick(['xsave64', 'xsavec64', 'xsaveopt64']), memory('rbx')],
  ]);
}

/** The names of the families, and their cases for a processor. */
export const TILE_FAMILIES: readonly string[] = Object.keys(FAMILIES);

export function tileCasesOf(family: string, native: NativeProcessor, share = 1): Case[] {
  return FAMILIES[family]?.(new TileGenerator(native, share)) ?? [];
}

const MAP_2 = 0xe2;
const OPCODES = [0x49, 0x4b, 0x5c, 0x5e];
/** Bits of the third byte of VEX, as they stand there: W, four of the third operand turned over, L, and the prefix. */
const FULL_VVVV = 0x78;

/** Code that consists of one encoding in the part of the map where instructions on tiles are. */
export function tileEncodingCases(native: NativeProcessor): Case[] {
  const generate = new TileGenerator(native);
  const config = generate.squareConfig();
  const cases = generate.tileCases(6000, () => {
    const tiles = { config, data: generate.data() };
    return { lines: [], code: someEncoding(generate), rcx: 64n, tiles };
  });
  return cases.map((each) => {
    const decoded = decode(each.code, 0x1000_0000);
    return decoded.kind === 'instruction' ? { ...each, instructions: [decoded.instruction] } : each;
  });
}

function someEncoding(generate: TileGenerator): Uint8Array {
  const prefix = generate.below(8) === 0 ? [generate.pick([0x66, 0xf2, 0xf3, 0x48, 0xf0])] : [];
  const modrm = someModrm(generate);
  // X and B would name registers that cases do not set.
  const extensions = modrm.length === 1 && (modrm[0] ?? 0) >= 0xc0 ? [0x80, 0x40, 0x20] : [0x80];
  const second = generate.below(8) === 0 ? MAP_2 & ~generate.pick(extensions) : MAP_2;
  const vvvv = generate.below(2) === 0 ? FULL_VVVV : generate.below(16) << 3;
  const third = vvvv | generate.below(4) | (generate.below(8) === 0 ? generate.pick([0x80, 0x04]) : 0);
  return Uint8Array.of(...prefix, 0xc4, second, third, generate.pick(OPCODES), ...modrm);
}

/** Registers, [RBX], or [RBX] with an index in RCX or none, and displacements. */
function someModrm(generate: TileGenerator): readonly number[] {
  const reg = generate.pick([0, generate.below(8) << 3]);
  return generate.pick([
    [0xc0 | reg | generate.pick([0, generate.below(8)])],
    [0x03 | reg],
    [0x04 | reg, generate.pick([0x23, 0x0b])],
    [0x44 | reg, generate.pick([0x23, 0x4b]), 0x40],
  ]);
}
