/** Ways to make instructions fault, and a processor that has none of the features. */

import { CR0, CR4, EFER, FLAG } from '../../../src/machine/architecture/bits';
import { FEATURE_NAMES } from '../../../src/machine/architecture/feature';
import { GPR } from '../../../src/machine/architecture/gpr';
import type { Cpu } from '../../../src/machine/cpu/cpu';
import { Processor } from '../../../src/machine/processor/processor';
import { DATA, END, KERNEL, pointTo, READ_ONLY, readyCpu, SPACE } from './instances';

const memoryAt = (address: number | bigint) => (cpu: Cpu) => pointTo(cpu, BigInt(address));
const cr0 = (bits: bigint) => (cpu: Cpu) => {
  cpu.cr0 |= bits;
};

/** A signaling NaN as a double, in its low half as a single, and in the low half of that as a half. */
const SIGNALING = 0x7ff4_0000_7fa0_7d00n;

/** The reason that is the processor's: `BARE` is to be used. */
export const WITHOUT_FEATURES = 'a processor without any of the features';

/** Where the base is RBP or RSP, it raises another exception. */
export const NOT_CANONICAL = 'an address that is not canonical';

/** Each changes a processor that is ready for everything. */
export const REASONS: Readonly<Record<string, (cpu: Cpu) => void>> = {
  none: () => {},
  'memory that is absent': memoryAt(END),
  'an operand whose last bytes are absent': memoryAt(END - 1),
  'an operand half of which is absent': memoryAt(END - 4),
  'an operand with 48 bytes there': memoryAt(END - 48),
  'an area that is absent from its second page on': memoryAt(END - 0x1000),
  'an operand whose first bytes are absent': memoryAt(DATA - 1),
  'an area whose legacy region is absent': memoryAt(DATA - 512),
  'memory that can only be read': memoryAt(READ_ONLY),
  'an operand whose last bytes can only be read': memoryAt(READ_ONLY - 1),
  'an operand half of which can only be read': memoryAt(READ_ONLY - 32),
  'an area that can only be read from its second half on': memoryAt(READ_ONLY - 1024),
  [NOT_CANONICAL]: memoryAt(1n << 62n),
  'an address at the end of the lower half': memoryAt((1n << 47n) - 1n),
  'memory that is not aligned': memoryAt(DATA + 0x801),
  'alignment checking': (cpu) => {
    cpu.cpl = 3;
    cpu.cr0 |= CR0.AM;
    cpu.rflags |= FLAG.AC;
    pointTo(cpu, BigInt(DATA + 0x801));
  },
  'user mode': (cpu) => {
    cpu.cpl = 3;
  },
  'counters that are for CPL 0 alone': (cpu) => {
    cpu.cpl = 3;
    cpu.cr4 |= CR4.TSD;
  },
  'kernel memory in user mode': (cpu) => {
    cpu.cpl = 3;
    pointTo(cpu, BigInt(KERNEL));
  },
  'CR0.TS': cr0(CR0.TS),
  'CR0.EM': cr0(CR0.EM),
  'no CR4.OSXSAVE': (cpu) => {
    cpu.cr4 &= ~CR4.OSXSAVE;
  },
  'none of CR4.OSFXSR, CR4.PKE, CR4.FSGSBASE and EFER.SCE': (cpu) => {
    cpu.efer &= ~EFER.SCE;
    cpu.cr4 &= ~(CR4.OSFXSR | CR4.PKE | CR4.FSGSBASE);
  },
  ...Object.fromEntries(
    [1n, 3n, 7n, 0xe7n, 0x60003n, 0x60007n].map((xcr0) => [
      `XCR0 = ${xcr0.toString(16)}`,
      (cpu: Cpu) => {
        cpu.xcr0 = xcr0;
      },
    ]),
  ),
  'tiles that XFD disarms': (cpu) => {
    cpu.xfd = 1n << 18n;
  },
  'tiles that are not configured': (cpu) => cpu.tilecfg.fill(0),
  'tiles that do not fit together': (cpu) => {
    cpu.tilecfg[48] = 3;
    cpu.tilecfg[18] = 8;
    cpu.tilecfg[49] = 5;
  },
  'a row to go on from': (cpu) => {
    cpu.tilecfg[1] = 7;
  },
  'a row to go on from, and memory that ends': (cpu) => {
    cpu.tilecfg[1] = 7;
    pointTo(cpu, BigInt(END - 8));
  },
  'no exception of floating point masked': (cpu) => {
    cpu.mxcsr = 0;
  },
  'memory that is absent, by vectors of addresses': (cpu) => {
    cpu.zmm.fill(0);
    cpu.zmm.fill(0xff, 64 * 3, 64 * 4); // the mask, where it is a vector
    pointTo(cpu, BigInt(END));
  },
  'numbers that are none, and no exception of floating point masked': (cpu) => {
    cpu.mxcsr = 0;
    new BigUint64Array(cpu.zmm.buffer, cpu.zmm.byteOffset, 256).fill(SIGNALING);
    cpu.memory.poke(SPACE, DATA, new Uint8Array(new BigUint64Array(512).fill(SIGNALING).buffer));
  },
  'an x87 exception that waits': (cpu) => {
    cpu.fcw = 0x340;
    cpu.fsw = 0x8081;
  },
  'no bits of ECX': (cpu) => {
    cpu.gpr[GPR.RCX] = 0n;
  },
  'all bits of ECX': (cpu) => {
    cpu.gpr[GPR.RCX] = 0xffff_ffffn;
  },
  'all bits of EDX:EAX': (cpu) => {
    cpu.gpr[GPR.RAX] = ~0n;
    cpu.gpr[GPR.RDX] = ~0n;
  },
  'operands that are no addresses': (cpu) => {
    for (const index of [GPR.RAX, GPR.RDX, 8, 9]) cpu.gpr[index] = 1n << 62n;
  },
  'divisors of zero': (cpu) => {
    cpu.gpr.fill(0n, 8, 11);
    cpu.memory.poke(SPACE, DATA, new Uint8Array(END - DATA));
    cpu.gpr[GPR.RAX] = 1n;
    cpu.gpr[GPR.RDX] = 1n;
  },
  [WITHOUT_FEATURES]: () => {},
};

export const BARE = new Processor(
  readyCpu().processor.model,
  FEATURE_NAMES.map((feature) => ({ feature, present: false })),
);
