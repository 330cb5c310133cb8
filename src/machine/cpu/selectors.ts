/**
 * Segment selectors in 64-bit mode (Intel SDM vol. 1, 3.4.2; vol. 2, MOV). There is no descriptor table in memory: the
 * descriptors are those that Linux has in its own, flat, and CS and SS follow from the privilege level.
 */
import { Fault } from '../architecture/exception';
import type { Cpu } from './cpu';
import { SEGMENT } from './effective-address';

/** Selectors of `arch/x86/include/asm/segment.h`. */
const SELECTOR = { KERNEL_CS: 0x10, KERNEL_DS: 0x18, USER32_CS: 0x23, USER_DS: 0x2b, USER_CS: 0x33 } as const;

const BITS = 16n;
const RPL = 3;
const NULL_LIMIT = 4;
const USER = 3;

/** Descriptors by selector without its RPL. */
const DESCRIPTORS: ReadonlyMap<number, { readonly code: boolean; readonly dpl: number }> = new Map([
  [SELECTOR.KERNEL_CS & ~RPL, { code: true, dpl: 0 }],
  [SELECTOR.KERNEL_DS & ~RPL, { code: false, dpl: 0 }],
  [SELECTOR.USER32_CS & ~RPL, { code: true, dpl: 3 }],
  [SELECTOR.USER_DS & ~RPL, { code: false, dpl: 3 }],
  [SELECTOR.USER_CS & ~RPL, { code: true, dpl: 3 }],
]);

/** The selector in segment register `index`. */
export function readSelector(cpu: Cpu, index: number): number {
  if (index === SEGMENT.CS) return cpu.cpl === USER ? SELECTOR.USER_CS : SELECTOR.KERNEL_CS;
  if (index === SEGMENT.SS) return cpu.cpl === USER ? SELECTOR.USER_DS : SELECTOR.KERNEL_DS;
  return storedSelector(cpu.selectors, index);
}

/** Places in `Cpu.selectors`: CS and SS are not there, so that the others fit into 64 bits. */
function placeOf(index: number): bigint {
  return BITS * BigInt([SEGMENT.ES, SEGMENT.DS, SEGMENT.FS, SEGMENT.GS].findIndex((stored) => stored === index));
}

/** The selector of ES, DS, FS or GS in what `Cpu.selectors` holds. */
export function storedSelector(selectors: bigint, index: number): number {
  return Number((selectors >> placeOf(index)) & 0xffffn);
}

/** `selectors` with another one of ES, DS, FS or GS. */
export function withSelector(selectors: bigint, index: number, selector: number): bigint {
  const at = placeOf(index);
  return (selectors & ~(0xffffn << at)) | (BigInt(selector) << at);
}

/**
 * MOV to a segment register other than CS. The bases of FS and GS become those of the descriptor, 0, also with a null
 * selector. #GP with the selector for what the level may not load, and for selectors of no descriptor.
 */
export function writeSelector(cpu: Cpu, index: number, selector: number): void {
  requireLoadable(cpu, index, selector);
  if (index === SEGMENT.SS) return;
  cpu.selectors = withSelector(cpu.selectors, index, selector);
  if (index === SEGMENT.FS) cpu.fsBase = 0n;
  else if (index === SEGMENT.GS) cpu.gsBase = 0n;
}

function requireLoadable(cpu: Cpu, index: number, selector: number): void {
  const refuse = (why: string): never => {
    throw new Fault('#GP', { errorCode: selector < NULL_LIMIT ? 0 : selector & ~RPL, why });
  };
  const rpl = selector & RPL;
  if (selector < NULL_LIMIT) {
    if (index === SEGMENT.SS && (cpu.cpl === USER || rpl !== cpu.cpl)) refuse('a null selector for SS at this level');
    return;
  }
  const descriptor = DESCRIPTORS.get(selector & ~RPL);
  const shown = `0x${selector.toString(16)}`;
  if (!descriptor) return refuse(`${shown} selects no descriptor`);
  if (index === SEGMENT.SS) {
    if (descriptor.code || rpl !== cpu.cpl || descriptor.dpl !== cpu.cpl)
      refuse(`${shown} is no stack of CPL ${cpu.cpl}`);
  } else if (Math.max(rpl, cpu.cpl) > descriptor.dpl) {
    refuse(`${shown} selects a segment of level ${descriptor.dpl}, and CPL is ${cpu.cpl}`);
  }
}
