/** XCR0, MSRs and control registers: what they accept, and their documentation. */
import assert from 'node:assert/strict';
import { CR0, CR4 } from '../../../src/machine/architecture/bits';
import { readCr3, writeControl, writeCr3 } from '../../../src/machine/control/control';
import { MSRS, readMsr, writeMsr } from '../../../src/machine/control/msr';
import { xgetbv, xsetbv } from '../../../src/machine/xstate/xcr';
import { benchCpu, faultOf } from '../bench-cpu';

const XSS = 0xda0;
const XFD = 0x1c4;
const XFD_ERR = 0x1c5;
const EFER = 0xc000_0080;

describe('XSETBV', () => {
  const accepted = [0x1n, 0x3n, 0x7n, 0x203n, 0xe7n, 0x2e7n, 0x602e7n, 0x60003n, 0x60001n];
  const refused: readonly (readonly [bigint, RegExp])[] = [
    [0x0n, /X87 \(bit 0\) must be set/],
    [0x2n, /X87/],
    [0x5n, /AVX \(bit 2\) needs SSE/],
    [0x27n, /5, 6 and 7\) must be set together/],
    [0xe3n, /need SSE and AVX/],
    [0xe1n, /need SSE and AVX/],
    [0x20003n, /17 and 18\) must be set together/],
    [0x40003n, /17 and 18\) must be set together/],
    [0x803n, /bits 0x800 \(CET_U\) cannot be set here/],
    [0x103n, /PT/],
    [0x80003n, /APX/],
    [0x18003n, /LBR, HWP/],
    [(1n << 63n) | 3n, /cannot be set/],
  ];

  it('takes every legal set of components', () => {
    for (const value of accepted) {
      const cpu = benchCpu();
      xsetbv(cpu, 0, value);
      assert.equal(xgetbv(cpu, 0), value);
    }
  });

  it('raises #GP(0) for any other, and keeps XCR0', () => {
    for (const [value, why] of refused) {
      const cpu = benchCpu();
      cpu.xcr0 = 7n;
      const fault = faultOf(() => xsetbv(cpu, 0, value));
      assert.equal(fault.mnemonic, '#GP');
      assert.equal(fault.detail.errorCode, 0);
      assert.match(fault.message, why);
      assert.equal(cpu.xcr0, 7n);
    }
  });

  it('takes both MPX components or neither, and APX alone, where they exist', () => {
    const mpx = benchCpu('sapphire-rapids', '+mpx');
    xsetbv(mpx, 0, 0x1bn);
    assert.match(faultOf(() => xsetbv(mpx, 0, 0xbn)).message, /3 and 4\) must be set together/);
    xsetbv(benchCpu('sapphire-rapids', '+apx-f'), 0, 0x80003n);
  });

  it('checks #UD, then CPL, then ECX', () => {
    const cpu = benchCpu();
    cpu.cr4 &= ~CR4.OSXSAVE;
    cpu.cpl = 3;
    assert.equal(faultOf(() => xsetbv(cpu, 1, 0n)).mnemonic, '#UD');
    cpu.cr4 |= CR4.OSXSAVE;
    assert.match(faultOf(() => xsetbv(cpu, 1, 0n)).message, /CPL/);
    cpu.cpl = 0;
    assert.match(faultOf(() => xsetbv(cpu, 1, 0n)).message, /ECX/);
  });

  it('keeps the contents of components that it turns off', () => {
    const cpu = benchCpu();
    cpu.zmm.fill(9);
    xsetbv(cpu, 0, 1n);
    assert.equal(cpu.zmm[100], 9);
  });
});

describe('XGETBV', () => {
  it('reads XCR0 at any CPL, and XINUSE only where CPUID has it', () => {
    const cpu = benchCpu();
    cpu.cpl = 3;
    assert.equal(xgetbv(cpu, 0), 0x602e7n);
    assert.equal(xgetbv(cpu, 1), 0n);
    assert.equal(faultOf(() => xgetbv(cpu, 2)).mnemonic, '#GP');
    assert.equal(faultOf(() => xgetbv(benchCpu('sapphire-rapids', '-xgetbv1'), 1)).mnemonic, '#GP');
  });

  it('raises #UD without CR4.OSXSAVE', () => {
    const cpu = benchCpu();
    cpu.cr4 &= ~CR4.OSXSAVE;
    assert.equal(faultOf(() => xgetbv(cpu, 0)).mnemonic, '#UD');
  });

  it('is not changed by XFD', () => {
    const cpu = benchCpu();
    cpu.tiles[0] = 1;
    cpu.xfd = 0x40000n;
    assert.equal(xgetbv(cpu, 1), 0x40000n);
  });
});

describe('MSRs', () => {
  it('accept only XFD-capable components in IA32_XFD and IA32_XFD_ERR', () => {
    const cpu = benchCpu();
    for (const number of [XFD, XFD_ERR]) {
      writeMsr(cpu, number, 0x40000n);
      assert.equal(readMsr(cpu, number), 0x40000n);
      for (const value of [0x20000n, 0x60000n, 4n, 1n << 63n]) {
        assert.equal(faultOf(() => writeMsr(cpu, number, value)).mnemonic, '#GP');
        assert.equal(readMsr(cpu, number), 0x40000n);
      }
    }
  });

  it('arm a component that XCR0 does not enable, without effect', () => {
    const cpu = benchCpu();
    cpu.xcr0 = 7n;
    writeMsr(cpu, XFD, 0x40000n);
    assert.equal(cpu.xfd, 0x40000n);
  });

  it('accept only supervisor components in IA32_XSS', () => {
    const cpu = benchCpu();
    writeMsr(cpu, XSS, 0xdd00n);
    assert.match(faultOf(() => writeMsr(cpu, XSS, 0x40000n)).message, /WRMSR of 0x40000 to IA32_XSS: bits 0x40000/);
    assert.equal(faultOf(() => writeMsr(cpu, XSS, 0x2000n)).mnemonic, '#GP');
    assert.equal(readMsr(cpu, XSS), 0xdd00n);
  });

  it('do not exist without their feature, and none is there in user mode', () => {
    assert.equal(faultOf(() => readMsr(benchCpu('zen4'), XFD)).mnemonic, '#GP');
    assert.equal(faultOf(() => readMsr(benchCpu('sapphire-rapids', '-xsaves'), XSS)).mnemonic, '#GP');
    const cpu = benchCpu();
    assert.equal(faultOf(() => readMsr(cpu, 0x1234)).mnemonic, '#GP');
    cpu.cpl = 3;
    assert.match(faultOf(() => writeMsr(cpu, XFD, 0n)).message, /needs CPL 0/);
  });

  it('keep LMA, and refuse to change LME while paging is on', () => {
    const cpu = benchCpu();
    writeMsr(cpu, EFER, 0x100n);
    assert.equal(readMsr(cpu, EFER), 0x500n);
    assert.match(faultOf(() => writeMsr(cpu, EFER, 1n)).message, /LME/);
    assert.equal(faultOf(() => writeMsr(cpu, EFER, 0x4d01n)).mnemonic, '#GP');
    writeMsr(benchCpu('zen4'), EFER, 0x4d01n);
  });

  it('are the registers that supervisor components save', () => {
    const cpu = benchCpu();
    writeMsr(cpu, 0x6a7, 0x7fff_0000_1238n);
    assert.equal(new DataView(cpu.supervisorImage(11).slice().buffer).getBigUint64(8, true), 0x7fff_0000_1238n);
    writeMsr(cpu, 0xd93, 0x8000_0005n);
    assert.equal(cpu.supervisorImage(10)[0], 5);
  });

  it('refuse what the supervisor components refuse', () => {
    const cpu = benchCpu();
    for (const [number, value] of [
      [0xd93, 0x10_0000n], // PASID beyond 20 bits
      [0x6a0, 0x40n], // a reserved bit
      [0x6a7, 2n], // not 4-byte aligned
      [0x6a4, 1n << 60n], // not canonical
      [0x989, 8n], // not 64-byte aligned
    ] as const) {
      assert.equal(faultOf(() => writeMsr(cpu, number, value)).mnemonic, '#GP', number.toString(16));
    }
  });

  it('have different numbers, names and words of documentation', () => {
    assert.equal(new Set(MSRS.map(({ number }) => number)).size, MSRS.length);
    assert.equal(new Set(MSRS.map(({ name }) => name)).size, MSRS.length);
    for (const { name, documentation } of MSRS) assert.ok(documentation.length > 5, name);
  });
});

describe('control registers', () => {
  it('let CR4.OSXSAVE and CR4.PKE be set only where CPUID has the features', () => {
    const cpu = benchCpu('sapphire-rapids', '-xsave');
    assert.match(faultOf(() => writeControl(cpu, 4, cpu.cr4 | CR4.OSXSAVE)).message, /OSXSAVE cannot be set/);
    const noKeys = benchCpu('sapphire-rapids', '-pku');
    assert.equal(faultOf(() => writeControl(noKeys, 4, CR4.PAE | CR4.PKE)).mnemonic, '#GP');
    const both = benchCpu();
    writeControl(both, 4, CR4.PAE | CR4.OSXSAVE | CR4.PKE);
    assert.equal(both.cr4, CR4.PAE | CR4.OSXSAVE | CR4.PKE);
  });

  it('let CR4.CET be set with shadow stacks or with branch tracking, and only while CR0.WP is set', () => {
    for (const flags of [['-cet-ss'], ['-cet-ibt'], []]) {
      const cpu = benchCpu('sapphire-rapids', ...flags);
      writeControl(cpu, 4, cpu.cr4 | CR4.CET);
      assert.match(faultOf(() => writeControl(cpu, 0, cpu.cr0 & ~CR0.WP)).message, /WP cannot be cleared/);
      writeControl(cpu, 4, cpu.cr4 & ~CR4.CET);
      writeControl(cpu, 0, cpu.cr0 & ~CR0.WP);
      assert.match(faultOf(() => writeControl(cpu, 4, cpu.cr4 | CR4.CET)).message, /CET needs CR0\.WP/);
    }
    const neither = benchCpu('sapphire-rapids', '-cet-ss', '-cet-ibt');
    assert.match(faultOf(() => writeControl(neither, 4, neither.cr4 | CR4.CET)).message, /no CET_SS or CET_IBT/);
  });

  it('let a bit of CR4 be set only where CPUID has what it is for', () => {
    for (const [bit, flag] of [
      [CR4.SMEP, '-smep'],
      [CR4.SMAP, '-smap'],
      [CR4.UMIP, '-umip'],
      [CR4.PCIDE, '-pcid'],
      [CR4.PGE, '-pge'],
      [CR4.FSGSBASE, '-fsgsbase'],
    ] as const) {
      const [has, lacks] = [benchCpu(), benchCpu('sapphire-rapids', flag)];
      writeControl(has, 4, has.cr4 | bit);
      assert.equal(faultOf(() => writeControl(lacks, 4, lacks.cr4 | bit)).mnemonic, '#GP', flag);
    }
  });

  it('refuse what would leave 64-bit mode, and reserved bits', () => {
    const cpu = benchCpu();
    const before = [cpu.cr0, cpu.cr4];
    for (const run of [
      () => writeControl(cpu, 0, cpu.cr0 & ~CR0.PG),
      () => writeControl(cpu, 0, cpu.cr0 & ~CR0.PE),
      () => writeControl(cpu, 0, cpu.cr0 | (1n << 29n)),
      () => writeControl(cpu, 0, cpu.cr0 | (1n << 32n)),
      () => writeControl(cpu, 4, cpu.cr4 & ~CR4.PAE),
      () => writeControl(cpu, 4, cpu.cr4 | (1n << 15n)),
      () => writeControl(cpu, 4, cpu.cr4 | (1n << 40n)),
    ]) {
      assert.equal(faultOf(run).mnemonic, '#GP');
    }
    assert.deepEqual([cpu.cr0, cpu.cr4], before);
  });

  it('need CPL 0', () => {
    const cpu = benchCpu();
    cpu.cpl = 3;
    for (const number of [0, 3, 4]) {
      assert.match(faultOf(() => writeControl(cpu, number, 0n)).message, /needs CPL 0/);
    }
  });

  it('select the address space by CR3', () => {
    const cpu = benchCpu();
    writeCr3(cpu, 0x5000n | 0xfffn);
    assert.equal(cpu.addressSpace, 5);
    assert.equal(readCr3(cpu), 0x5000n);
  });
});
