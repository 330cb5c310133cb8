import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  buildTilecfg,
  MAX_COLSB,
  MAX_PALETTE,
  MAX_ROWS,
  parseTilecfg,
  TILE_COUNT,
  TILE_SIZE,
  type Tilecfg,
  tilecfgProblem,
} from '../../../src/machine/architecture/tilecfg';
import { CPU_MODELS } from '../../../src/machine/processor/models';
import { Processor } from '../../../src/machine/processor/processor';

const full: Tilecfg = {
  palette: 1,
  startRow: 0,
  tiles: Array.from({ length: 8 }, () => ({ rows: 16, colsb: 64 })),
};

/** `full` with one byte of its image changed. */
function altered(at: number, value: number): Uint8Array {
  const image = buildTilecfg(full);
  image[at] = value;
  return image;
}

const shape = fc.oneof(
  fc.constant({ rows: 0, colsb: 0 }),
  fc.record(
    { rows: fc.integer({ min: 1, max: 16 }), colsb: fc.integer({ min: 1, max: 64 }) },
    { noNullPrototype: true },
  ),
);
const valid = fc.record(
  {
    palette: fc.constant(1),
    startRow: fc.integer({ min: 0, max: 255 }),
    tiles: fc.array(shape, { minLength: 8, maxLength: 8 }),
  },
  { noNullPrototype: true },
);

describe('TILECFG image', () => {
  it('has the bytes that Linux saved for eight full tiles', () => {
    const saved =
      '01000000000000000000000000000000400040004000400040004000400040000000000000000000000000000000000010101010101010100000000000000000';
    assert.equal(Buffer.from(buildTilecfg(full)).toString('hex'), saved);
  });

  it('gives back what it was built from', () => {
    fc.assert(fc.property(valid, (cfg) => assert.deepEqual(parseTilecfg(buildTilecfg(cfg)), cfg)));
  });

  it('is valid for every shape in range, with any row length and any start_row', () => {
    fc.assert(fc.property(valid, (cfg) => assert.equal(tilecfgProblem(buildTilecfg(cfg)), undefined)));
  });

  it('may leave out tiles, which then have no shape', () => {
    const image = buildTilecfg({ palette: 1, startRow: 3, tiles: [{ rows: 2, colsb: 8 }] });
    assert.deepEqual(parseTilecfg(image).tiles.slice(0, 2), [
      { rows: 2, colsb: 8 },
      { rows: 0, colsb: 0 },
    ]);
  });

  it('is refused under a palette that does not exist', () => {
    assert.match(tilecfgProblem(altered(0, 2)) ?? '', /palette 2/);
    assert.match(tilecfgProblem(altered(0, 255)) ?? '', /palette 255/);
  });

  it('is refused with a reserved byte that is not zero, and only there', () => {
    const reserved = [...range(2, 15), ...range(32, 47), ...range(56, 63)];
    for (let at = 0; at < 64; at++) {
      const refused = /reserved byte/.test(tilecfgProblem(altered(at, 1)) ?? '');
      assert.equal(refused, reserved.includes(at), `byte ${at}`);
    }
  });

  it('is refused with more rows or longer rows than the palette has', () => {
    assert.match(tilecfgProblem(altered(48 + 7, 17)) ?? '', /tmm7 has 17 rows/);
    assert.match(tilecfgProblem(altered(16 + 2 * 7, 65)) ?? '', /tmm7 has 65 bytes/);
    assert.match(tilecfgProblem(altered(16 + 1, 1)) ?? '', /tmm0 has 320 bytes/);
  });

  it('is refused with rows but no columns, or columns but no rows', () => {
    assert.match(tilecfgProblem(altered(48 + 2, 0)) ?? '', /tmm2 has 0 rows of 64 bytes/);
    assert.match(tilecfgProblem(altered(16 + 4, 0)) ?? '', /tmm2 has 16 rows of 0 bytes/);
  });

  it('is not looked at beyond the palette when that is 0', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 63, maxLength: 63 }), (rest) => {
        assert.equal(tilecfgProblem(Uint8Array.of(0, ...rest)), undefined);
      }),
    );
  });

  it('has the limits that CPUID reports on every model with tiles', () => {
    const context = { xcr0: 0n, xss: 0n, cr4: 0n };
    const withTiles = CPU_MODELS.map((model) => new Processor(model)).filter((cpu) => cpu.has('AMX_TILE'));
    assert(withTiles.length > 0);
    for (const processor of withTiles) {
      assert.equal(processor.cpuid(0x1d, 0, context)[0], MAX_PALETTE);
      const [eax, ebx, ecx] = processor.cpuid(0x1d, 1, context);
      assert.deepEqual([eax & 0xffff, eax >>> 16], [TILE_SIZE * TILE_COUNT, TILE_SIZE]);
      assert.deepEqual([ebx & 0xffff, ebx >>> 16, ecx & 0xffff], [MAX_COLSB, TILE_COUNT, MAX_ROWS]);
    }
  });
});

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, at) => first + at);
}
