/** Executes a recorded case on a model, and tells the differences between the model and the processor. */
import { CR0, CR4 } from '../../machine/architecture/bits';
import { exceptionRow, Fault } from '../../machine/architecture/exception';
import { GPR } from '../../machine/architecture/gpr';
import { Cpu } from '../../machine/cpu/cpu';
import { Memory } from '../../machine/cpu/memory';
import { compileInstruction } from '../../machine/instructions/execute';
import type { Processor } from '../../machine/processor/processor';
import { xgetbv } from '../../machine/xstate/xcr';
import { xrstor } from '../../machine/xstate/xrstor';
import { xsave } from '../../machine/xstate/xsave';
import { instructionOf } from './instruction-text';
import { AREA, type CaseRecord, WINDOW } from './records';

const CODE = 0x1000_0000;
const IMAGE = 0x3000_0000;
const STATE = 0x3000_4000;
const SCRATCH = 0x8000;
const XSTATE_BV = 512;
const PAGE_FAULT = 14;

/** Components that recordings use: legacy and AVX-512 state. */
export const USED = 0xe7n;

/** @returns what is not as recorded, in words: `byte 3 of the area is 0x10, not 0x11`. */
export function replayCase(processor: Processor, xcr0: bigint, record: CaseRecord): string[] {
  const cpu = prepared(processor, xcr0, record);
  const found = new Differences();
  found.number('XGETBV(1) after loading', inUse(cpu), record.xinuse?.[0]);
  const inPrelude = execute(cpu, record.prelude);
  if (record.trap === 0) found.number('XGETBV(1) before it', inUse(cpu), record.xinuse?.[1]);
  cpu.rflags = record.rflags;
  cpu.gpr[GPR.RAX] = record.rfbm & 0xffff_ffffn;
  cpu.gpr[GPR.RDX] = record.rfbm >> 32n;
  const fault = inPrelude ?? execute(cpu, [record.insn]);
  compareFault(found, fault, record);
  // After a fault, XINUSE has passed through a signal frame of the kernel on which the case was recorded.
  if (record.trap === 0) found.number('XGETBV(1) after it', inUse(cpu), record.xinuse?.[2]);
  found.bytes('the area', cpu.memory.peek(0, mappedFrom(record), record.area.length) ?? new Uint8Array(), record.area);
  cpu.cpl = 0;
  cpu.rflags = 0x2;
  xsave(cpu, STATE, xcr0 & USED);
  const state = cpu.memory.peek(0, STATE, record.state.length) ?? new Uint8Array();
  if (record.trap !== 0) state.set(record.state.subarray(XSTATE_BV, XSTATE_BV + 8), XSTATE_BV);
  found.bytes('the registers, saved by XSAVE64,', state, record.state);
  return found.texts;
}

/** XGETBV(1); undefined on a model that does not have it. */
function inUse(cpu: Cpu): bigint | undefined {
  return cpu.processor.has('XGETBV1') ? xgetbv(cpu, 1) : undefined;
}

function prepared(processor: Processor, xcr0: bigint, { image, before, base, ...record }: CaseRecord): Cpu {
  const memory = new Memory();
  const cpu = new Cpu(0, processor, memory);
  memory.map(0, AREA, WINDOW);
  memory.map(0, IMAGE, SCRATCH);
  memory.poke(0, IMAGE, image);
  memory.poke(0, mappedFrom({ ...record, base }), before);
  cpu.cr0 |= CR0.AM;
  cpu.cr4 |= CR4.OSXSAVE;
  cpu.xcr0 = xcr0;
  cpu.cpl = 3;
  cpu.rip = CODE;
  cpu.gpr[GPR.RBX] = BigInt(base);
  xrstor(cpu, IMAGE, xcr0 & USED);
  return cpu;
}

function mappedFrom({ base }: Pick<CaseRecord, 'base'>): number {
  return Math.max(base, AREA);
}

function execute(cpu: Cpu, lines: readonly string[]): Fault | undefined {
  try {
    for (const line of lines) {
      const instruction = instructionOf(line, cpu.rip);
      cpu.rip = instruction.address + instruction.bytes.length;
      compileInstruction(instruction, cpu.processor)(cpu);
    }
    return undefined;
  } catch (error) {
    if (error instanceof Fault) return error;
    throw error;
  }
}

function compareFault(found: Differences, fault: Fault | undefined, { trap, error, cr2 }: CaseRecord): void {
  const vector = fault ? exceptionRow(fault.mnemonic).vector : 0;
  found.number('the exception', vector, trap);
  if (vector !== trap) return;
  found.number('the error code', fault?.detail.errorCode ?? 0, error);
  if (trap === PAGE_FAULT) found.number('CR2', BigInt(fault?.detail.address ?? 0), cr2);
}

/** What came out otherwise, in words. */
class Differences {
  readonly texts: string[] = [];

  /** Nothing is compared with what was not recorded. */
  number(what: string, is: number | bigint | undefined, recorded: number | bigint | undefined): void {
    if (recorded === undefined || is === recorded) return;
    const was = `0x${recorded.toString(16)}`;
    const seen =
      is === undefined ? `not in the model, and ${was} in the recording` : `0x${is.toString(16)}, not ${was}`;
    this.texts.push(`${what} is ${seen}`);
  }

  bytes(what: string, is: Uint8Array, recorded: Uint8Array): void {
    const at = recorded.findIndex((byte, index) => is[index] !== byte);
    if (at >= 0) this.number(`byte ${at} of ${what}`, is[at] ?? 0, recorded[at]);
  }
}
