/**
 * Model-specific registers (Intel SDM vol. 4, 2.1; vol. 1, 13.3 and 13.14; vol. 3, 17 and 18): those that state
 * components hold, and those that govern them. Any other number raises #GP, as on a processor without it.
 */

import { CR0, EFER } from '../architecture/bits';
import { UNSETTLED } from '../architecture/choices';
import { componentsIn } from '../architecture/component';
import { Fault } from '../architecture/exception';
import { toLinear } from '../architecture/linear-address';
import { REGISTER_ROWS, type Register, type RegisterKey } from '../architecture/registers';
import type { Cpu } from '../cpu/cpu';
import type { AccessDirection, RegisterObserver } from '../cpu/observer';
import { requireCpl0 } from '../cpu/requirements';
import { loadStored, type StoredKey, store } from '../cpu/stored-register';
import type { Processor } from '../processor/processor';
import { componentState } from '../xstate/component-state';
import { CANONICAL_ONLY, reservedBits, rowProblem } from './legal-value';
import { COMPONENT_MSRS, type ComponentMsr } from './msr-components';

export interface Msr {
  readonly number: number;
  /** The manual's name: `IA32_XFD`. */
  readonly name: string;
  readonly documentation: string;
  /** Tells who watches registers of an access to it. */
  readonly tell: (observer: RegisterObserver, direction: AccessDirection) => void;
  /** Whether the processor has it; it always has one without this. */
  readonly exists?: (processor: Processor) => boolean;
  readonly read: (cpu: Cpu) => bigint;
  readonly write: (cpu: Cpu, value: bigint) => void;
  /** Why WRMSR raises #GP(0) for a value; undefined when it is legal. */
  readonly problem: (cpu: Cpu, value: bigint) => string | undefined;
}

/** What a register obeys beyond its row. */
interface Rule {
  readonly problem?: (cpu: Cpu, value: bigint) => string | undefined;
  /** Bits that WRMSR leaves as they are. */
  readonly kept?: bigint;
  readonly write?: (cpu: Cpu, value: bigint) => void;
}

const RULES: Partial<Record<RegisterKey, Rule>> = {
  efer: { problem: eferProblem, kept: EFER.LMA },
  xfd: { write: writeXfd },
};

/** The registers of the tables that have a number. */
const SYSTEM_MSRS: readonly Msr[] = REGISTER_ROWS.flatMap((row) =>
  row.msr === undefined ? [] : [systemMsr(row, row.msr)],
);

function systemMsr(row: Register, number: number): Msr {
  const { title, documentation, feature } = row;
  const key = row.key as StoredKey; // no MSR is derived
  const { problem, kept = 0n, write } = RULES[row.key] ?? {};
  return {
    number,
    name: title,
    documentation,
    tell: (observer, direction) => observer.register(key, direction),
    ...(feature && { exists: (processor) => processor.has(feature) }),
    read: (cpu) => loadStored(cpu, key),
    write:
      write ??
      ((cpu, value) => {
        store(cpu, key, (value & ~kept) | (loadStored(cpu, key) & kept));
      }),
    problem: (cpu, value) => problem?.(cpu, value) ?? rowProblem(row, cpu.processor, value),
  };
}

/** Ascending by number. */
export const MSRS: readonly Msr[] = [...SYSTEM_MSRS, ...COMPONENT_MSRS.map(componentMsr)].sort(
  (a, b) => a.number - b.number,
);

const BY_NUMBER: ReadonlyMap<number, Msr> = new Map(MSRS.map((msr) => [msr.number, msr]));

/** RDMSR. @throws Fault #GP(0) outside CPL 0 and for a number without a register. */
export function readMsr(cpu: Cpu, number: number): bigint {
  const msr = findMsr(cpu, number, 'RDMSR');
  if (cpu.observer) msr.tell(cpu.observer, 'read');
  return msr.read(cpu);
}

/** WRMSR of 64 bits. @throws Fault #GP(0) as RDMSR, and for reserved bits; nothing has changed then. */
export function writeMsr(cpu: Cpu, number: number, value: bigint): void {
  const msr = findMsr(cpu, number, 'WRMSR');
  const problem = msr.problem(cpu, value);
  if (problem) {
    throw new Fault('#GP', { errorCode: 0, why: `WRMSR of 0x${value.toString(16)} to ${msr.name}: ${problem}` });
  }
  msr.write(cpu, value);
  if (cpu.observer) msr.tell(cpu.observer, 'write');
}

/**
 * #GP(0) when XRSTORS would load a value into a supervisor component that WRMSR refuses (SDM vol. 1, 13.12).
 *
 * @param qword reads from the component's section, by byte offset.
 */
export function checkSupervisorSection(component: number, qword: (offset: number) => bigint): void {
  for (const row of COMPONENT_MSRS) {
    if (row.component !== component) continue;
    const value = qword(row.offset) & ~(row.imageOnly ?? 0n);
    const problem = componentProblem(row, value);
    if (!problem) continue;
    throw new Fault('#GP', {
      errorCode: 0,
      why: `XRSTORS of 0x${value.toString(16)} into ${row.name}: ${problem}`,
    });
  }
}

function findMsr(cpu: Cpu, number: number, instruction: string): Msr {
  requireCpl0(cpu, instruction);
  const msr = BY_NUMBER.get(number);
  if (msr && (msr.exists?.(cpu.processor) ?? true)) return msr;
  const what = msr ? `${msr.name} does not exist on ${cpu.processor.name}` : 'there is no such register in this model';
  throw new Fault('#GP', { errorCode: 0, why: `${instruction} of MSR 0x${number.toString(16)}: ${what}` });
}

/** Takes effect at once; the components keep their contents, or lose them where that choice is made. */
function writeXfd(cpu: Cpu, value: bigint): void {
  const newlyArmed = value & ~cpu.xfd & cpu.xcr0;
  cpu.xfd = value;
  if (UNSETTLED.armingXfd.value === 'keep') return;
  for (const { index } of componentsIn(newlyArmed)) componentState(index).initialise(cpu);
  cpu.xinuse &= ~newlyArmed;
}

function eferProblem(cpu: Cpu, value: bigint): string | undefined {
  const changesMode = ((value ^ cpu.efer) & EFER.LME) !== 0n && (cpu.cr0 & CR0.PG) !== 0n;
  return changesMode ? 'LME cannot change while paging is on' : undefined;
}

function componentMsr(row: ComponentMsr): Msr {
  const { number, name, documentation, component, offset, imageOnly = 0n } = row;
  const view = (cpu: Cpu) => {
    const image = cpu.supervisorImage(component);
    return new DataView(image.buffer, image.byteOffset + offset, 8);
  };
  const bit = 1n << BigInt(component);
  return {
    number,
    name,
    documentation,
    tell: (observer, direction) => observer.components(1 << component, direction),
    exists: (processor) => (processor.xssSupported & bit) !== 0n,
    read: (cpu) => view(cpu).getBigUint64(0, true) & ~imageOnly,
    write: (cpu, value) => {
      const kept = view(cpu).getBigUint64(0, true) & imageOnly;
      view(cpu).setBigUint64(0, value | kept, true);
    },
    problem: (_, value) => componentProblem(row, value),
  };
}

export function componentProblem({ writable, canonical }: ComponentMsr, value: bigint): string | undefined {
  if (canonical && toLinear(value) === undefined) return CANONICAL_ONLY;
  return writable === undefined ? undefined : reservedBits(value, writable);
}
