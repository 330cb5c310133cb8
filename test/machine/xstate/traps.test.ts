/** The traps of extended state that programs, kernels and emulators have fallen into: a test for each. */
import assert from 'node:assert/strict';
import { CR0 } from '../../../src/machine/architecture/bits';
import { xfeatureMask } from '../../../src/machine/architecture/component';
import { MSR } from '../../../src/machine/architecture/registers';
import { writeControl } from '../../../src/machine/control/control';
import { readMsr, writeMsr } from '../../../src/machine/control/msr';
import type { Cpu } from '../../../src/machine/cpu/cpu';
import type { Operand } from '../../../src/machine/cpu/instruction';
import { xgetbv, xsetbv } from '../../../src/machine/xstate/xcr';
import { inUse } from '../../../src/machine/xstate/xinuse';
import { xrstor, xrstors } from '../../../src/machine/xstate/xrstor';
import { xsave, xsavec, xsaveopt, xsaves } from '../../../src/machine/xstate/xsave';
import { execute, gpr, image, mem, tmm } from '../amx/machine';
import { AREA, AREA_LENGTH, benchCpu, faultOf, peek, poke, processor } from '../bench-cpu';

const ALL = ~0n;
const OTHER = AREA + 0x4000;
const DATA = AREA + 0x8000;
const COMPACTED = 1n << 63n;
const SSE = xfeatureMask('SSE');
const AVX = xfeatureMask('AVX');
const XTILECFG = xfeatureMask('XTILECFG');
const XTILEDATA = xfeatureMask('XTILEDATA');
const TILES = XTILECFG | XTILEDATA;
const STALE = 0xa5;

const qword = (cpu: Cpu, offset: number, address = AREA) => cpu.memory.read64(cpu.access, address + offset);
const setQword = (cpu: Cpu, offset: number, value: bigint, address = AREA) =>
  cpu.memory.write64(cpu.access, address + offset, value);
const dword = (cpu: Cpu, offset: number) => cpu.memory.read32(cpu.access, AREA + offset);
const xstateBv = (cpu: Cpu, address = AREA) => qword(cpu, 512, address);
const xcompBv = (cpu: Cpu, address = AREA) => qword(cpu, 520, address);
const isAll = (bytes: Uint8Array, value: number) => bytes.every((byte) => byte === value);

/** All memory full of old bytes; the header at AREA is left like that, too, unless `header` says so. */
function stale(cpu: Cpu, header = true): Cpu {
  poke(cpu, new Uint8Array(AREA_LENGTH).fill(STALE));
  if (!header) poke(cpu, new Uint8Array(64), AREA + 512);
  return cpu;
}

function configure(cpu: Cpu, ...shapes: (readonly [rows: number, colsb: number])[]): void {
  load(cpu, image(0, ...shapes));
}

/** LDTILECFG of 64 bytes. */
function load(cpu: Cpu, bytes: Uint8Array): void {
  poke(cpu, bytes, DATA);
  execute(cpu, 'ldtilecfg', mem({ displacement: DATA }));
}

/** A processor whose tiles are configured and live in every byte. */
function withTiles(model?: string): Cpu {
  const cpu = benchCpu(model);
  configure(cpu, [16, 64], [16, 64], [16, 64]);
  cpu.memory.write(cpu.access, DATA, new Uint8Array(1024).fill(7));
  for (let tile = 0; tile < 3; tile++) tileload(cpu, tile);
  cpu.tiles.fill(7);
  return cpu;
}

function tileload(cpu: Cpu, tile: number, displacement = DATA): void {
  cpu.gpr[1] = 64n;
  execute(cpu, 'tileloadd', tmm(tile), mem({ index: gpr('rcx'), displacement }));
}

const run =
  (cpu: Cpu, mnemonic: string, ...operands: Operand[]) =>
  () =>
    execute(cpu, mnemonic, ...operands);

describe('the traps of XSAVE', () => {
  it('trap 1: offsets in a compacted area come from XCOMP_BV, not from XSTATE_BV, RFBM or XCR0', () => {
    const cpu = stale(benchCpu(), false);
    setQword(cpu, 512, xfeatureMask('PKRU'));
    setQword(cpu, 520, COMPACTED | xfeatureMask('AVX', 'ZMM_HI256', 'PKRU'));
    poke(cpu, Uint8Array.of(1, 2, 3, 4, 0, 0, 0, 0), AREA + 576 + 256 + 512);
    xrstor(cpu, AREA, xfeatureMask('PKRU'));
    assert.equal(cpu.pkru, 0x04030201);
  });

  it('trap 2: XSAVE over a compacted area leaves XCOMP_BV[63] set, so that XRSTOR reads other bytes', () => {
    const cpu = stale(benchCpu(), false);
    cpu.opmask[0] = 0x22n;
    const rfbm = xfeatureMask('OPMASK');
    xsavec(cpu, AREA, rfbm);
    xsave(cpu, AREA, rfbm);
    assert.equal(xcompBv(cpu), COMPACTED | rfbm);
    cpu.opmask[0] = 0x33n;
    xsave(cpu, AREA, rfbm);
    xrstor(cpu, AREA, rfbm);
    // K0 was written to 440h, and is read from 240h, where XSAVEC had put it.
    assert.equal(qword(cpu, 0x440), 0x33n);
    assert.equal(cpu.opmask[0], 0x22n);
  });

  it('trap 3: XSAVEC into memory that is not zero leaves a header that XRSTOR refuses', () => {
    const cpu = stale(benchCpu());
    xsavec(cpu, AREA, AVX);
    assert.ok(isAll(peek(cpu, 48, AREA + 528), STALE));
    assert.match(faultOf(() => xrstor(cpu, AREA, AVX)).message, /^#GP: .*16 to 63/);
  });

  it('trap 4: the standard format has bytes 23:8 of its header checked, the compacted one 63:16', () => {
    for (const [place, compacted, standard] of [
      [8, undefined, false],
      [16, false, false],
      [24, false, true],
      [63, false, true],
    ] as const) {
      for (const [form, passes] of [
        [0n, standard],
        [COMPACTED, compacted],
      ] as const) {
        if (passes === undefined) continue;
        const cpu = benchCpu();
        setQword(cpu, 520, form);
        poke(cpu, Uint8Array.of(1), AREA + 512 + place);
        if (passes) xrstor(cpu, AREA, ALL);
        else assert.equal(faultOf(() => xrstor(cpu, AREA, ALL)).mnemonic, '#GP', `byte ${place}`);
      }
    }
  });

  it('trap 5: MXCSR comes from a zeroed standard area as 0, for AVX alone too, and from a compacted one as 1F80H', () => {
    for (const [form, rfbm, expected] of [
      [0n, SSE, 0],
      [0n, AVX, 0],
      [0n, xfeatureMask('X87'), 0x1fa0],
      [COMPACTED, SSE, 0x1f80],
      [COMPACTED, AVX, 0x1fa0],
    ] as const) {
      const cpu = benchCpu();
      cpu.mxcsr = 0x1fa0;
      setQword(cpu, 520, form);
      xrstor(cpu, AREA, rfbm);
      assert.equal(cpu.mxcsr, expected, `${form} ${rfbm}`);
    }
  });

  it('trap 6: with XMM registers initial and MXCSR not, XSAVE clears XSTATE_BV[1], and XSAVEC sets it and writes them', () => {
    const cpu = stale(benchCpu(), false);
    cpu.mxcsr = 0x1fa0;
    xsave(cpu, AREA, SSE);
    assert.equal(xstateBv(cpu) & SSE, 0n);
    assert.equal(dword(cpu, 24), 0x1fa0);
    stale(cpu);
    for (const save of [xsavec, xsaves]) {
      save(cpu, AREA, SSE);
      assert.equal(xstateBv(cpu), SSE);
      assert.equal(dword(cpu, 24), 0x1fa0);
      assert.ok(isAll(peek(cpu, 256, AREA + 160), 0));
    }
  });

  it('trap 7: the modified optimisation goes by CPL, linear address and XCOMP_BV, so another task can meet it', () => {
    const cpu = benchCpu();
    cpu.zmm.fill(1, 16, 32);
    xsave(cpu, AREA, AVX);
    xrstor(cpu, AREA, AVX);
    // Another address space has other bytes at the same address: XSAVEOPT takes them for the same.
    cpu.memory.createSpace(2);
    cpu.memory.map(2, AREA, AREA_LENGTH);
    cpu.addressSpace = 2;
    xsaveopt(cpu, AREA, AVX);
    assert.equal(xstateBv(cpu), AVX);
    assert.ok(isAll(cpu.memory.read(cpu.access, AREA + 576, 256), 0));
    // A restore that leaves the component out counts it as modified.
    cpu.addressSpace = 0;
    xrstor(cpu, AREA, SSE);
    poke(cpu, new Uint8Array(256), AREA + 576);
    xsaveopt(cpu, AREA, AVX);
    assert.equal(cpu.memory.read8(cpu.access, AREA + 576), 1);
  });

  it('trap 8: a component that XRSTOR loads is in use, even when all its bytes are initial', () => {
    const cpu = benchCpu();
    setQword(cpu, 512, AVX);
    xrstor(cpu, AREA, AVX);
    assert.equal(inUse(cpu) & AVX, AVX);
    xsavec(cpu, OTHER, AVX);
    assert.equal(xstateBv(cpu, OTHER), AVX);
  });

  it('trap 9: an area ends where the furthest component ends, not the one with the highest bit', () => {
    const { processor } = benchCpu('diamond-rapids');
    assert.equal(processor.standardLayout(0x80007n).size, 1088);
    assert.equal(processor.standardLayout(0xe02e7n).size, 11008);
    assert.equal(processor.cpuid(0xd, 0, { xcr0: 0xe02e7n, xss: 0n, cr4: 0n })[1], 11008);
  });

  it('trap 10: on AMD there is no gap for MPX, and PKRU lies at 980H', () => {
    const cpu = benchCpu('zen4');
    cpu.pkru = 0x44;
    cpu.opmask[0] = 0x55n;
    xsave(cpu, AREA, ALL);
    assert.equal(dword(cpu, 0x980), 0x44);
    assert.equal(qword(cpu, 0x340), 0x55n);
    assert.equal(processor('zen4').standardLayout(xfeatureMask('PKRU')).size, 0x988);
  });

  it('trap 11: EBX of CPUID leaf 0DH.0 follows XCR0, and of 0DH.1 IA32_XSS too', () => {
    const { processor } = benchCpu();
    const size = (subleaf: number, xcr0: bigint, xss: bigint) =>
      processor.cpuid(0xd, subleaf, { xcr0, xss, cr4: 0n })[1];
    assert.deepEqual([size(0, 1n, 0n), size(0, 7n, 0n), size(0, 0x602e7n, 0n)], [576, 832, 11008]);
    assert.deepEqual([size(0, 7n, 0x800n), size(1, 7n, 0n), size(1, 7n, 0x800n)], [832, 832, 848]);
  });

  it('trap 12: XSAVE reads the header that it changes, XSAVEC does not', () => {
    const cpu = stale(benchCpu());
    xsave(cpu, AREA, AVX);
    assert.equal(xstateBv(cpu), 0xa5a5_a5a5_a5a5_a5a5n & ~AVX);
    xsavec(cpu, AREA, AVX);
    assert.equal(xstateBv(cpu), 0n);
  });

  it('trap 13: 64-bit mode, in which all registers take part, cannot be left', () => {
    const cpu = benchCpu();
    assert.equal(faultOf(() => writeControl(cpu, 0, CR0.PE)).mnemonic, '#GP');
    assert.equal(faultOf(() => writeMsr(cpu, 0xc0000080, 0n)).mnemonic, '#GP');
    cpu.zmm.fill(9);
    xsave(cpu, AREA, ALL);
    assert.ok(isAll(peek(cpu, 256, AREA + 160), 9)); // XMM0-XMM15
    assert.ok(isAll(peek(cpu, 1024, AREA + 0x680), 9)); // ZMM16-ZMM31
  });
});

describe('the traps of XFD and AMX', () => {
  it('trap 14: LDTILECFG and TILERELEASE execute under XFD, TILEZERO does not', () => {
    const cpu = withTiles();
    cpu.xfd = XTILEDATA;
    assert.match(faultOf(run(cpu, 'tilezero', tmm(0))).message, /^#NM/);
    assert.ok(isAll(cpu.tiles, 7));
    configure(cpu, [16, 64]);
    assert.ok(isAll(cpu.tiles, 0));
    execute(cpu, 'tilerelease');
    assert.equal(cpu.tilecfg[0], 0);
  });

  it('trap 15: XSAVE, and it alone, writes the 8 KiB of a component that is disarmed, as zeros', () => {
    const cpu = withTiles();
    cpu.xfd = XTILEDATA;
    for (const [save, offset] of [
      [xsaveopt, 0xb00],
      [xsavec, 576],
      [xsaves, 576],
      [xsave, 0xb00],
    ] as const) {
      stale(cpu);
      save(cpu, AREA, XTILEDATA);
      assert.equal(xstateBv(cpu) & XTILEDATA, 0n, save.name);
      assert.ok(isAll(peek(cpu, 8192, AREA + offset), save === xsave ? 0 : STALE), save.name);
    }
  });

  it('trap 16: saving and restoring under XFD destroys live tiles without a fault', () => {
    const cpu = withTiles();
    cpu.xfd = XTILEDATA;
    xsaves(cpu, AREA, TILES);
    xrstors(cpu, AREA, TILES);
    assert.ok(isAll(cpu.tiles, 0));
    assert.notEqual(cpu.tilecfg[0], 0);
  });

  it('trap 17: XRSTOR of a stale XSTATE_BV[18] under XFD raises #NM with IA32_XFD_ERR = 40000H', () => {
    const cpu = withTiles();
    xsave(cpu, AREA, TILES);
    xsaves(cpu, OTHER, TILES);
    cpu.xfd = XTILEDATA;
    for (const restore of [() => xrstor(cpu, AREA, ALL), () => xrstors(cpu, OTHER, ALL)]) {
      cpu.xfdErr = 0n;
      assert.match(faultOf(restore).message, /^#NM/);
      assert.equal(cpu.xfdErr, 0x40000n);
    }
  });

  it('trap 18: IA32_XFD_ERR stays until software clears it, also over #NM by CR0.TS', () => {
    const cpu = withTiles();
    cpu.xfd = XTILEDATA;
    faultOf(run(cpu, 'tilezero', tmm(0)));
    cpu.xfd = 0n;
    execute(cpu, 'tilezero', tmm(0));
    assert.equal(readMsr(cpu, MSR.IA32_XFD_ERR), 0x40000n);
    cpu.cr0 |= CR0.TS;
    assert.match(faultOf(() => xsave(cpu, AREA, ALL)).message, /^#NM: CR0.TS/);
    assert.equal(readMsr(cpu, MSR.IA32_XFD_ERR), 0x40000n);
    writeMsr(cpu, MSR.IA32_XFD_ERR, 0n);
    assert.equal(cpu.xfdErr, 0n);
  });

  it('trap 19: XCR0[18:17] are written together, and IA32_XFD[17] not at all', () => {
    const cpu = benchCpu();
    for (const half of [XTILECFG, XTILEDATA]) {
      assert.equal(faultOf(() => xsetbv(cpu, 0, 3n | half)).mnemonic, '#GP');
    }
    xsetbv(cpu, 0, 3n | TILES);
    assert.equal(xgetbv(cpu, 0), 0x60003n);
    assert.equal(faultOf(() => writeMsr(cpu, MSR.IA32_XFD, XTILECFG)).mnemonic, '#GP');
    writeMsr(cpu, MSR.IA32_XFD, XTILEDATA);
  });

  it('trap 20: CR0.TS does not concern AMX', () => {
    const cpu = withTiles();
    cpu.cr0 |= CR0.TS;
    execute(cpu, 'tdpbssd', tmm(0), tmm(1), tmm(2));
    tileload(cpu, 0);
    execute(cpu, 'tilerelease');
  });

  it('trap 21: LDTILECFG zeros the tiles for the same configuration too, and looks at nothing behind palette 0', () => {
    const cpu = withTiles();
    configure(cpu, [16, 64], [16, 64], [16, 64]);
    assert.ok(isAll(cpu.tiles, 0));
    load(cpu, new Uint8Array(64).fill(0xff).fill(0, 0, 1));
    assert.ok(isAll(cpu.tilecfg, 0));
  });

  it('trap 22: LDTILECFG takes rows of 6 bytes and a start_row beyond the tile, which those that use it refuse', () => {
    for (const bytes of [image(0, [4, 6]), image(9, [4, 64])]) {
      const cpu = benchCpu();
      load(cpu, bytes);
      assert.match(faultOf(() => tileload(cpu, 0)).message, /^#UD/);
    }
  });

  it('trap 23: TILELOADD zeros from start_row on before it reads, so that a page fault leaves zeros', () => {
    const cpu = withTiles();
    cpu.gpr[1] = 64n;
    const end = AREA + AREA_LENGTH;
    poke(cpu, new Uint8Array(128).fill(8), end - 128);
    assert.equal(faultOf(() => tileload(cpu, 0, end - 128)).mnemonic, '#PF');
    assert.ok(isAll(cpu.tiles.subarray(0, 128), 8));
    assert.ok(isAll(cpu.tiles.subarray(128, 1024), 0));
    assert.equal(cpu.tilecfg[1], 2);
  });

  it('trap 24: a product zeros C beyond its shape, and takes from C only what lies in it', () => {
    const cpu = benchCpu();
    configure(cpu, [2, 8], [2, 4], [1, 8]);
    cpu.tiles32.fill(5);
    execute(cpu, 'tdpbuud', tmm(0), tmm(1), tmm(2));
    // 5 + 5 * 5 in each place: of four bytes, one is not zero.
    const rows = Array.from({ length: 16 }, (_, row) => [...cpu.tiles32.subarray(16 * row, 16 * row + 16)]);
    for (const [row, values] of rows.entries()) {
      assert.deepEqual(values, [row < 2 ? 30 : 0, row < 2 ? 30 : 0, ...Array(14).fill(0)], `row ${row}`);
    }
  });

  it('trap 25: TILEZERO takes rows of 6 bytes, and products and TILEZERO take any start_row', () => {
    const cpu = benchCpu();
    load(cpu, image(0, [4, 6]));
    execute(cpu, 'tilezero', tmm(0));
    load(cpu, image(200, [4, 16], [4, 16], [4, 16]));
    execute(cpu, 'tdpbssd', tmm(0), tmm(1), tmm(2));
    assert.equal(cpu.tilecfg[1], 0);
    load(cpu, image(200, [4, 16]));
    execute(cpu, 'tilezero', tmm(0));
    assert.equal(cpu.tilecfg[1], 0);
  });

  it('trap 26: TDPBF16PS sums even and odd numbers apart and ignores denormals, TDPFP16PS takes them', () => {
    const cpu = benchCpu('granite-rapids');
    const floats = new Float32Array(cpu.tiles32.buffer, cpu.tiles32.byteOffset, cpu.tiles32.length);
    configure(cpu, [1, 4], [1, 4], [1, 4]);
    const product = (mnemonic: string, c: number, a: number, b: number) => {
      [floats[0], cpu.tiles32[256], cpu.tiles32[512]] = [c, a, b];
      execute(cpu, mnemonic, tmm(0), tmm(1), tmm(2));
      return floats[0];
    };
    // A = (2^24, 1), B = (1, 1): 2^24 + 1 rounds to 2^24 before C = -2^24 is added.
    assert.equal(product('tdpbf16ps', -(2 ** 24), 0x3f80_4b80, 0x3f80_3f80), 0);
    // The smallest denormals times one.
    assert.equal(product('tdpbf16ps', 0, 1, 0x3f80), 0);
    assert.equal(product('tdpfp16ps', 0, 1, 0x3c00), 2 ** -24);
  });

  it('trap 27: bytes 32 to 47 and 56 to 63 of a configuration, which C has as tiles 8 to 15, must be zero', () => {
    for (const place of [32, 47, 56, 63]) {
      const cpu = benchCpu();
      const bytes = image(0, [4, 64]);
      bytes[place] = 1;
      assert.equal(faultOf(() => load(cpu, bytes)).mnemonic, '#GP', `byte ${place}`);
    }
    assert.equal(processor('sapphire-rapids').cpuid(0x1d, 1, { xcr0: 0n, xss: 0n, cr4: 0n })[1] >>> 16, 8);
  });
});
