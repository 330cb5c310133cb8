/** Restoring: what is loaded, initialised and refused (SDM vol. 1, 13.8 and 13.12). */
import assert from 'node:assert/strict';
import { CR0, CR4, FLAG } from '../../../src/machine/architecture/bits';
import { xfeatureMask } from '../../../src/machine/architecture/component';
import type { Cpu } from '../../../src/machine/cpu/cpu';
import { xgetbv } from '../../../src/machine/xstate/xcr';
import { inUse } from '../../../src/machine/xstate/xinuse';
import { xrstor, xrstors } from '../../../src/machine/xstate/xrstor';
import { xsave, xsavec, xsaves } from '../../../src/machine/xstate/xsave';
import { AREA, AREA_LENGTH, benchCpu, faultOf, peek, poke } from '../bench-cpu';

const ALL = ~0n;
const COMPACTED = 1n << 63n;

interface Header {
  readonly xstateBv?: bigint;
  readonly xcompBv?: bigint;
  /** Byte offset in the header, to be set to 1. */
  readonly reserved?: number;
  readonly mxcsr?: number;
}

/** An area of zeros with this header and MXCSR 1F80h. */
function writeArea(cpu: Cpu, { xstateBv = 0n, xcompBv = 0n, reserved, mxcsr = 0x1f80 }: Header): void {
  const bytes = new Uint8Array(11008);
  const view = new DataView(bytes.buffer);
  view.setUint32(24, mxcsr, true);
  view.setBigUint64(512, xstateBv, true);
  view.setBigUint64(520, xcompBv, true);
  if (reserved !== undefined) bytes[512 + reserved] = 1;
  poke(cpu, bytes);
}

describe('XRSTOR', () => {
  it('initialises what is asked for and not in XSTATE_BV, and leaves the rest alone', () => {
    const cpu = benchCpu();
    cpu.zmm.fill(0x5a);
    cpu.opmask[0] = 7n;
    cpu.pkru = 0x55555554;
    writeArea(cpu, {});
    xrstor(cpu, AREA, xfeatureMask('AVX', 'PKRU'));
    assert.equal(cpu.pkru, 0);
    assert.equal(cpu.opmask[0], 7n);
    assert.deepEqual([cpu.zmm[15], cpu.zmm[16], cpu.zmm[31], cpu.zmm[32]], [0x5a, 0, 0, 0x5a]);
  });

  it('calls what it loaded in use even when the data are initial', () => {
    const cpu = benchCpu();
    writeArea(cpu, { xstateBv: xfeatureMask('AVX', 'OPMASK') });
    xrstor(cpu, AREA, ALL);
    assert.equal(inUse(cpu), xfeatureMask('AVX', 'OPMASK'));
    xrstor(cpu, AREA, 0n);
    assert.equal(inUse(cpu), xfeatureMask('AVX', 'OPMASK'), 'RFBM = 0 changes nothing');
    writeArea(cpu, {});
    xrstor(cpu, AREA, xfeatureMask('AVX'));
    assert.equal(inUse(cpu), xfeatureMask('OPMASK'));
  });

  describe('and MXCSR', () => {
    const zeroed = { mxcsr: 0 };
    const cases: readonly (readonly [string, Header, bigint, number])[] = [
      ['standard: is loaded with SSE, though XSTATE_BV is 0', zeroed, xfeatureMask('SSE'), 0],
      ['standard: is loaded with AVX alone', zeroed, xfeatureMask('AVX'), 0],
      ['standard: stays with neither', zeroed, xfeatureMask('X87', 'OPMASK'), 0x1fa0],
      [
        'compacted: is loaded with SSE in XSTATE_BV',
        { mxcsr: 0x1f00, xstateBv: 2n, xcompBv: COMPACTED | 6n },
        6n,
        0x1f00,
      ],
      ['compacted: becomes 1F80h when SSE is not in XSTATE_BV', { ...zeroed, xcompBv: COMPACTED | 6n }, 2n, 0x1f80],
      ['compacted: stays with AVX alone', { ...zeroed, xcompBv: COMPACTED | 6n }, 4n, 0x1fa0],
    ];
    for (const [title, header, mask, expected] of cases) {
      it(title, () => {
        const cpu = benchCpu();
        cpu.mxcsr = 0x1fa0;
        writeArea(cpu, header);
        xrstor(cpu, AREA, mask);
        assert.equal(cpu.mxcsr, expected);
      });
    }
  });

  // SDM vol. 1, 13.8.1: MXCSR is part of what the standard format loads with AVX; an AMD processor asks for no more.
  it('standard: looks for MXCSR in a page of its own where AVX alone is asked for', () => {
    const cpu = benchCpu('zen4');
    const page = AREA + 4096;
    writeArea(cpu, { mxcsr: 0x1f00 });
    poke(cpu, peek(cpu, 1024), page - 64);
    xrstor(cpu, page - 64, xfeatureMask('AVX'));
    assert.equal(cpu.mxcsr, 0x1f00);
    poke(cpu, peek(cpu, 512, AREA + 512), AREA - 64 + 512);
    const fault = faultOf(() => xrstor(cpu, AREA - 64, xfeatureMask('AVX')));
    assert.equal(fault.mnemonic, '#PF');
  });

  it('finds components by XCOMP_BV, not by what is in use or asked for', () => {
    const cpu = benchCpu();
    cpu.opmask[0] = 0x1234n;
    xsavec(cpu, AREA, xfeatureMask('AVX', 'OPMASK'));
    cpu.opmask[0] = 0n;
    xrstor(cpu, AREA, xfeatureMask('OPMASK'));
    assert.equal(cpu.opmask[0], 0x1234n);
  });

  it('makes the tiles unconfigured when LDTILECFG would refuse the image, and keeps their data', () => {
    const cpu = benchCpu();
    cpu.tiles[5] = 9;
    writeArea(cpu, { xstateBv: xfeatureMask('XTILECFG') });
    const image = new Uint8Array(64);
    image[0] = 1;
    image[48] = 17; // rows of tile 0
    image[16] = 64;
    poke(cpu, image, AREA + 0xac0);
    xrstor(cpu, AREA, xfeatureMask('XTILECFG'));
    assert.deepEqual(cpu.tilecfg, new Uint8Array(64));
    assert.equal(cpu.tiles[5], 9);
    image[48] = 16;
    poke(cpu, image, AREA + 0xac0);
    xrstor(cpu, AREA, xfeatureMask('XTILECFG'));
    assert.deepEqual(cpu.tilecfg, image);
    assert.equal(cpu.tiles[5], 9);
  });
});

describe('XRSTORS', () => {
  // SDM vol. 1, 13.12: as WRMSR would. PL3_SSP is the second register of CET_U (13.5.8): canonical, a multiple of 4.
  it('refuses a value that the register could not be given, and names both', () => {
    const cpu = benchCpu();
    for (const [value, passes] of [
      [0n, true],
      [0x7fff_ffff_fff8n, true],
      [1n, false],
      [1n << 63n, false],
      [0x4000_0000_0000_0000n, false],
    ] as const) {
      writeArea(cpu, { xstateBv: xfeatureMask('CET_U'), xcompBv: COMPACTED | xfeatureMask('CET_U') });
      poke(cpu, new Uint8Array(new BigUint64Array([value]).buffer), AREA + 576 + 8);
      const run = () => xrstors(cpu, AREA, ALL);
      if (passes) run();
      else
        assert.match(faultOf(run).message, new RegExp(`^#GP: XRSTORS of 0x${value.toString(16)} into IA32_PL3_SSP: `));
    }
  });
});

describe('the header checks of XRSTOR', () => {
  const notZero = {
    standard: 'has bytes in 8 to 23 that are not zero, as the standard format demands',
    compacted: 'has bytes in 16 to 63 that are not zero',
  };
  /** @param why what is said of the header that is refused. */
  type Case = readonly [title: string, header: Header, why: string | 'accepted', mnemonic?: 'xrstor' | 'xrstors'];
  const cases: readonly Case[] = [
    [
      'standard: a bit of XSTATE_BV that XCR0 lacks',
      { xstateBv: 1n << 19n },
      'has bits in XSTATE_BV that XCR0 lacks: 0x80000',
    ],
    [
      'standard: a bit of XSTATE_BV above 31',
      { xstateBv: 1n << 62n },
      'has bits in XSTATE_BV that XCR0 lacks: 0x4000000000000000',
    ],
    [
      'standard: a supervisor component',
      { xstateBv: xfeatureMask('CET_U') },
      'has bits in XSTATE_BV that XCR0 lacks: 0x800',
    ],
    ['standard: XCOMP_BV not zero', { xcompBv: 4n }, notZero.standard],
    ['standard: byte 16 not zero', { reserved: 16 }, notZero.standard],
    ['standard: byte 23 not zero', { reserved: 23 }, notZero.standard],
    ['standard: byte 24 not zero', { reserved: 24 }, 'accepted'],
    ['standard: byte 63 not zero', { reserved: 63 }, 'accepted'],
    ['compacted: nothing in use', { xcompBv: COMPACTED }, 'accepted'],
    [
      'compacted: a bit of XCOMP_BV that XCR0 lacks',
      { xcompBv: COMPACTED | (1n << 19n) },
      'has bits in XCOMP_BV that XCR0 lacks: 0x80000',
    ],
    [
      'compacted: a supervisor component',
      { xcompBv: COMPACTED | xfeatureMask('CET_U') },
      'has bits in XCOMP_BV that XCR0 lacks: 0x800',
    ],
    [
      'compacted: a bit of XSTATE_BV that XCOMP_BV lacks',
      { xstateBv: 4n, xcompBv: COMPACTED | 2n },
      'has bits in XSTATE_BV that XCOMP_BV lacks: 0x4',
    ],
    [
      'compacted: XSTATE_BV[63]',
      { xstateBv: COMPACTED, xcompBv: COMPACTED | 2n },
      'has bits in XSTATE_BV that XCOMP_BV lacks: 0x8000000000000000',
    ],
    ['compacted: byte 16 not zero', { xcompBv: COMPACTED, reserved: 16 }, notZero.compacted],
    ['compacted: byte 63 not zero', { xcompBv: COMPACTED, reserved: 63 }, notZero.compacted],
    [
      'XRSTORS: the standard format',
      {},
      'has XCOMP_BV[63] = 0, and XRSTORS takes the compacted format only',
      'xrstors',
    ],
    [
      'XRSTORS: a supervisor component of IA32_XSS',
      { xcompBv: COMPACTED | xfeatureMask('CET_U') },
      'accepted',
      'xrstors',
    ],
    [
      'XRSTORS: a supervisor component that IA32_XSS lacks',
      { xcompBv: COMPACTED | xfeatureMask('HDC') },
      'has bits in XCOMP_BV that XCR0 and IA32_XSS lack: 0x2000',
      'xrstors',
    ],
  ];
  for (const [title, header, why, mnemonic = 'xrstor'] of cases) {
    for (const mask of [ALL, 0n]) {
      it(`${why === 'accepted' ? 'accept' : 'refuse'} ${title}, with RFBM ${mask === 0n ? 'empty' : 'full'}`, () => {
        const cpu = benchCpu();
        writeArea(cpu, header);
        const run = () => (mnemonic === 'xrstor' ? xrstor : xrstors)(cpu, AREA, mask);
        if (why === 'accepted') return run();
        const { mnemonic: raised, detail } = faultOf(run);
        assert.equal(raised, '#GP');
        assert.equal(detail.why, `the header of the area at 0x100000 ${why}`);
      });
    }
  }

  it('know only the standard format without XSAVEC', () => {
    const cpu = benchCpu('sapphire-rapids', '-xsavec');
    writeArea(cpu, { xcompBv: COMPACTED });
    assert.match(faultOf(() => xrstor(cpu, AREA, ALL)).message, /^#GP: .* standard format only/);
  });
});

describe('faults of the XSAVE instructions', () => {
  const misaligned = AREA + 32;

  it('come in order: #UD, #NM, CPL, alignment, header page, header', () => {
    const cpu = benchCpu('sapphire-rapids');
    writeArea(cpu, { xstateBv: 1n << 40n });
    cpu.cr4 &= ~CR4.OSXSAVE;
    cpu.cr0 |= CR0.TS;
    cpu.cpl = 3;
    const seen: string[] = [];
    const next = (fix: () => void) => {
      seen.push(faultOf(() => xrstors(cpu, misaligned, ALL)).message);
      fix();
    };
    next(() => (cpu.cr4 |= CR4.OSXSAVE));
    next(() => (cpu.cr0 &= ~CR0.TS));
    next(() => (cpu.cpl = 0));
    next(() => undefined);
    seen.push(faultOf(() => xrstors(cpu, AREA + AREA_LENGTH - 512, ALL)).message);
    seen.push(faultOf(() => xrstors(cpu, AREA, ALL)).message);
    const expected = [
      /^#UD: CR4.OSXSAVE/,
      /^#NM: CR0.TS/,
      /^#GP: XRSTORS needs CPL 0/,
      /^#GP: .*64-byte/,
      /^#PF/,
      /^#GP: .*XCOMP_BV\[63\]/,
    ];
    assert.equal(seen.length, expected.length);
    for (const [index, pattern] of expected.entries()) assert.match(seen[index] ?? '', pattern);
  });

  it('say #UD without the feature', () => {
    for (const [flag, run] of [
      ['-xsave', xsave],
      ['-xsavec', xsavec],
      ['-xsaves', xsaves],
      ['-xsave', xrstor],
      ['-xsaves', xrstors],
    ] as const) {
      const cpu = benchCpu('sapphire-rapids', flag);
      assert.equal(faultOf(() => run(cpu, AREA, ALL)).mnemonic, '#UD', flag);
    }
  });

  it('leave IA32_XFD_ERR alone when CR0.TS is the cause of #NM', () => {
    const cpu = benchCpu();
    cpu.xfd = 0x40000n;
    cpu.xfdErr = 0n;
    cpu.cr0 |= CR0.TS;
    const fault = faultOf(() => xrstor(cpu, AREA, ALL));
    assert.equal(fault.detail.cause, 'ts');
    assert.equal(cpu.xfdErr, 0n);
  });

  it('become #AC with alignment checking when not even 4-byte aligned', () => {
    const cpu = benchCpu();
    cpu.cpl = 3;
    cpu.cr0 |= CR0.AM;
    cpu.rflags |= FLAG.AC;
    assert.equal(faultOf(() => xsave(cpu, AREA + 2, ALL)).mnemonic, '#AC');
    assert.equal(faultOf(() => xsave(cpu, AREA + 4, ALL)).mnemonic, '#GP');
    cpu.cpl = 0;
    assert.equal(faultOf(() => xsave(cpu, AREA + 2, ALL)).mnemonic, '#GP');
  });

  it('come before any change: saving into an area that ends in a missing page writes nothing', () => {
    const cpu = benchCpu();
    cpu.tiles.fill(3);
    const start = AREA + AREA_LENGTH - 4096;
    for (const [run, size] of [
      [xsave, 0x2b00],
      [xsavec, 0x2a00],
      [xsaves, 0x2e00],
    ] as const) {
      const before = peek(cpu, 4096, start);
      const fault = faultOf(() => run(cpu, start, ALL));
      assert.equal(fault.mnemonic, '#PF');
      assert.deepEqual(peek(cpu, 4096, start), before);
      assert.equal(fault.detail.address, start + size - 1);
    }
  });

  it('come before any change: restoring data, MXCSR or a supervisor register that faults loads nothing', () => {
    const cpu = benchCpu();
    const snapshot = () => Buffer.from(cpu.snapshot()).toString('base64');
    const check = (mnemonic: string, run: () => void) => {
      const before = snapshot();
      assert.equal(faultOf(run).mnemonic, mnemonic);
      assert.equal(snapshot(), before);
    };
    cpu.opmask[3] = 5n;
    writeArea(cpu, { xstateBv: 0x602e7n, mxcsr: 0x10000 });
    check('#GP', () => xrstor(cpu, AREA, ALL));

    const late = AREA + AREA_LENGTH - 4096;
    poke(cpu, peek(cpu, 4096), late);
    poke(cpu, Uint8Array.of(0x80, 0x1f, 0, 0), late + 24);
    check('#PF', () => xrstor(cpu, late, ALL));

    writeArea(cpu, { xstateBv: xfeatureMask('OPMASK', 'CET_U'), xcompBv: COMPACTED | xfeatureMask('OPMASK', 'CET_U') });
    poke(cpu, Uint8Array.of(0x40, 0, 0, 0), AREA + 640); // a reserved bit of IA32_U_CET
    check('#GP', () => xrstors(cpu, AREA, ALL));
  });

  it('use the access rights that the caller lends', () => {
    const cpu = benchCpu();
    const kernel = -0x1000_0000;
    cpu.memory.map(0, kernel, 0x4000);
    cpu.xss = 0n;
    xsaves(cpu, kernel, ALL);
    cpu.cpl = 3;
    for (const run of [xsave, xrstor]) {
      assert.equal(faultOf(() => run(cpu, kernel, ALL)).mnemonic, '#PF');
    }
    xrstor(cpu, kernel, ALL, { access: { space: 0, user: false } });
  });
});

describe('XGETBV(1)', () => {
  it('reports SSE in use while MXCSR is not 1F80h, if XCR0 enables SSE', () => {
    const cpu = benchCpu();
    cpu.mxcsr = 0x1fa0;
    assert.equal(xgetbv(cpu, 1), 2n);
    cpu.xcr0 = 1n;
    assert.equal(xgetbv(cpu, 1), 0n);
  });
});
