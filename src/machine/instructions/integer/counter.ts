/**
 * Counters of time: RDTSC and RDTSCP (Intel SDM vol. 2), RDPRU (AMD APM vol. 3). Time is not modelled, but never stands
 * still: each reading finds a later one, and the same trace reads the same numbers.
 */
import { CR4, FLAG } from '../../architecture/bits';
import { Fault } from '../../architecture/exception';
import { GPR } from '../../architecture/gpr';
import type { Cpu } from '../../cpu/cpu';
import type { InstructionRow } from '../../cpu/instruction';
import { STATUS_FLAGS } from '../../integer/flags';
import { ecx, setEdxEax } from '../operands';
import { integerRow, MISSING } from './row';

/** Ticks that pass between two readings of the counter. */
const TICKS_PER_READING = 100n;
/** RDPRU has two registers, MPERF and APERF: a clock that does not change its speed counts the same in both. */
const PROCESSOR_REGISTERS = 2;

function nextReading(cpu: Cpu): bigint {
  cpu.tsc += TICKS_PER_READING;
  return cpu.tsc;
}

/** Whether CR4.TSD keeps the counters from programs. */
function isDisabled(cpu: Cpu): boolean {
  return cpu.cpl !== 0 && (cpu.cr4 & CR4.TSD) !== 0n;
}

function readCounter(cpu: Cpu, name: string): void {
  if (isDisabled(cpu)) throw new Fault('#GP', { errorCode: 0, why: `CR4.TSD is 1: ${name} needs CPL 0` });
  setEdxEax(cpu, nextReading(cpu));
}

/** CF tells whether there is the register that ECX names. */
function readProcessorRegister(cpu: Cpu): void {
  if (isDisabled(cpu)) throw new Fault('#UD', { why: 'CR4.TSD is 1: RDPRU needs CPL 0' });
  const isThere = ecx(cpu) < PROCESSOR_REGISTERS;
  setEdxEax(cpu, isThere ? nextReading(cpu) : 0n);
  cpu.rflags = (cpu.rflags & ~STATUS_FLAGS) | (isThere ? FLAG.CF : 0);
}

const DISABLED = 'when CR4.TSD is 1, outside CPL 0';

export const INTEGER_COUNTERS: readonly InstructionRow[] = [
  integerRow({
    mnemonic: 'rdtsc',
    summary: 'Read the time-stamp counter',
    operation: `The counter goes on by ${TICKS_PER_READING}, then EDX:EAX = counter. The same trace reads the same numbers.`,
    features: ['TSC'],
    exceptions: [MISSING, `#GP(0) ${DISABLED}`],
    forms: ['Rdtsc'],
    compile: () => (cpu) => readCounter(cpu, 'RDTSC'),
  }),
  integerRow({
    mnemonic: 'rdtscp',
    summary: 'Read the time-stamp counter and the processor ID',
    operation: `The counter goes on by ${TICKS_PER_READING}, then EDX:EAX = counter, ECX = the number of the CPU.`,
    features: ['RDTSCP'],
    exceptions: [MISSING, `#GP(0) ${DISABLED}`],
    forms: ['Rdtscp'],
    compile: () => (cpu) => {
      readCounter(cpu, 'RDTSCP');
      cpu.gpr[GPR.RCX] = BigInt(cpu.index);
    },
  }),
  integerRow({
    mnemonic: 'rdpru',
    summary: 'Read a counter of the processor in user mode',
    operation: `ECX names MPERF (0) or APERF (1). The time-stamp counter goes on by ${TICKS_PER_READING}, and both count as it does: EDX:EAX = counter, CF = 1. Another ECX gives 0, and CF = 0. OF, SF, ZF, AF and PF become 0.`,
    features: ['RDPRU'],
    exceptions: [MISSING, `#UD ${DISABLED}`],
    manual: 'APM vol. 3, RDPRU',
    forms: ['Rdpru'],
    compile: () => readProcessorRegister,
  }),
];
