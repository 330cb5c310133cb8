/**
 * The x87 part of the legacy region (Intel SDM vol. 1, 10.5.1 and 13.5.1): registers lie in it relative to the top of
 * the stack, while the tag byte counts physical registers.
 */
import type { AreaImage } from './area-image';
import { copyWords } from './copy-words';
import { type Cpu, FCW_DEFAULT } from './cpu';
import { OFFSET, type RegisterRun, SCALAR } from './register-file';
import { isZero } from './register-runs';

/** Byte offsets in the legacy region. */
const FCW = 0;
const FSW = 2;
const FTW = 4;
const FOP = 6;
const FIP = 8;
const FCS = 12;
const FDP = 16;
const FDS = 20;
const ST0 = 32;
const ST_STRIDE = 16;
const ST_COUNT = 8;

const FOP_MASK = 0x7ff;
/** Masks, precision, rounding and infinity control; the other bits are reserved and read as zero. */
const FCW_BITS = 0x1f3f;
/** Reads as one whatever is loaded. */
const FCW_RESERVED_ONE = 0x40;
/** The uppermost bits of 64-bit pointers, which hold no more than linear addresses do: copies of bit 47. */
const POINTER_UNUSED = 16;
const FSW_TOP_SHIFT = 11;
const FSW_TOP = 7 << FSW_TOP_SHIFT;
const FSW_EXCEPTIONS = 0x3f;
/** Exception summary and its copy, the busy flag: both follow from the exceptions and their masks. */
const FSW_SUMMARY = 0x8080;

/** Of the four words of a register in the image or the register file, the third is half used and the last not at all. */
const ST_WORDS = ST_STRIDE / 4;
const ST_THIRD_MASK = 0xffff;

/** Words of the register file. */
const FIP_WORD = (OFFSET.scalars + 8 * SCALAR.fip) / 4;
const FDP_WORD = (OFFSET.scalars + 8 * SCALAR.fdp) / 4;
const R0_WORD = OFFSET.x87 / 4;

/** The instruction and data pointers and the registers' contents: initially zero. */
const BEYOND_CONTROL: readonly RegisterRun[] = [
  { at: R0_WORD, words: ST_COUNT * ST_WORDS, count: 1, stride: 0 },
  { at: FIP_WORD, words: 4, count: 1, stride: 0 },
];

/** Writes bytes 0-23 and 32-159 of the section at byte `at`, those between the registers as zeros; the rest stays. */
export function saveX87(cpu: Cpu, image: AreaImage, at: number, rexW: boolean): void {
  const { view, words } = image;
  view.setUint16(at + FCW, cpu.fcw, true);
  view.setUint16(at + FSW, cpu.fsw, true);
  view.setUint16(at + FTW, cpu.ftw, true); // the byte behind the tags is reserved and written as zero
  view.setUint16(at + FOP, cpu.fop, true);
  copyWords(cpu.registers, FIP_WORD, words, (at + FIP) >> 2, 2);
  copyWords(cpu.registers, FDP_WORD, words, (at + FDP) >> 2, 2);
  if (!rexW) {
    const selectors = !cpu.processor.has('FCS_FDS_DEPRECATED');
    view.setUint32(at + FCS, selectors ? cpu.fcs : 0, true);
    view.setUint32(at + FDS, selectors ? cpu.fds : 0, true);
  }
  for (let index = 0; index < ST_COUNT; index++) {
    const from = registerWord(cpu, index);
    const to = ((at + ST0) >> 2) + ST_WORDS * index;
    words[to] = cpu.registers[from]!; // the register file and the section have all eight
    words[to + 1] = cpu.registers[from + 1]!;
    words[to + 2] = cpu.registers[from + 2]! & ST_THIRD_MASK;
    words[to + 3] = 0;
  }
}

export function restoreX87(cpu: Cpu, image: AreaImage, at: number, rexW: boolean): void {
  const { view, words } = image;
  cpu.fcw = (view.getUint16(at + FCW, true) & FCW_BITS) | FCW_RESERVED_ONE;
  cpu.fsw = summarised(view.getUint16(at + FSW, true), cpu.fcw);
  cpu.ftw = view.getUint8(at + FTW);
  if (holdsPointers(cpu)) restorePointers(cpu, image, at, rexW);
  else clearPointers(cpu);
  for (let index = 0; index < ST_COUNT; index++) {
    const from = ((at + ST0) >> 2) + ST_WORDS * index;
    const to = registerWord(cpu, index);
    cpu.registers[to] = words[from]!; // as above
    cpu.registers[to + 1] = words[from + 1]!;
    cpu.registers[to + 2] = words[from + 2]! & ST_THIRD_MASK;
    cpu.registers[to + 3] = 0;
  }
}

function restorePointers(cpu: Cpu, { view, words }: AreaImage, at: number, rexW: boolean): void {
  cpu.fop = view.getUint16(at + FOP, true) & FOP_MASK;
  copyWords(words, (at + FIP) >> 2, cpu.registers, FIP_WORD, 2);
  copyWords(words, (at + FDP) >> 2, cpu.registers, FDP_WORD, 2);
  for (const high of [FIP_WORD + 1, FDP_WORD + 1]) {
    const value = cpu.registers[high]!; // the register file has both
    cpu.registers[high] = rexW ? (value << POINTER_UNUSED) >> POINTER_UNUSED : 0;
  }
  const selectors = !rexW && !cpu.processor.has('FCS_FDS_DEPRECATED');
  cpu.fcs = selectors ? view.getUint16(at + FCS, true) : 0;
  cpu.fds = selectors ? view.getUint16(at + FDS, true) : 0;
}

function clearPointers(cpu: Cpu): void {
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

export function initialiseX87(cpu: Cpu): void {
  initialiseX87Control(cpu);
  cpu.x87.fill(0);
}

/** What FNINIT does: all but the registers' contents. */
export function initialiseX87Control(cpu: Cpu): void {
  cpu.fcw = FCW_DEFAULT;
  cpu.fsw = 0;
  cpu.ftw = 0;
  clearPointers(cpu);
}

/** What EMMS does: no register is in use, and the first is on top (vol. 3, 12.2). */
export function emptyX87(cpu: Cpu): void {
  cpu.ftw = 0;
  cpu.fsw &= ~FSW_TOP;
}

export function isX87Initial(cpu: Cpu): boolean {
  return (
    cpu.fcw === FCW_DEFAULT &&
    (cpu.fsw | cpu.ftw | cpu.fop | cpu.fcs | cpu.fds) === 0 &&
    isZero(cpu.registers, BEYOND_CONTROL)
  );
}

/** Whether an unmasked x87 exception waits for the next waiting instruction (#MF). */
export function isX87ExceptionPending(cpu: Cpu): boolean {
  return (cpu.fsw & FSW_SUMMARY) !== 0;
}

/** Where ST(index) lies in the register file: a word. */
function registerWord(cpu: Cpu, index: number): number {
  return R0_WORD + ST_WORDS * (((cpu.fsw >> FSW_TOP_SHIFT) + index) % ST_COUNT);
}

function summarised(fsw: number, fcw: number): number {
  return (fsw & ~fcw & FSW_EXCEPTIONS) !== 0 ? fsw | FSW_SUMMARY : fsw & ~FSW_SUMMARY;
}
