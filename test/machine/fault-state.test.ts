/** What every instruction leaves behind when it faults: nothing, but for what the manuals say. */
import assert from 'node:assert/strict';
import { type Cpu, CR0, CR4, FLAG, GPR } from '../../src/machine/cpu';
import { Fault } from '../../src/machine/exception';
import { compileInstruction } from '../../src/machine/execute';
import { FEATURE_NAMES } from '../../src/machine/feature';
import type { MemorySnapshot } from '../../src/machine/memory';
import { Processor } from '../../src/machine/processor';
import {
  allInstances,
  DATA,
  END,
  type Instance,
  KERNEL,
  pointTo,
  READ_ONLY,
  randomise,
  readyCpu,
  SPACE,
} from './instances';

const memoryAt = (address: number | bigint) => (cpu: Cpu) => pointTo(cpu, BigInt(address));
const cr0 = (bits: bigint) => (cpu: Cpu) => {
  cpu.cr0 |= bits;
};

/** Ways to make instructions fault. */
const REASONS: Readonly<Record<string, (cpu: Cpu) => void>> = {
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
  'an address that is not canonical': memoryAt(1n << 62n),
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
  'kernel memory in user mode': (cpu) => {
    cpu.cpl = 3;
    pointTo(cpu, BigInt(KERNEL));
  },
  'CR0.TS': cr0(CR0.TS),
  'CR0.EM': cr0(CR0.EM),
  'no CR4.OSXSAVE': (cpu) => {
    cpu.cr4 &= ~CR4.OSXSAVE;
  },
  'no CR4.OSFXSR and no CR4.PKE': (cpu) => {
    cpu.cr4 &= ~(CR4.OSFXSR | CR4.PKE);
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
  'an x87 exception that waits': (cpu) => {
    cpu.fcw = 0x340;
    cpu.fsw = 0x8081;
  },
  'no bits of ECX': (cpu) => {
    cpu.gpr[GPR.RCX] = 0n;
  },
  'all bits of EDX:EAX': (cpu) => {
    cpu.gpr[GPR.RAX] = ~0n;
    cpu.gpr[GPR.RDX] = ~0n;
  },
  'divisors of zero': (cpu) => {
    cpu.gpr.fill(0n, 8, 11);
    cpu.memory.poke(SPACE, DATA, new Uint8Array(END - DATA));
    cpu.gpr[GPR.RAX] = 1n;
    cpu.gpr[GPR.RDX] = 1n;
  },
  'a processor without any of the features': () => {},
};

const BARE = new Processor(
  readyCpu().processor.model,
  FEATURE_NAMES.map((feature) => ({ feature, present: false })),
);

/** Pieces of a CPU that an exception of an instruction may change all the same, and why. */
interface Exempt {
  readonly when: (instance: Instance, fault: Fault) => boolean;
  /** Gives `cpu` back what it may have lost. */
  readonly undo: (cpu: Cpu, before: Cpu) => void;
  readonly memory?: boolean;
}

const EXEMPT: readonly Exempt[] = [
  {
    // Replaced by every #NM of XFD (SDM vol. 1, 13.14).
    when: (_, fault) => fault.detail.cause === 'xfd',
    undo: (cpu, before) => {
      cpu.xfdErr = before.xfdErr;
    },
  },
  {
    // Restarted at start_row; the rows before it have been moved (SDM vol. 2, TILELOADD).
    when: ({ row }, fault) => /^tile(load|store)d/.test(row.mnemonic) && /^#(PF|GP|SS)$/.test(fault.mnemonic),
    undo: (cpu, before) => {
      cpu.tilecfg[1] = before.tilecfg[1]!; // 64 bytes
      cpu.tiles.set(before.tiles);
      cpu.xinuse = before.xinuse;
    },
    memory: true,
  },
  {
    // Goes on where it was (SDM vol. 2, REP).
    when: ({ instruction }) => instruction.prefixes?.includes('rep') === true,
    undo: (cpu, before) => {
      for (const index of [GPR.RCX, GPR.RSI, GPR.RDI, GPR.RAX]) cpu.gpr[index] = before.gpr[index]!; // 32
      cpu.rflags = before.rflags;
    },
    memory: true,
  },
  {
    // Lane by lane, with a mask that tells which are left; it is filled out first (SDM vol. 2, VGATHERDPS).
    when: ({ row }, fault) => /^vp?(gather|scatter)/.test(row.mnemonic) && /^#(PF|GP|SS)$/.test(fault.mnemonic),
    undo: (cpu, before) => {
      cpu.zmm.set(before.zmm);
      cpu.opmask.set(before.opmask);
    },
    memory: true,
  },
  {
    // The flags say which exceptions there were (SDM vol. 1, 11.5.2).
    when: (_, fault) => fault.mnemonic === '#XM',
    undo: (cpu, before) => {
      cpu.mxcsr = before.mxcsr;
    },
  },
];

function pagesOf(snapshot: MemorySnapshot): Map<string, Uint8Array> {
  const pages = new Map<string, Uint8Array>();
  for (const [number, page] of snapshot.kernel) pages.set(`kernel ${number}`, page.bytes.slice());
  for (const [space, table] of snapshot.spaces) {
    for (const [number, page] of table) pages.set(`${space} ${number}`, page.bytes.slice());
  }
  return pages;
}

/** What is different after all, in words; undefined when nothing is. */
function changeBy(instance: Instance, cpu: Cpu, before: Cpu, processor: Processor): string | undefined {
  const pages = pagesOf(cpu.memory.snapshot());
  before.restore(cpu.snapshot());
  try {
    compileInstruction(instance.instruction, processor)(cpu);
    return undefined;
  } catch (error) {
    assert.ok(error instanceof Fault, `${instance.instruction.form}: ${String(error)}`);
    const exempt = EXEMPT.filter(({ when }) => when(instance, error));
    for (const { undo } of exempt) undo(cpu, before);
    const [now, then] = [cpu, before].map((each) => new Uint8Array(each.snapshot()));
    const at = Buffer.from(now!).equals(then!) ? -1 : now!.findIndex((byte, index) => byte !== then![index]); // two
    if (at >= 0) return `${error.message}: byte ${at} of the registers changed`;
    if (exempt.some(({ memory }) => memory)) return undefined;
    for (const [name, bytes] of pagesOf(cpu.memory.snapshot())) {
      if (!Buffer.from(bytes).equals(pages.get(name) ?? new Uint8Array())) return `${error.message}: memory changed`;
    }
    return undefined;
  }
}

describe('an instruction that faults', () => {
  const instances = allInstances();
  const cpu = readyCpu();
  const before = readyCpu();
  const clean = cpu.snapshot();
  const cleanMemory = cpu.memory.snapshot();

  for (const [reason, arrange] of Object.entries(REASONS)) {
    it(`leaves registers and memory as they were: ${reason}`, () => {
      const found: string[] = [];
      for (const [index, instance] of instances.entries()) {
        cpu.restore(clean);
        cpu.memory.restore(cleanMemory);
        if (index % 50 === 0) randomise(cpu, index + 2);
        arrange(cpu);
        const processor = reason.startsWith('a processor without') ? BARE : cpu.processor;
        const change = changeBy(instance, cpu, before, processor);
        if (change) found.push(`${instance.instruction.form}: ${change}`);
      }
      assert.deepEqual(found.slice(0, 20), [], `${found.length} of ${instances.length}`);
    });
  }
});
