/**
 * The x87 environment of FNSTENV and FLDENV, and with the registers behind it that of FNSAVE and FRSTOR, in the format
 * of 32-bit protected mode, which 64-bit mode uses too (Intel SDM vol. 1, 8.1.10 and figure 8-9).
 */
import type { LinearAddress } from '../architecture/linear-address';
import type { Cpu } from '../cpu/cpu';
import { initialiseX87Control, registerWord, setX87Pointers } from '../xstate/x87-image';
import { TAG, tagOf } from './stack';
import { setFcw, setFsw, topOfStack, X87_EXCEPTIONS } from './status';

/** Bytes. */
const ENVIRONMENT_SIZE = 28;
const NUMBER_SIZE = 10;
const REGISTERS = 8;
const IMAGE_SIZE = ENVIRONMENT_SIZE + REGISTERS * NUMBER_SIZE;

/** Offsets in the environment. */
const AT = { FCW: 0, FSW: 4, FTW: 8, FIP: 12, FCS: 16, FOP: 18, FDP: 20, FDS: 24 } as const;

const FOP_MASK = 0x7ff;
/** The upper halves of words that only use the lower. */
const UNUSED = 0xffff_0000;

/** FNSTENV: then all exceptions are masked. @throws Fault #PF; nothing has changed then. */
export function storeEnvironment(cpu: Cpu, address: LinearAddress): void {
  const image = new Uint8Array(ENVIRONMENT_SIZE);
  writeEnvironment(cpu, new DataView(image.buffer));
  cpu.memory.write(cpu.access, address, image);
  setFcw(cpu, cpu.fcw | X87_EXCEPTIONS);
}

/** @throws Fault #PF; nothing has changed then. */
export function loadEnvironment(cpu: Cpu, address: LinearAddress): void {
  readEnvironment(cpu, viewOf(cpu.memory.read(cpu.access, address, ENVIRONMENT_SIZE)));
}

/** FNSAVE: the environment, then ST(0) to ST(7); then what FNINIT does. @throws Fault #PF; nothing has changed then. */
export function storeState(cpu: Cpu, address: LinearAddress): void {
  const image = new Uint8Array(IMAGE_SIZE);
  writeEnvironment(cpu, new DataView(image.buffer));
  forEachRegister(cpu, (from, at) => image.set(cpu.x87.subarray(from, from + NUMBER_SIZE), at));
  cpu.memory.write(cpu.access, address, image);
  initialiseX87Control(cpu);
}

/** FRSTOR. @throws Fault #PF; nothing has changed then. */
export function loadState(cpu: Cpu, address: LinearAddress): void {
  const image = cpu.memory.read(cpu.access, address, IMAGE_SIZE);
  readEnvironment(cpu, viewOf(image));
  forEachRegister(cpu, (to, at) => cpu.x87.set(image.subarray(at, at + NUMBER_SIZE), to));
}

/** @param each gets the place of ST(i) among the registers, and in the image. */
function forEachRegister(cpu: Cpu, each: (place: number, at: number) => void): void {
  const top = topOfStack(cpu);
  const first = registerWord(0, 0);
  for (let index = 0; index < REGISTERS; index++) {
    each(4 * (registerWord(top, index) - first), ENVIRONMENT_SIZE + NUMBER_SIZE * index);
  }
}

function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}

function writeEnvironment(cpu: Cpu, view: DataView): void {
  const selectors = !cpu.processor.has('FCS_FDS_DEPRECATED');
  let tags = 0;
  for (let register = 0; register < REGISTERS; register++) tags |= tagOf(cpu, register) << (2 * register);
  view.setUint32(AT.FCW, UNUSED | cpu.fcw, true);
  view.setUint32(AT.FSW, UNUSED | cpu.fsw, true);
  view.setUint32(AT.FTW, UNUSED | tags, true);
  view.setUint32(AT.FIP, Number(BigInt.asUintN(32, cpu.fip)), true);
  view.setUint16(AT.FCS, selectors ? cpu.fcs : 0, true);
  view.setUint16(AT.FOP, cpu.fop, true);
  view.setUint32(AT.FDP, Number(BigInt.asUintN(32, cpu.fdp)), true);
  view.setUint32(AT.FDS, UNUSED | (selectors ? cpu.fds : 0), true);
}

/** Of the tags only empty or not is kept: the others follow from the contents. */
function readEnvironment(cpu: Cpu, view: DataView): void {
  setFcw(cpu, view.getUint16(AT.FCW, true));
  setFsw(cpu, view.getUint16(AT.FSW, true));
  const tags = view.getUint16(AT.FTW, true);
  cpu.ftw = 0;
  for (let register = 0; register < REGISTERS; register++) {
    if (((tags >> (2 * register)) & 3) !== TAG.EMPTY) cpu.ftw |= 1 << register;
  }
  setX87Pointers(cpu, {
    fop: view.getUint16(AT.FOP, true) & FOP_MASK,
    fip: view.getUint32(AT.FIP, true),
    fdp: view.getUint32(AT.FDP, true),
    fcs: view.getUint16(AT.FCS, true),
    fds: view.getUint16(AT.FDS, true),
  });
}
