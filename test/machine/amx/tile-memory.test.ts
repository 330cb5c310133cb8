import assert from 'node:assert/strict';
import fc from 'fast-check';
import { SEGMENT } from '../../../src/machine/cpu/effective-address';
import { PAGE_SIZE } from '../../../src/machine/cpu/page';
import { arraysMade } from '../arrays-made';
import {
  configure,
  DATA,
  execute,
  faultOf,
  gpr,
  image,
  loadImage,
  makeCpu,
  mem,
  PAGE,
  pattern,
  peek,
  poke,
  rowOf,
  rowsAt,
  tmm,
} from './machine';

const END = DATA + 2 * PAGE;
const ZERO = new Uint8Array(64);
const MAX_64 = 0xffff_ffff_ffff_ffffn;

describe('LDTILECFG', () => {
  it('installs the image, start_row included, and zeros all tiles, also when the image is the same', () => {
    const cpu = makeCpu();
    const cfg = image(5, [16, 64], [4, 60]);
    loadImage(cpu, cfg);
    cpu.tiles.fill(0xaa);
    loadImage(cpu, cfg);
    assert.deepEqual(cpu.tilecfg, cfg);
    assert(cpu.tiles.every((byte) => byte === 0));
  });

  it('takes row lengths that are no multiple of 4, a start_row beyond the tile, and eight tiles without a shape', () => {
    for (const cfg of [image(0, [3, 62]), image(200, [3, 60]), image(0)]) {
      const cpu = makeCpu();
      loadImage(cpu, cfg);
      assert.deepEqual(cpu.tilecfg, cfg);
    }
  });

  it('with palette 0 gives up the configuration, whatever the other bytes are', () => {
    const cpu = makeCpu();
    configure(cpu, [16, 64]);
    cpu.tiles.fill(1);
    const garbage = new Uint8Array(64).fill(0xff);
    garbage[0] = 0;
    loadImage(cpu, garbage);
    assert.deepEqual(cpu.tilecfg, new Uint8Array(64));
    assert(cpu.tiles.every((byte) => byte === 0));
  });

  it('raises #GP(0) for an image that is not valid, and then changes nothing', () => {
    const cpu = makeCpu();
    configure(cpu, [16, 64]);
    cpu.tiles.fill(1);
    const before = cpu.snapshot();
    const bad = image(0, [17, 64]);
    poke(cpu, DATA, bad);
    const fault = faultOf(cpu, 'ldtilecfg', mem({ displacement: DATA }));
    assert.equal(fault.mnemonic, '#GP');
    assert.equal(fault.detail.errorCode, 0);
    assert.match(fault.detail.why, /tmm0 has 17 rows, and 16 is the most/);
    assert.deepEqual(cpu.snapshot(), before);
  });

  it('needs no alignment', () => {
    const cpu = makeCpu();
    poke(cpu, DATA + PAGE - 13, image(0, [1, 4]));
    execute(cpu, 'ldtilecfg', mem({ displacement: DATA + PAGE - 13 }));
    assert.equal(cpu.tilecfg[48], 1);
  });

  it('raises #PF before it looks at the image, where a byte of it is absent', () => {
    const cpu = makeCpu();
    poke(cpu, END - 32, image(0, [99, 99]).subarray(0, 32));
    const fault = faultOf(cpu, 'ldtilecfg', mem({ displacement: END - 32 }));
    assert.equal(fault.mnemonic, '#PF');
    assert.equal(fault.detail.address, END);
    assert.equal(fault.detail.errorCode, 4);
  });

  it('raises #GP(0) at an address that is not canonical, and #SS(0) when the base is RSP or RBP', () => {
    const cpu = makeCpu();
    for (const [base, mnemonic] of [
      ['rdi', '#GP'],
      ['rsp', '#SS'],
      ['rbp', '#SS'],
    ] as const) {
      cpu.gpr[gpr(base).index] = 0x8000_0000_0000n - 8n; // its last bytes are not canonical
      const fault = faultOf(cpu, 'ldtilecfg', mem({ base: gpr(base) }));
      assert.deepEqual([fault.mnemonic, fault.detail.errorCode], [mnemonic, 0]);
      cpu.gpr[gpr(base).index] = 0x8000_0000_0000_0000n;
      assert.equal(faultOf(cpu, 'ldtilecfg', mem({ base: gpr(base) })).mnemonic, mnemonic);
    }
  });
});

describe('STTILECFG', () => {
  it('stores what was loaded', () => {
    const cpu = makeCpu();
    const cfg = image(7, [16, 64], [1, 3], [2, 8]);
    loadImage(cpu, cfg);
    execute(cpu, 'sttilecfg', mem({ displacement: DATA + 100 }));
    assert.deepEqual(peek(cpu, DATA + 100, 64), cfg);
    assert.equal(cpu.tilecfg[1], 7, 'start_row stays');
  });

  it('stores 64 zero bytes when tiles are not configured', () => {
    const cpu = makeCpu();
    poke(cpu, DATA, pattern(66));
    execute(cpu, 'sttilecfg', mem({ displacement: DATA + 1 }));
    assert.deepEqual(peek(cpu, DATA + 1, 64), new Uint8Array(64));
    assert.deepEqual([peek(cpu, DATA, 1)[0], peek(cpu, DATA + 65, 1)[0]], [pattern(66)[0], pattern(66)[65]]);
  });

  it('writes all 64 bytes or none', () => {
    const cpu = makeCpu();
    configure(cpu, [16, 64]);
    poke(cpu, END - 32, pattern(32));
    const fault = faultOf(cpu, 'sttilecfg', mem({ displacement: END - 32 }));
    assert.deepEqual([fault.mnemonic, fault.detail.address, fault.detail.errorCode], ['#PF', END, 6]);
    assert.deepEqual(peek(cpu, END - 32, 32), pattern(32));
  });
});

for (const load of ['tileloadd', 'tileloaddt1', 'tileloaddrs', 'tileloaddrst1']) {
  describe(load.toUpperCase(), () => {
    it('takes rows one after the other from anywhere in a page, again and again, and after they were written', () => {
      const cpu = makeCpu('AMX_MOVRS');
      configure(cpu, [16, 64]);
      for (const at of [0, 64, 0, 1024, 1088, 64, 3072, 2052, 0]) {
        for (const seed of [1, 2]) {
          const bytes = pattern(1024, seed + at);
          poke(cpu, DATA + at, bytes);
          execute(cpu, load, tmm(0), rowsAt(cpu, DATA + at));
          assert.deepEqual(cpu.tiles.slice(0, 1024), bytes, `at ${at}`);
        }
      }
    });

    it('reads the shape of the tile, rows the stride apart, and zeros the rest', () => {
      const cpu = makeCpu('AMX_MOVRS');
      configure(cpu, [16, 64], [3, 8]);
      cpu.tiles.fill(0xee);
      const data = pattern(1000);
      poke(cpu, DATA, data);
      execute(cpu, load, tmm(1), rowsAt(cpu, DATA + 10, 100));
      for (let row = 0; row < 16; row++) {
        const expected = new Uint8Array(64);
        if (row < 3) expected.set(data.subarray(10 + 100 * row, 18 + 100 * row));
        assert.deepEqual(rowOf(cpu, 1, row), expected, `row ${row}`);
      }
      assert(
        cpu.tiles.subarray(0, 1024).every((byte) => byte === 0xee),
        'tmm0 stays',
      );
    });

    it('scales the index to the stride, which may be negative', () => {
      const cpu = makeCpu('AMX_MOVRS');
      configure(cpu, [4, 64]);
      poke(cpu, DATA, pattern(1024));
      cpu.gpr[gpr('r9').index] = BigInt.asUintN(64, -16n);
      cpu.gpr[gpr('rbx').index] = BigInt(DATA);
      execute(cpu, load, tmm(0), mem({ base: gpr('rbx'), index: gpr('r9'), scale: 8, displacement: 3 * 128 }));
      for (let row = 0; row < 4; row++) {
        const from = 128 * (3 - row);
        assert.deepEqual(rowOf(cpu, 0, row), pattern(1024).subarray(from, from + 64));
      }
    });

    it('reads all rows from one address when there is no index', () => {
      const cpu = makeCpu('AMX_MOVRS');
      configure(cpu, [16, 64]);
      poke(cpu, DATA, pattern(64));
      cpu.gpr[gpr('rbx').index] = BigInt(DATA);
      execute(cpu, load, tmm(0), mem({ base: gpr('rbx') }));
      for (let row = 0; row < 16; row++) assert.deepEqual(rowOf(cpu, 0, row), pattern(64));
    });

    it('keeps the rows before start_row, loads the others and resets start_row', () => {
      const cpu = makeCpu('AMX_MOVRS');
      loadImage(cpu, image(4, [16, 64]));
      cpu.tiles.fill(0xee);
      poke(cpu, DATA, pattern(1024));
      execute(cpu, load, tmm(0), rowsAt(cpu, DATA));
      for (let row = 0; row < 16; row++) {
        const expected = row < 4 ? new Uint8Array(64).fill(0xee) : pattern(1024).subarray(64 * row, 64 * row + 64);
        assert.deepEqual(rowOf(cpu, 0, row), expected, `row ${row}`);
      }
      assert.equal(cpu.tilecfg[1], 0);
    });

    it('stopped by a page fault keeps the rows read, zeros the others, notes the row, and goes on from there', () => {
      const cpu = makeCpu('AMX_MOVRS');
      configure(cpu, [16, 64]);
      cpu.tiles.fill(0xee, 0, 1024);
      const data = pattern(1024);
      const from = END - 8 * 64; // as the kernel probe lays it out: rows 0-7 present, 8-15 not
      poke(cpu, from, data.subarray(0, 512));
      const fault = faultOf(cpu, load, tmm(0), rowsAt(cpu, from));
      assert.deepEqual([fault.mnemonic, fault.detail.address, fault.detail.errorCode], ['#PF', END, 4]);
      assert.equal(cpu.tilecfg[1], 8);
      for (let row = 0; row < 16; row++) {
        assert.deepEqual(rowOf(cpu, 0, row), row < 8 ? data.subarray(64 * row, 64 * row + 64) : ZERO, `row ${row}`);
      }
      cpu.memory.map(cpu.addressSpace, END, PAGE_SIZE);
      poke(cpu, END, data.subarray(512));
      poke(cpu, from, new Uint8Array(512)); // rows that are in the tile already are not read again
      execute(cpu, load, tmm(0), rowsAt(cpu, from));
      assert.deepEqual(cpu.tiles.subarray(0, 1024), data);
      assert.equal(cpu.tilecfg[1], 0);
    });

    it('leaves a row that faults half-way all zero', () => {
      const cpu = makeCpu('AMX_MOVRS');
      configure(cpu, [16, 64]);
      cpu.tiles.fill(0xee, 0, 1024);
      poke(cpu, END - 96, pattern(96));
      faultOf(cpu, load, tmm(0), rowsAt(cpu, END - 96));
      assert.equal(cpu.tilecfg[1], 1);
      assert.deepEqual(rowOf(cpu, 0, 0), pattern(96).subarray(0, 64));
      assert.deepEqual(rowOf(cpu, 0, 1), ZERO);
    });

    it('takes each row’s address modulo 2^64', () => {
      const cpu = makeCpu('AMX_MOVRS');
      configure(cpu, [2, 64]);
      poke(cpu, DATA, pattern(64));
      cpu.memory.map(0, -PAGE, PAGE); // the last page of the address space
      cpu.cpl = 0;
      cpu.gpr[gpr('rbx').index] = MAX_64 - 63n;
      cpu.gpr[gpr('rcx').index] = BigInt(DATA + 64);
      execute(cpu, load, tmm(0), mem({ base: gpr('rbx'), index: gpr('rcx') }));
      assert.deepEqual(rowOf(cpu, 0, 1), pattern(64));
      // The same address by a sum far beyond 64 bits.
      cpu.gpr[gpr('rbx').index] = BigInt(DATA) - 0x4000_0000_0000_0000n * 4n + (1n << 64n);
      cpu.gpr[gpr('rcx').index] = 0x4000_0000_0000_0000n;
      execute(cpu, load, tmm(0), mem({ base: gpr('rbx'), index: gpr('rcx'), scale: 4 }));
      assert.deepEqual(rowOf(cpu, 0, 0), pattern(64));
      assert.deepEqual(rowOf(cpu, 0, 1), pattern(64));
    });

    it('takes it modulo 2^32 with 32-bit registers', () => {
      const cpu = makeCpu('AMX_MOVRS');
      configure(cpu, [3, 64]);
      poke(cpu, DATA, pattern(256));
      cpu.gpr[gpr('rbx').index] = 0x1234_5678_ffff_ff00n;
      cpu.gpr[gpr('rcx').index] = BigInt(DATA + 0x100);
      poke(cpu, DATA, pattern(64, 2)); // row 1: FFFFFF00H + 10100H
      cpu.memory.map(cpu.addressSpace, 0xffff_f000, PAGE);
      const operand = mem({ base: gpr('rbx', 4), index: gpr('rcx', 4) });
      const fault = faultOf(cpu, load, tmm(0), operand);
      // Rows at FFFFFF00H, 10000H and, absent, 20100H.
      assert.equal(fault.detail.address, 2 * DATA + 0x100);
      assert.deepEqual(rowOf(cpu, 0, 1), pattern(64, 2));
    });

    it('adds the base of FS or GS to each row’s address, behind the modulus of 32-bit registers', () => {
      const cpu = makeCpu('AMX_MOVRS');
      configure(cpu, [2, 64]);
      poke(cpu, DATA, pattern(256));
      cpu.fsBase = BigInt(DATA);
      cpu.gsBase = BigInt(DATA) - 0xffff_ff00n;
      cpu.gpr[gpr('rcx').index] = 64n;
      const segment = (index: number) => ({ file: 'segment' as const, index, size: 2 as const });
      execute(cpu, load, tmm(0), mem({ index: gpr('rcx'), displacement: 64, segment: segment(SEGMENT.FS) }));
      assert.deepEqual(rowOf(cpu, 0, 0), pattern(256).subarray(64, 128));
      assert.deepEqual(rowOf(cpu, 0, 1), pattern(256).subarray(128, 192));
      cpu.gpr[gpr('rbx').index] = 0x1234_5678_ffff_ff00n;
      const narrow = { base: gpr('rbx', 4), index: gpr('rcx', 4), segment: segment(SEGMENT.GS) };
      execute(cpu, load, tmm(0), mem(narrow));
      assert.deepEqual(rowOf(cpu, 0, 1), pattern(256).subarray(64, 128));
    });

    it('raises #GP(0), or #SS(0), at the first row that is not canonical and can go on from it', () => {
      for (const [base, mnemonic] of [
        ['rbx', '#GP'],
        ['rbp', '#SS'],
      ] as const) {
        const cpu = makeCpu('AMX_MOVRS');
        configure(cpu, [4, 64]);
        poke(cpu, DATA, pattern(64));
        cpu.gpr[gpr(base).index] = BigInt(DATA);
        cpu.gpr[gpr('rcx').index] = 0x8000_0000_0000n - BigInt(DATA) - 32n;
        const fault = faultOf(cpu, load, tmm(0), mem({ base: gpr(base), index: gpr('rcx') }));
        assert.deepEqual([fault.mnemonic, fault.detail.errorCode], [mnemonic, 0]);
        assert.match(fault.detail.why, /0x7fffffffffe0/);
        assert.equal(cpu.tilecfg[1], 1);
        assert.deepEqual(rowOf(cpu, 0, 0), pattern(64));
      }
    });

    it('goes on after an injected page fault as if it had been served', () => {
      const cpu = makeCpu('AMX_MOVRS');
      configure(cpu, [16, 64]);
      poke(cpu, DATA, pattern(1024));
      cpu.memory.injectFault(DATA, 1);
      assert.equal(faultOf(cpu, load, tmm(0), rowsAt(cpu, DATA)).mnemonic, '#PF');
      assert.equal(cpu.tilecfg[1], 0);
      execute(cpu, load, tmm(0), rowsAt(cpu, DATA));
      assert.deepEqual(cpu.tiles.subarray(0, 1024), pattern(1024));
    });
  });
}

describe('TILESTORED', () => {
  it('writes the shape of the tile and nothing between the rows', () => {
    const cpu = makeCpu();
    configure(cpu, [3, 8]);
    cpu.tiles.set(pattern(1024));
    poke(cpu, DATA, new Uint8Array(400).fill(0xcc));
    execute(cpu, 'tilestored', rowsAt(cpu, DATA + 4, 100), tmm(0));
    const expected = new Uint8Array(400).fill(0xcc);
    for (let row = 0; row < 3; row++) expected.set(pattern(1024).subarray(64 * row, 64 * row + 8), 4 + 100 * row);
    assert.deepEqual(peek(cpu, DATA, 400), expected);
    assert.deepEqual(cpu.tiles.subarray(0, 1024), pattern(1024));
  });

  it('starts at start_row, and leaves it 0', () => {
    const cpu = makeCpu();
    loadImage(cpu, image(14, [16, 64]));
    cpu.tiles.set(pattern(1024));
    poke(cpu, DATA, new Uint8Array(1024).fill(0xcc));
    execute(cpu, 'tilestored', rowsAt(cpu, DATA), tmm(0));
    assert(peek(cpu, DATA, 14 * 64).every((byte) => byte === 0xcc));
    assert.deepEqual(peek(cpu, DATA + 14 * 64, 128), pattern(1024).slice(14 * 64));
    assert.equal(cpu.tilecfg[1], 0);
  });

  it('stopped by a page fault has written the rows before it whole and that row not at all', () => {
    const cpu = makeCpu();
    configure(cpu, [16, 64]);
    cpu.tiles.set(pattern(1024));
    poke(cpu, END - 96, new Uint8Array(96).fill(0xcc));
    const fault = faultOf(cpu, 'tilestored', rowsAt(cpu, END - 96), tmm(0));
    assert.deepEqual([fault.mnemonic, fault.detail.address, fault.detail.errorCode], ['#PF', END, 6]);
    assert.equal(cpu.tilecfg[1], 1);
    assert.deepEqual(peek(cpu, END - 96, 64), pattern(64));
    assert(peek(cpu, END - 32, 32).every((byte) => byte === 0xcc));
    cpu.memory.map(cpu.addressSpace, END, PAGE_SIZE);
    execute(cpu, 'tilestored', rowsAt(cpu, END - 96), tmm(0));
    assert.deepEqual(peek(cpu, END - 96, 1024), pattern(1024));
    assert.equal(cpu.tilecfg[1], 0);
  });

  it('writes all rows to one address, the last one last, when there is no index', () => {
    const cpu = makeCpu();
    configure(cpu, [16, 64]);
    cpu.tiles.set(pattern(1024));
    execute(cpu, 'tilestored', mem({ displacement: DATA }), tmm(0));
    assert.deepEqual(peek(cpu, DATA, 64), pattern(1024).slice(960));
  });
});

describe('rows of a tile in two pages', () => {
  /** Where rows may lie, in bytes from the middle of the two pages. */
  const stride = fc.oneof(fc.constantFrom(0, 64, -64, 256, -256), fc.integer({ min: -140, max: 140 }));
  const shape = fc.tuple(
    fc.integer({ min: 1, max: 16 }),
    fc.integer({ min: 1, max: 16 }).map((words) => 4 * words),
  );
  const first = fc.integer({ min: -1200, max: 1200 });

  /** The bytes of row r, as the manual says where they lie. */
  function rowBytes(memory: Uint8Array, at: number, length: number): Uint8Array {
    return memory.slice(at, at + length);
  }

  it('are loaded from and stored to where base and stride say, whatever the shape, the alignment and the direction', () => {
    fc.assert(
      fc.property(shape, first, stride, ([rows, colsb], start, step) => {
        const middle = DATA + PAGE;
        const ends = [start, start + (rows - 1) * step];
        fc.pre(Math.min(...ends) >= -PAGE && Math.max(...ends) + colsb <= PAGE);
        const cpu = makeCpu();
        configure(cpu, [rows, colsb]);
        cpu.tiles.fill(0xee);
        poke(cpu, DATA, pattern(2 * PAGE));
        const before = peek(cpu, DATA, 2 * PAGE);
        execute(cpu, 'tileloadd', tmm(0), rowsAt(cpu, middle + start, step));
        for (let row = 0; row < 16; row++) {
          const expected = new Uint8Array(64);
          if (row < rows) expected.set(rowBytes(before, PAGE + start + row * step, colsb));
          assert.deepEqual(rowOf(cpu, 0, row), expected, `row ${row}`);
        }
        poke(cpu, DATA, new Uint8Array(2 * PAGE));
        execute(cpu, 'tilestored', rowsAt(cpu, middle + start, step), tmm(0));
        const stored = new Uint8Array(2 * PAGE);
        for (let row = 0; row < rows; row++) stored.set(rowOf(cpu, 0, row).slice(0, colsb), PAGE + start + row * step);
        assert.deepEqual(peek(cpu, DATA, 2 * PAGE), stored);
      }),
      { numRuns: 300 },
    );
  });

  it('are moved without a view or an array being made, where they lie in one page', () => {
    const cpu = makeCpu();
    configure(cpu, [16, 64]);
    for (const step of [64, 128, -64]) {
      const memory = () => rowsAt(cpu, DATA + 1024, step);
      const turn = () => {
        execute(cpu, 'tileloadd', tmm(0), memory());
        execute(cpu, 'tilestored', memory(), tmm(0));
      };
      turn();
      assert.equal(arraysMade(turn), 0, `stride ${step}`);
    }
  });
});
