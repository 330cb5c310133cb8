/** Saving: what is written and what is not (SDM vol. 1, 13.7 and 13.9 to 13.11). */
import assert from 'node:assert/strict';
import { xfeatureMask } from '../../../src/machine/architecture/component';
import type { Cpu } from '../../../src/machine/cpu/cpu';
import { xrstor, xrstors } from '../../../src/machine/xstate/xrstor';
import { xsave, xsavec, xsaveopt, xsaves } from '../../../src/machine/xstate/xsave';
import { readArea, type XsaveArea } from '../../../src/machine/xstate/xsave-area';
import { AREA, benchCpu, peek, poke } from '../bench-cpu';

const AREA_SIZE = 11008;
const FILLER = 0xcc;
const ALL = ~0n;

function fillArea(cpu: Cpu): void {
  poke(cpu, new Uint8Array(AREA_SIZE).fill(FILLER));
  poke(cpu, new Uint8Array(64), AREA + 512);
}

function area(cpu: Cpu): XsaveArea {
  const decoded = readArea(peek(cpu, AREA_SIZE), cpu.processor);
  assert.ok(decoded);
  return decoded;
}

function section(cpu: Cpu, id: string): Uint8Array {
  const found = area(cpu).components.find(({ component }) => component.id === id);
  assert.ok(found, `${id} is in the area`);
  return found.bytes;
}

/** Makes AVX and opmask state live: components 1, 2 and 5. */
function useVectors(cpu: Cpu): void {
  cpu.zmm.fill(0x5a, 0, 32);
  cpu.opmask[1] = 0x1122334455667788n;
}

describe('XSAVE', () => {
  it('writes components that are not in use as their initial contents', () => {
    const cpu = benchCpu();
    fillArea(cpu);
    xsave(cpu, AREA, ALL);
    assert.equal(area(cpu).xstateBv, 0n);
    assert.deepEqual(section(cpu, 'XTILEDATA'), new Uint8Array(8192));
    assert.deepEqual([...peek(cpu, 8)], [0x7f, 0x03, 0, 0, 0, 0, 0, 0]);
  });

  it('keeps the bits of XSTATE_BV that were not asked for, and all of XCOMP_BV', () => {
    const cpu = benchCpu();
    useVectors(cpu);
    const header = new Uint8Array(64);
    new DataView(header.buffer).setBigUint64(0, 0x203n, true);
    new DataView(header.buffer).setBigUint64(8, 0x8000_0000_0000_0207n, true);
    poke(cpu, header, AREA + 512);
    xsave(cpu, AREA, xfeatureMask('SSE', 'AVX', 'OPMASK', 'X87'));
    assert.equal(area(cpu).xstateBv, 0x226n);
    assert.equal(area(cpu).xcompBv, 0x8000_0000_0000_0207n);
  });

  it('writes MXCSR with SSE or AVX, and with neither leaves it alone', () => {
    for (const [mask, written] of [
      ['SSE', true],
      ['AVX', true],
      ['OPMASK', false],
    ] as const) {
      const cpu = benchCpu();
      fillArea(cpu);
      cpu.mxcsr = 0x9fc0;
      xsave(cpu, AREA, xfeatureMask(mask));
      assert.deepEqual(
        [...peek(cpu, 8, AREA + 24)],
        written ? [0xc0, 0x9f, 0, 0, 0xff, 0xff, 0, 0] : Array(8).fill(FILLER),
      );
      assert.equal(area(cpu).xstateBv, 0n, 'MXCSR does not make SSE in use');
    }
  });

  it('rewrites XSTATE_BV as it was when nothing is asked for', () => {
    const cpu = benchCpu();
    fillArea(cpu);
    const before = peek(cpu, AREA_SIZE);
    xsave(cpu, AREA, 0n);
    assert.deepEqual(peek(cpu, AREA_SIZE), before);
  });

  it('ignores what XCR0 does not enable', () => {
    const cpu = benchCpu();
    useVectors(cpu);
    cpu.xcr0 = 3n;
    fillArea(cpu);
    xsave(cpu, AREA, ALL);
    assert.equal(area(cpu).xstateBv, 2n);
    assert.ok(section(cpu, 'AVX').every((byte) => byte === FILLER));
  });
});

describe('x87 state in the legacy region', () => {
  it('lies relative to the top of the stack, its tags by physical register', () => {
    const cpu = benchCpu();
    cpu.fsw = 5 << 11; // TOP = 5
    cpu.ftw = 0b0110_0000;
    cpu.x87.set([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 16 * 5);
    cpu.x87.set([11, 12, 13, 14, 15, 16, 17, 18, 19, 20], 16 * 6);
    fillArea(cpu);
    xsave(cpu, AREA, 1n);
    assert.deepEqual([...peek(cpu, 10, AREA + 32)], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    assert.deepEqual([...peek(cpu, 10, AREA + 48)], [11, 12, 13, 14, 15, 16, 17, 18, 19, 20]);
    assert.equal(peek(cpu, 6)[4], 0b0110_0000);
    const registers = cpu.snapshot();
    xrstor(cpu, AREA, 1n);
    const after = benchCpu();
    after.restore(registers);
    assert.deepEqual(cpu.x87, after.x87);
  });

  it('has 64-bit pointers in the 64 forms, 32-bit ones with selectors otherwise', () => {
    for (const [rexW, pointers] of [
      [true, [0x88, 0x77, 0x66, 0x55, 0x44, 0x33, 0x22, 0x11]],
      // FCS: the processor has given the selectors up, and saves zero.
      [false, [0x88, 0x77, 0x66, 0x55, 0, 0, 0, 0]],
    ] as const) {
      const cpu = benchCpu();
      cpu.fip = 0x1122334455667788n;
      cpu.fcs = 0x33;
      xsave(cpu, AREA, 1n, { rexW });
      assert.deepEqual([...peek(cpu, 8, AREA + 8)], pointers);
    }
    const cpu = benchCpu('zen4');
    cpu.fdp = 0x55667788n;
    cpu.fds = 0x2b;
    xsave(cpu, AREA, 1n, { rexW: false });
    assert.deepEqual([...peek(cpu, 8, AREA + 16)], [0x88, 0x77, 0x66, 0x55, 0x2b, 0, 0, 0]);
  });

  it('raises the summary bits of the status word to fit the masks', () => {
    const cpu = benchCpu();
    const image = new Uint8Array(576);
    const view = new DataView(image.buffer);
    view.setUint16(0, 0x37b, true); // division by zero unmasked
    view.setUint16(2, 0x0004, true); // and it has happened
    view.setUint32(24, 0x1f80, true);
    view.setBigUint64(512, 1n, true);
    poke(cpu, image);
    xrstor(cpu, AREA, 1n);
    assert.equal(cpu.fsw, 0x8084);
    assert.equal(cpu.fcw, 0x37b);
  });
});

describe('XSAVEOPT', () => {
  it('leaves out components that are not in use', () => {
    const cpu = benchCpu();
    useVectors(cpu);
    fillArea(cpu);
    xsaveopt(cpu, AREA, ALL);
    assert.equal(area(cpu).xstateBv, xfeatureMask('SSE', 'AVX', 'OPMASK'));
    assert.ok(section(cpu, 'XTILEDATA').every((byte) => byte === FILLER));
    assert.ok(section(cpu, 'AVX').every((byte, index) => byte === (index < 16 ? 0x5a : 0)));
  });

  it('leaves out what XRSTOR loaded from the same area, until it changes', () => {
    const cpu = benchCpu();
    useVectors(cpu);
    xsave(cpu, AREA, ALL);
    xrstor(cpu, AREA, ALL);
    poke(cpu, new Uint8Array(64).fill(FILLER), AREA + 0x440);
    xsaveopt(cpu, AREA, ALL);
    assert.ok(
      section(cpu, 'OPMASK').every((byte) => byte === FILLER),
      'unmodified: not written',
    );
    assert.equal(area(cpu).xstateBv, xfeatureMask('SSE', 'AVX', 'OPMASK'), 'but still in use');
    cpu.opmask[2] = 1n;
    xsaveopt(cpu, AREA, ALL);
    assert.equal(section(cpu, 'OPMASK')[16], 1);
  });

  it('writes all when the area, the CPL or the format differs from the last XRSTOR', () => {
    const elsewhere = AREA + 0x8000;
    for (const [what, change] of [
      ['another area', (cpu: Cpu) => xrstor(cpu, elsewhere, ALL)],
      ['another CPL', (cpu: Cpu) => (cpu.cpl = 3)],
      ['another component set', (cpu: Cpu) => xrstor(cpu, AREA, xfeatureMask('SSE'))],
    ] as const) {
      const cpu = benchCpu();
      useVectors(cpu);
      xsave(cpu, elsewhere, ALL);
      xsave(cpu, AREA, ALL);
      xrstor(cpu, AREA, ALL);
      change(cpu);
      poke(cpu, new Uint8Array(64).fill(FILLER), AREA + 0x440);
      xsaveopt(cpu, AREA, ALL);
      assert.equal(section(cpu, 'OPMASK')[8], 0x88, what);
    }
  });
});

describe('XSAVEC', () => {
  it('lays out by what was asked for and writes what is in use', () => {
    const cpu = benchCpu();
    useVectors(cpu);
    fillArea(cpu);
    poke(cpu, new Uint8Array(48).fill(FILLER), AREA + 528);
    xsavec(cpu, AREA, xfeatureMask('AVX', 'OPMASK', 'XTILEDATA'));
    const { xstateBv, xcompBv, size } = area(cpu);
    assert.equal(xstateBv, xfeatureMask('AVX', 'OPMASK'));
    assert.equal(xcompBv, 0x8000_0000_0004_0024n);
    assert.equal(size, 896 + 8192);
    assert.equal(section(cpu, 'OPMASK')[8], 0x88);
    assert.ok(section(cpu, 'XTILEDATA').every((byte) => byte === FILLER));
    assert.ok(
      peek(cpu, 48, AREA + 528).every((byte) => byte === FILLER),
      'bytes 16-63 of the header',
    );
    assert.ok(
      peek(cpu, 512).every((byte) => byte === FILLER),
      'the legacy region',
    );
  });

  it('counts SSE as in use while MXCSR is not 1F80h, and writes MXCSR only with it', () => {
    const cpu = benchCpu();
    cpu.mxcsr = 0x1fa0;
    fillArea(cpu);
    xsavec(cpu, AREA, xfeatureMask('SSE', 'AVX'));
    assert.equal(area(cpu).xstateBv, 2n);
    assert.deepEqual([...peek(cpu, 4, AREA + 24)], [0xa0, 0x1f, 0, 0]);
    fillArea(cpu);
    xsavec(cpu, AREA, xfeatureMask('AVX'));
    assert.equal(area(cpu).xstateBv, 0n);
    assert.ok(peek(cpu, 8, AREA + 24).every((byte) => byte === FILLER));
  });

  it('writes an empty header when nothing is asked for', () => {
    const cpu = benchCpu();
    xsavec(cpu, AREA, 0n);
    assert.equal(area(cpu).xstateBv, 0n);
    assert.equal(area(cpu).xcompBv, 1n << 63n);
  });
});

describe('XSAVES', () => {
  it('adds the supervisor components of IA32_XSS', () => {
    const cpu = benchCpu();
    cpu.supervisorImage(11).fill(0x10);
    cpu.xss = xfeatureMask('CET_U');
    xsaves(cpu, AREA, ALL);
    assert.equal(area(cpu).xstateBv, xfeatureMask('CET_U'));
    assert.equal(area(cpu).xcompBv, (1n << 63n) | 0x602e7n | 0x800n);
    assert.ok(section(cpu, 'CET_U').every((byte) => byte === 0x10));
  });

  it('leaves out what XRSTORS loaded from the same area with the same XCOMP_BV', () => {
    const cpu = benchCpu();
    cpu.xss = 0n;
    useVectors(cpu);
    xsaves(cpu, AREA, ALL);
    xrstors(cpu, AREA, ALL);
    const opmask = AREA + 832;
    poke(cpu, new Uint8Array(64).fill(FILLER), opmask);
    xsaves(cpu, AREA, ALL);
    assert.equal(peek(cpu, 1, opmask)[0], FILLER);
    xsaves(cpu, AREA, xfeatureMask('SSE', 'AVX', 'OPMASK'));
    assert.equal(peek(cpu, 9, opmask)[8], 0x88, 'another XCOMP_BV: written');
  });
});

describe('decoding an XSAVE area', () => {
  it('refuses fewer bytes than a header needs', () => {
    assert.equal(readArea(new Uint8Array(575), benchCpu().processor), undefined);
  });

  it('shows how much of a section there is when the bytes end early', () => {
    const cpu = benchCpu();
    const decoded = readArea(peek(cpu, 600), cpu.processor);
    const avx = decoded?.components.find(({ component }) => component.id === 'AVX');
    assert.equal(avx?.offset, 576);
    assert.equal(avx?.size, 256);
    assert.equal(avx?.bytes.length, 24);
  });

  it('takes the standard layout to hold only the components that are named', () => {
    const cpu = benchCpu();
    const decoded = readArea(peek(cpu, AREA_SIZE), cpu.processor, 0x202e7n);
    assert.equal(decoded?.size, 2816);
    assert.equal(
      decoded?.components.some(({ component }) => component.id === 'XTILEDATA'),
      false,
    );
  });
});
