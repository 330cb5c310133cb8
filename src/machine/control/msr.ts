/**
 * Model-specific registers (Intel SDM vol. 4, 2.1; vol. 1, 13.3 and 13.14; vol. 3, 17 and 18): those that state
 * components hold, and those that govern them. Any other number raises #GP, as on a processor without it.
 */
import { toLinear } from '../architecture/address';
import { CR0, EFER } from '../architecture/bits';
import { ARMING_XFD } from '../architecture/choices';
import { componentsIn } from '../architecture/component';
import { Fault } from '../architecture/exception';
import { requireCpl0 } from '../cpu/checks';
import type { Cpu } from '../cpu/cpu';
import type { Processor } from '../processor/processor';
import { componentState } from '../xstate/component-state';
import { COMPONENT_MSRS, type ComponentMsr } from './msr-components';

export interface Msr {
  readonly number: number;
  /** The manual's name: `IA32_XFD`. */
  readonly name: string;
  readonly documentation: string;
  /** Whether the processor has it; it always has one without this. */
  readonly exists?: (processor: Processor) => boolean;
  readonly read: (cpu: Cpu) => bigint;
  readonly write: (cpu: Cpu, value: bigint) => void;
  /** Why WRMSR raises #GP(0) for a value; undefined when it is legal. */
  readonly problem: (cpu: Cpu, value: bigint) => string | undefined;
}

/** Numbers of the registers that the kernel and the debugger use by name. */
export const MSR = { IA32_XFD: 0x1c4, IA32_XFD_ERR: 0x1c5, IA32_XSS: 0xda0, IA32_FS_BASE: 0xc0000100 } as const;

const SYSTEM_MSRS: readonly Msr[] = [
  {
    number: 0x10,
    name: 'IA32_TIME_STAMP_COUNTER',
    documentation: 'What RDTSC reads.',
    read: (cpu) => cpu.tsc,
    write: (cpu, value) => {
      cpu.tsc = value;
    },
    problem: () => undefined,
  },
  {
    number: MSR.IA32_XFD,
    name: 'IA32_XFD',
    documentation: 'Extended feature disable: a set bit makes the first use of that component raise #NM.',
    exists: (processor) => processor.has('XFD'),
    read: (cpu) => cpu.xfd,
    write: writeXfd,
    problem: (cpu, value) => reservedBits(value, cpu.processor.xfdSupported, 'components that XFD cannot disable'),
  },
  {
    number: MSR.IA32_XFD_ERR,
    name: 'IA32_XFD_ERR',
    documentation: 'The components that the last XFD #NM was about. Only software clears it.',
    exists: (processor) => processor.has('XFD'),
    read: (cpu) => cpu.xfdErr,
    write: (cpu, value) => {
      cpu.xfdErr = value;
    },
    problem: (cpu, value) => reservedBits(value, cpu.processor.xfdSupported, 'components that XFD cannot disable'),
  },
  {
    number: MSR.IA32_XSS,
    name: 'IA32_XSS',
    documentation: 'The supervisor components that XSAVES and XRSTORS handle.',
    exists: (processor) => processor.has('XSAVES'),
    read: (cpu) => cpu.xss,
    write: (cpu, value) => {
      cpu.xss = value;
    },
    problem: (cpu, value) => reservedBits(value, cpu.processor.xssSupported, 'no supervisor components here'),
  },
  {
    number: 0xc0000080,
    name: 'IA32_EFER',
    documentation: 'Extended features: SYSCALL, 64-bit mode, no-execute pages.',
    read: (cpu) => cpu.efer,
    write: (cpu, value) => {
      cpu.efer = (value & ~EFER.LMA) | (cpu.efer & EFER.LMA);
    },
    problem: eferProblem,
  },
];

const CANONICAL_ONLY = 'the address is not canonical';

/** The bases of FS and GS, which every processor in 64-bit mode has. */
const SEGMENT_MSRS: readonly Msr[] = (
  [
    [MSR.IA32_FS_BASE, 'IA32_FS_BASE', 'fsBase', 'What is added to addresses with the segment FS.'],
    [0xc0000101, 'IA32_GS_BASE', 'gsBase', 'What is added to addresses with the segment GS.'],
    [0xc0000102, 'IA32_KERNEL_GS_BASE', 'kernelGsBase', 'What SWAPGS exchanges with the base of GS.'],
  ] as const
).map(([number, name, field, documentation]) => ({
  number,
  name,
  documentation,
  read: (cpu) => cpu[field],
  write: (cpu, value) => {
    cpu[field] = value;
  },
  problem: (_, value) => (toLinear(value) === undefined ? CANONICAL_ONLY : undefined),
}));

/** Ascending by number. */
export const MSRS: readonly Msr[] = [...SYSTEM_MSRS, ...SEGMENT_MSRS, ...COMPONENT_MSRS.map(componentMsr)].sort(
  (a, b) => a.number - b.number,
);

const BY_NUMBER: ReadonlyMap<number, Msr> = new Map(MSRS.map((msr) => [msr.number, msr]));

/** RDMSR. @throws Fault #GP(0) outside CPL 0 and for a number without a register. */
export function readMsr(cpu: Cpu, number: number): bigint {
  return findMsr(cpu, number, 'RDMSR').read(cpu);
}

/** WRMSR of 64 bits. @throws Fault #GP(0) as RDMSR, and for reserved bits; nothing has changed then. */
export function writeMsr(cpu: Cpu, number: number, value: bigint): void {
  const msr = findMsr(cpu, number, 'WRMSR');
  const problem = msr.problem(cpu, value);
  if (problem) {
    throw new Fault('#GP', { errorCode: 0, why: `WRMSR of 0x${value.toString(16)} to ${msr.name}: ${problem}` });
  }
  msr.write(cpu, value);
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
  if (ARMING_XFD === 'keep') return;
  for (const { index } of componentsIn(newlyArmed)) componentState(index).initialise(cpu);
  cpu.xinuse &= ~newlyArmed;
}

function eferProblem(cpu: Cpu, value: bigint): string | undefined {
  const ffxsr = cpu.processor.has('FFXSR') ? EFER.FFXSR : 0n;
  const known = EFER.SCE | EFER.LME | EFER.LMA | EFER.NXE | ffxsr;
  if ((value ^ cpu.efer) & EFER.LME && cpu.cr0 & CR0.PG) return 'LME cannot change while paging is on';
  return reservedBits(value, known, 'reserved');
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
    exists: (processor) => (processor.xssSupported & bit) !== 0n,
    read: (cpu) => view(cpu).getBigUint64(0, true) & ~imageOnly,
    write: (cpu, value) => {
      const kept = view(cpu).getBigUint64(0, true) & imageOnly;
      view(cpu).setBigUint64(0, value | kept, true);
    },
    problem: (_, value) => componentProblem(row, value),
  };
}

function componentProblem({ writable, canonical }: ComponentMsr, value: bigint): string | undefined {
  if (canonical && toLinear(value) === undefined) return CANONICAL_ONLY;
  return writable === undefined ? undefined : reservedBits(value, writable, 'reserved');
}

function reservedBits(value: bigint, allowed: bigint, what: string): string | undefined {
  const bits = value & ~allowed;
  return bits === 0n ? undefined : `bits 0x${bits.toString(16)} are ${what}`;
}
