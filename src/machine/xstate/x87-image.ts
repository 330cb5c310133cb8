/**
 * The x87 part of the legacy region (Intel SDM vol. 1, 10.5.1 and 13.5.1): registers lie in it relative to the top of
 * the stack, while the tag byte counts physical registers.
 */

import { FCW_DEFAULT } from '../architecture/bits';
import { OFFSET, type RegisterRun, SCALAR, WORD } from '../architecture/register-file';
import type { Cpu } from '../cpu/cpu';
import { isZero } from '../cpu/register-runs';
import type { Processor } from '../processor/processor';
import { hasPendingException, isX87ExceptionPending, loadedFcw, loadedFsw, setTopOfStack, topIn } from '../x87/status';

/** Words of the section. FCW and FSW, then FTW and FOP, share one. */
const FCW_FSW = 0;
const FTW_FOP = 1;
const FIP = 2;
const FCS = 3;
const FDP = 4;
const FDS = 5;
const ST0 = 8;
const ST_WORDS = 4;
const ST_COUNT = 8;

const LOW_HALF = 0xffff;
const TAGS = 0xff;
const FOP_MASK = 0x7ff;
/** Bits of a 64-bit pointer above its linear address. They repeat the highest bit of the linear address. */
const UNUSED = { 'bit 47': 16, 'bit 56': 7, 'all bits': 0 } as const;

const word = (index: number): number => OFFSET.words / 4 + index;

/** Words of the register file. */
const FCW_WORD = word(WORD.fcw);
const FSW_WORD = word(WORD.fsw);
const FTW_WORD = word(WORD.ftw);
const FOP_WORD = word(WORD.fop);
const FCS_WORD = word(WORD.fcs);
const FDS_WORD = word(WORD.fds);
const FIP_WORD = (OFFSET.scalars + 8 * SCALAR.fip) / 4;
const FDP_WORD = (OFFSET.scalars + 8 * SCALAR.fdp) / 4;
const R0_WORD = OFFSET.x87 / 4;

/** The instruction and data pointers and the registers' contents: initially zero. */
const BEYOND_CONTROL: readonly RegisterRun[] = [
  { at: R0_WORD, words: ST_COUNT * ST_WORDS, count: 1, stride: 0 },
  { at: FIP_WORD, words: 4, count: 1, stride: 0 },
];

/** Writes words 0-5 and 8-39 of the section at `target[at]`, the unused bytes of registers as zeros. */
export function saveX87({ processor, registers }: Cpu, target: Int32Array, at: number, rexW: boolean): void {
  const fsw = registers[FSW_WORD]!; // the register file has this word and the next ones
  target[at + FCW_FSW] = registers[FCW_WORD]! | (fsw << 16);
  target[at + FTW_FOP] = registers[FTW_WORD]! | (registers[FOP_WORD]! << 16); // the byte behind the tags is reserved and written as zero
  copyPointer(registers, FIP_WORD, target, at + FIP);
  copyPointer(registers, FDP_WORD, target, at + FDP);
  if (!rexW) {
    const selectors = !processor.has('FCS_FDS_DEPRECATED');
    target[at + FCS] = selectors ? registers[FCS_WORD]! : 0; // as above
    target[at + FDS] = selectors ? registers[FDS_WORD]! : 0;
  }
  const top = topIn(fsw);
  for (let index = 0; index < ST_COUNT; index++) {
    copyRegister(registers, registerWord(top, index), target, at + ST0 + ST_WORDS * index);
  }
}

export function restoreX87(cpu: Cpu, source: Int32Array, at: number, rexW: boolean): void {
  const { registers } = cpu;
  const fcwFsw = source[at + FCW_FSW]!; // the section has all words
  const fcw = loadedFcw(cpu, fcwFsw);
  const fsw = loadedFsw(fcwFsw >>> 16, fcw);
  registers[FCW_WORD] = fcw;
  registers[FSW_WORD] = fsw;
  registers[FTW_WORD] = source[at + FTW_FOP]! & TAGS; // the section is this long
  if (loadsPointers(cpu, fsw)) restorePointers(cpu, source, at, rexW);
  else if (cpu.processor.has('XSAVEERPTR')) clearX87Pointers(cpu);
  const top = topIn(fsw);
  for (let index = 0; index < ST_COUNT; index++) {
    copyRegister(source, at + ST0 + ST_WORDS * index, registers, registerWord(top, index));
  }
}

function restorePointers({ processor, registers }: Cpu, source: Int32Array, at: number, rexW: boolean): void {
  registers[FOP_WORD] = (source[at + FTW_FOP]! >>> 16) & FOP_MASK; // the section is this long
  const { fipUnused, fdpUnused } = pointersOf(processor);
  registers[FIP_WORD] = source[at + FIP]!; // as above
  registers[FIP_WORD + 1] = pointerHigh(source[at + FIP + 1]!, rexW, fipUnused);
  registers[FDP_WORD] = source[at + FDP]!; // as above
  registers[FDP_WORD + 1] = pointerHigh(source[at + FDP + 1]!, rexW, fdpUnused);
  const selectors = !rexW && !processor.has('FCS_FDS_DEPRECATED');
  registers[FCS_WORD] = selectors ? source[at + FCS]! & LOW_HALF : 0; // the section is this long
  registers[FDS_WORD] = selectors ? source[at + FDS]! & LOW_HALF : 0;
}

/** The state of the last x87 instruction in the 32-bit formats. */
export interface LastX87Instruction {
  readonly fop: number;
  /** 32 bits, as `fdp`. */
  readonly fip: number;
  readonly fdp: number;
  readonly fcs: number;
  readonly fds: number;
}

/** Loads the pointers as far as the processor holds them. FCW and FSW must be loaded before. */
export function setX87Pointers(cpu: Cpu, { fop, fip, fdp, fcs, fds }: LastX87Instruction): void {
  clearX87Pointers(cpu);
  if (!holdsPointers(cpu)) return;
  cpu.fop = fop;
  cpu.fip = BigInt(fip);
  cpu.fdp = BigInt(fdp);
  if (cpu.processor.has('FCS_FDS_DEPRECATED')) return;
  cpu.fcs = fcs;
  cpu.fds = fds;
}

function clearX87Pointers(cpu: Cpu): void {
  cpu.fop = 0;
  cpu.fip = 0n;
  cpu.fdp = 0n;
  cpu.fcs = 0;
  cpu.fds = 0;
}

/** AMD's processors have the last instruction's pointers only while it has raised an exception that waits. */
function holdsPointers(cpu: Cpu): boolean {
  return isX87ExceptionPending(cpu) || !cpu.processor.has('XSAVEERPTR');
}

/**
 * Whether a load takes the pointers from the image. AMD's processors do so only with an exception that waits; else they clear
 * the pointers, or leave them as the last task had them, if they are older than CPUID bit XSAVEERPTR (CVE-2006-1056).
 */
function loadsPointers({ processor }: Cpu, fsw: number): boolean {
  return processor.model.vendor !== 'AuthenticAMD' || hasPendingException(fsw);
}

function copyPointer(source: Int32Array, from: number, target: Int32Array, to: number): void {
  target[to] = source[from]!; // both hold all pointers
  target[to + 1] = source[from + 1]!;
}

/** The bits of a pointer's upper half that the processor keeps. */
function pointerHigh(loaded: number, rexW: boolean, unused: number): number {
  return rexW ? (loaded << unused) >> unused : 0;
}

/** How many bits of its pointers a processor has no use for. */
interface Pointers {
  readonly processor: Processor;
  readonly fipUnused: number;
  readonly fdpUnused: number;
}

/** Those of the last processor that was asked for: there is hardly ever another. */
let lastPointers: Pointers | undefined;

function pointersOf(processor: Processor): Pointers {
  if (lastPointers?.processor === processor) return lastPointers;
  const { fip, fdp } = processor.choices;
  const linear = processor.has('LA57') ? 'bit 56' : 'bit 47';
  lastPointers = {
    processor,
    fipUnused: UNUSED[fip === 'linear address' ? linear : fip],
    fdpUnused: UNUSED[fdp === 'linear address' ? linear : fdp],
  };
  return lastPointers;
}

/** The ten bytes of a register, and zeros for the six behind them. */
function copyRegister(source: Int32Array, from: number, target: Int32Array, to: number): void {
  target[to] = source[from]!; // both hold all registers
  target[to + 1] = source[from + 1]!;
  target[to + 2] = source[from + 2]! & LOW_HALF; // the section is this long
  target[to + 3] = 0;
}

export function initialiseX87(cpu: Cpu): void {
  initialiseX87Control(cpu);
  cpu.x87.fill(0);
}

/** Initialises the x87 state as FNINIT does. The contents of the registers stay. */
export function initialiseX87Control(cpu: Cpu): void {
  cpu.fcw = FCW_DEFAULT;
  cpu.fsw = 0;
  cpu.ftw = 0;
  clearX87Pointers(cpu);
}

/** Empties the x87 stack as EMMS does: every register is empty, and TOP is 0 (vol. 3, 12.2). */
export function emptyX87(cpu: Cpu): void {
  cpu.ftw = 0;
  setTopOfStack(cpu, 0);
}

export function isX87Initial(cpu: Cpu): boolean {
  return (
    cpu.fcw === FCW_DEFAULT &&
    (cpu.fsw | cpu.ftw | cpu.fop | cpu.fcs | cpu.fds) === 0 &&
    isZero(cpu.block, BEYOND_CONTROL)
  );
}

/** The word of the register file at which ST(index) begins. */
export function registerWord(top: number, index: number): number {
  return R0_WORD + ST_WORDS * ((top + index) & (ST_COUNT - 1));
}
