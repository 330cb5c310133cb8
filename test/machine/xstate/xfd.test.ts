/** Extended feature disable (SDM vol. 1, 13.14), and what a Linux probe saw of it. */
import assert from 'node:assert/strict';
import { CR4 } from '../../../src/machine/architecture/bits';
import { xfeatureMask } from '../../../src/machine/architecture/component';
import type { Cpu } from '../../../src/machine/cpu/cpu';
import { armedMask, checkXfd, effectiveInUse } from '../../../src/machine/xstate/xfd';
import { inUse } from '../../../src/machine/xstate/xinuse';
import { xrstor, xrstors } from '../../../src/machine/xstate/xrstor';
import { xsave, xsavec, xsaveopt, xsaves } from '../../../src/machine/xstate/xsave';
import { readArea } from '../../../src/machine/xstate/xsave-area';
import { AREA, benchCpu, faultOf, peek, poke } from '../bench-cpu';

const XTILEDATA = xfeatureMask('XTILEDATA');
const XTILE = xfeatureMask('XTILECFG', 'XTILEDATA');
const FILLER = 0xcc;
const DATA_STANDARD = 2816;
const DATA_COMPACTED = 640;

/** Tiles in use, and XFD armed over them. */
function armedCpu(): Cpu {
  const cpu = benchCpu();
  cpu.xss = 0n;
  cpu.tilecfg[0] = 1;
  cpu.tilecfg[16] = 64;
  cpu.tilecfg[48] = 16;
  cpu.tiles.fill(7);
  cpu.xfd = XTILEDATA;
  poke(cpu, new Uint8Array(11008).fill(FILLER));
  poke(cpu, new Uint8Array(64), AREA + 512);
  return cpu;
}

function xstateBv(cpu: Cpu): bigint | undefined {
  return readArea(peek(cpu, 11008), cpu.processor)?.xstateBv;
}

describe('XFD', () => {
  it('arms a component only where XCR0 and CR4.OSXSAVE enable it', () => {
    const cpu = armedCpu();
    assert.equal(armedMask(cpu), XTILEDATA);
    cpu.xcr0 = 7n;
    assert.equal(armedMask(cpu), 0n);
    cpu.xcr0 = 0x602e7n;
    cpu.cr4 &= ~CR4.OSXSAVE;
    assert.equal(armedMask(cpu), 0n);
  });

  it('keeps the contents, and takes them out of the in-use bitmap of saves alone', () => {
    const cpu = armedCpu();
    assert.equal(inUse(cpu), XTILE);
    assert.equal(effectiveInUse(cpu), xfeatureMask('XTILECFG'));
    cpu.xfd = 0n;
    assert.equal(effectiveInUse(cpu), XTILE);
  });

  it('raises #NM for an armed component and replaces IA32_XFD_ERR', () => {
    const cpu = armedCpu();
    cpu.xfdErr = 0n;
    const fault = faultOf(() => checkXfd(cpu, XTILE, 'TILEZERO writes XTILEDATA'));
    assert.equal(fault.message, '#NM: IA32_XFD[18] is set and TILEZERO writes XTILEDATA');
    assert.equal(fault.detail.cause, 'xfd');
    assert.equal(fault.detail.xfdErr, 0x40000n);
    assert.equal(cpu.xfdErr, 0x40000n);
  });

  it('names every armed component that is needed', () => {
    const cpu = armedCpu();
    cpu.xfd = XTILE;
    const fault = faultOf(() => checkXfd(cpu, XTILE, 'LDTILECFG writes both'));
    assert.equal(fault.message, '#NM: IA32_XFD[17] and IA32_XFD[18] are set and LDTILECFG writes both');
    assert.equal(cpu.xfdErr, XTILE);
  });

  it('says of a restore which image would load the component', () => {
    const cpu = armedCpu();
    poke(cpu, new Uint8Array(new BigUint64Array([XTILE, 0n]).buffer), AREA + 512);
    const fault = faultOf(() => xrstor(cpu, AREA, XTILE));
    assert.equal(fault.message, '#NM: IA32_XFD[18] is set and XRSTOR would load the component: XSTATE_BV is 0x60000');
  });

  it('raises nothing for what is not armed, and leaves a stale IA32_XFD_ERR', () => {
    const cpu = armedCpu();
    cpu.xfdErr = 0x40000n;
    checkXfd(cpu, xfeatureMask('XTILECFG'), 'LDTILECFG');
    assert.equal(cpu.xfdErr, 0x40000n);
  });

  describe('armed over live tiles', () => {
    it('makes XSAVE write the initial image and clear the bit', () => {
      const cpu = armedCpu();
      xsave(cpu, AREA, XTILE);
      assert.equal(xstateBv(cpu), 0x20000n);
      const bytes = peek(cpu, 11008);
      assert.equal(bytes[2752], 1);
      assert.deepEqual(bytes.subarray(DATA_STANDARD), new Uint8Array(8192));
    });

    it('makes XSAVEOPT write nothing and clear the bit', () => {
      const cpu = armedCpu();
      xsaveopt(cpu, AREA, XTILE);
      assert.equal(xstateBv(cpu), 0x20000n);
      assert.deepEqual(peek(cpu, 8192, AREA + DATA_STANDARD), new Uint8Array(8192).fill(FILLER));
    });

    for (const run of [xsavec, xsaves]) {
      it(`makes ${run.name.toUpperCase()} write nothing, while XCOMP_BV keeps its room`, () => {
        const cpu = armedCpu();
        run(cpu, AREA, XTILE);
        const area = readArea(peek(cpu, 11008), cpu.processor);
        assert.equal(area?.xstateBv, 0x20000n);
        assert.equal(area?.xcompBv, 0x8000_0000_0006_0000n);
        assert.equal(area?.size, 8832);
        assert.deepEqual(peek(cpu, 8192, AREA + DATA_COMPACTED), new Uint8Array(8192).fill(FILLER));
      });
    }

    it('lets a save and a restore destroy the tiles without a fault', () => {
      const cpu = armedCpu();
      xsavec(cpu, AREA, XTILE);
      poke(cpu, new Uint8Array(48), AREA + 528);
      xrstor(cpu, AREA, XTILE);
      assert.ok(cpu.tiles.every((byte) => byte === 0));
      assert.equal(cpu.xfdErr, 0n);
    });
  });

  describe('armed, and a restore', () => {
    const header = (cpu: Cpu, xstateBv: bigint, xcompBv = 0n) => {
      const bytes = new Uint8Array(64);
      new DataView(bytes.buffer).setBigUint64(0, xstateBv, true);
      new DataView(bytes.buffer).setBigUint64(8, xcompBv, true);
      poke(cpu, bytes, AREA + 512);
      poke(cpu, Uint8Array.of(0x80, 0x1f, 0, 0), AREA + 24);
    };

    for (const [title, mask, bv, compBv] of [
      ['of XTILEDATA, standard format', XTILEDATA, XTILEDATA, 0n],
      ['of both tile components, standard format', XTILE, XTILE, 0n],
      ['of XTILEDATA, compacted format', XTILEDATA, XTILEDATA, (1n << 63n) | XTILEDATA],
    ] as const) {
      it(`raises #NM: ${title}`, () => {
        const cpu = armedCpu();
        header(cpu, bv, compBv);
        const before = cpu.tiles.slice();
        const fault = faultOf(() => xrstor(cpu, AREA, mask));
        assert.equal(fault.mnemonic, '#NM');
        assert.equal(fault.detail.xfdErr, 0x40000n);
        assert.equal(cpu.xfdErr, 0x40000n);
        assert.deepEqual(cpu.tiles, before);
      });
    }

    it('raises #NM in the kernel too: a stale XSTATE_BV[18] under XRSTORS', () => {
      const cpu = armedCpu();
      header(cpu, XTILEDATA, (1n << 63n) | XTILE);
      assert.equal(faultOf(() => xrstors(cpu, AREA, ~0n)).detail.cause, 'xfd');
    });

    it('loads what is not armed: XTILECFG while XSTATE_BV has XTILEDATA', () => {
      const cpu = armedCpu();
      header(cpu, XTILE);
      const image = cpu.tilecfg.slice();
      poke(cpu, image, AREA + 2752);
      cpu.tilecfg.fill(0);
      xrstor(cpu, AREA, xfeatureMask('XTILECFG'));
      assert.deepEqual(cpu.tilecfg, image);
      assert.ok(cpu.tiles.every((byte) => byte === 7));
    });

    it('initialises XTILEDATA without a fault when XSTATE_BV lacks it', () => {
      const cpu = armedCpu();
      header(cpu, 0n);
      xrstor(cpu, AREA, XTILE);
      assert.ok(cpu.tiles.every((byte) => byte === 0));
      assert.equal(inUse(cpu), 0n);
    });

    it('checks the header first, and MXCSR after', () => {
      const cpu = armedCpu();
      header(cpu, XTILEDATA | (1n << 40n));
      assert.equal(faultOf(() => xrstor(cpu, AREA, ~0n)).mnemonic, '#GP');
      header(cpu, XTILEDATA);
      poke(cpu, Uint8Array.of(0, 0, 1, 0), AREA + 24);
      assert.equal(faultOf(() => xrstor(cpu, AREA, ~0n)).mnemonic, '#NM');
      cpu.xfd = 0n;
      assert.match(faultOf(() => xrstor(cpu, AREA, ~0n)).message, /^#GP: MXCSR/);
    });
  });
});
