/**
 * The x87 part of the legacy region (Intel SDM vol. 1, 10.5.1 and 13.5.1): registers lie in it relative to the top of
 * the stack, while the tag byte counts physical registers.
 */
import { type Cpu, FCW_DEFAULT } from './cpu';

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
const ST_SIZE = 10;
const ST_COUNT = 8;

const FOP_MASK = 0x7ff;
/** Reads as one whatever is loaded. */
const FCW_RESERVED_ONE = 0x40;
const FSW_TOP_SHIFT = 11;
const FSW_EXCEPTIONS = 0x3f;
/** Exception summary and its copy, the busy flag: both follow from the exceptions and their masks. */
const FSW_SUMMARY = 0x8080;

export const X87_IMAGE_SIZE = 160;

/** Writes bytes 0-23 and the ten bytes of each register; leaves the rest of `target` (160 bytes) alone. */
export function saveX87(cpu: Cpu, target: Uint8Array, rexW: boolean): void {
  const view = viewOf(target);
  view.setUint16(FCW, cpu.fcw, true);
  view.setUint16(FSW, cpu.fsw, true);
  view.setUint16(FTW, cpu.ftw, true); // the byte behind the tags is reserved and written as zero
  view.setUint16(FOP, cpu.fop, true);
  view.setBigUint64(FIP, cpu.fip, true);
  view.setBigUint64(FDP, cpu.fdp, true);
  if (!rexW) {
    const selectors = !cpu.processor.has('FCS_FDS_DEPRECATED');
    view.setUint32(FCS, selectors ? cpu.fcs : 0, true);
    view.setUint32(FDS, selectors ? cpu.fds : 0, true);
  }
  for (let i = 0; i < ST_COUNT; i++) {
    const physical = ST_STRIDE * physicalRegister(cpu, i);
    target.set(cpu.x87.subarray(physical, physical + ST_SIZE), ST0 + ST_STRIDE * i);
  }
}

export function restoreX87(cpu: Cpu, source: Uint8Array, rexW: boolean): void {
  const view = viewOf(source);
  cpu.fcw = view.getUint16(FCW, true) | FCW_RESERVED_ONE;
  cpu.fsw = summarised(view.getUint16(FSW, true), cpu.fcw);
  cpu.ftw = view.getUint8(FTW);
  cpu.fop = view.getUint16(FOP, true) & FOP_MASK;
  const selectors = !rexW && !cpu.processor.has('FCS_FDS_DEPRECATED');
  cpu.fip = rexW ? view.getBigUint64(FIP, true) : BigInt(view.getUint32(FIP, true));
  cpu.fdp = rexW ? view.getBigUint64(FDP, true) : BigInt(view.getUint32(FDP, true));
  cpu.fcs = selectors ? view.getUint16(FCS, true) : 0;
  cpu.fds = selectors ? view.getUint16(FDS, true) : 0;
  cpu.x87.fill(0);
  for (let i = 0; i < ST_COUNT; i++) {
    const offset = ST0 + ST_STRIDE * i;
    cpu.x87.set(source.subarray(offset, offset + ST_SIZE), ST_STRIDE * physicalRegister(cpu, i));
  }
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
  cpu.fop = 0;
  cpu.fip = 0n;
  cpu.fdp = 0n;
  cpu.fcs = 0;
  cpu.fds = 0;
}

export function isX87Initial(cpu: Cpu): boolean {
  return (
    cpu.fcw === FCW_DEFAULT &&
    (cpu.fsw | cpu.ftw | cpu.fop | cpu.fcs | cpu.fds) === 0 &&
    cpu.fip === 0n &&
    cpu.fdp === 0n &&
    cpu.x87.every((byte) => byte === 0)
  );
}

/** Whether an unmasked x87 exception waits for the next waiting instruction (#MF). */
export function isX87ExceptionPending(cpu: Cpu): boolean {
  return (cpu.fsw & FSW_SUMMARY) !== 0;
}

function physicalRegister(cpu: Cpu, stackIndex: number): number {
  return ((cpu.fsw >> FSW_TOP_SHIFT) + stackIndex) % ST_COUNT;
}

function summarised(fsw: number, fcw: number): number {
  return (fsw & ~fcw & FSW_EXCEPTIONS) !== 0 ? fsw | FSW_SUMMARY : fsw & ~FSW_SUMMARY;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
