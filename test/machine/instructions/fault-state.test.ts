/** What every instruction leaves behind when it faults: nothing, but for what the manuals say. */
import assert from 'node:assert/strict';
import { Fault } from '../../../src/machine/architecture/exception';
import { GPR } from '../../../src/machine/architecture/gpr';
import type { Cpu } from '../../../src/machine/cpu/cpu';
import type { MemorySnapshot } from '../../../src/machine/cpu/memory';
import type { Page } from '../../../src/machine/cpu/page';
import { compileInstruction } from '../../../src/machine/instructions/execute';
import type { Processor } from '../../../src/machine/processor/processor';
import { BARE, REASONS, WITHOUT_FEATURES } from './fault-reasons';
import { allInstances, formsInTurn, type Instance, randomise, readyCpu } from './instances';

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
    // The return address has been written below RSP (recorded on an Emerald Rapids).
    when: ({ row }, fault) => row.mnemonic === 'call' && /not canonical/.test(fault.message),
    undo: () => {},
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

/** Pages by space and number. Those that nobody has written since are the same objects in the next snapshot. */
function pagesOf(snapshot: MemorySnapshot): Map<string, Page> {
  const pages = new Map<string, Page>();
  for (const [number, page] of snapshot.kernel) pages.set(`kernel ${number}`, page);
  for (const [space, table] of snapshot.spaces) {
    for (const [number, page] of table) pages.set(`${space} ${number}`, page);
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
    for (const [name, page] of pagesOf(cpu.memory.snapshot())) {
      const then = pages.get(name);
      if (page !== then && !(then && Buffer.from(page.bytes).equals(then.bytes))) {
        return `${error.message}: memory changed`;
      }
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

  for (const [turn, [reason, arrange]] of Object.entries(REASONS).entries()) {
    it(`leaves registers and memory as they were: ${reason}`, () => {
      const found: string[] = [];
      const inTurn = formsInTurn(instances, turn);
      for (const [index, instance] of inTurn.entries()) {
        cpu.restore(clean);
        cpu.memory.restore(cleanMemory);
        if (index % 50 === 0) randomise(cpu, index + 2);
        arrange(cpu);
        const processor = reason === WITHOUT_FEATURES ? BARE : cpu.processor;
        const change = changeBy(instance, cpu, before, processor);
        if (change) found.push(`${instance.instruction.form}: ${change}`);
      }
      assert.deepEqual(found.slice(0, 20), [], `${found.length} of ${inTurn.length}`);
    });
  }
});
