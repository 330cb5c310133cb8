/**
 * XSAVE, XSAVEOPT, XSAVEC and XSAVES (Intel SDM vol. 1, 13.7 and 13.9 to 13.11; XFD: 13.14). Each works out what goes
 * where, checks every byte of it, and only then writes.
 */
import { fromLinear, type LinearAddress } from './address';
import { componentsIn, hasBit, XFEATURE } from './component';
import { componentState, MXCSR_OFFSET } from './component-state';
import type { Cpu } from './cpu';
import { HEADER_OFFSET, type Layout } from './processor';
import { armedMask, effectiveInUse } from './xfd';
import { inUseWithMxcsr, modified } from './xinuse';
import { checkAreaAligned, checkXsaveEnabled, type XsaveMnemonic, type XsaveOptions } from './xsave-access';
import { COMPACTED, XCOMP_BV_OFFSET } from './xsave-area';

const SSE = 1n << BigInt(XFEATURE.SSE);
const AVX = 1n << BigInt(XFEATURE.AVX);

/** Bytes at an offset from the start of the area. */
interface Piece {
  readonly offset: number;
  readonly bytes: Uint8Array;
}

/**
 * XSAVE: all components of XCR0 & `mask` in the standard format, initial ones included.
 *
 * @param address of the area: linear, 64-byte aligned.
 * @param mask EDX:EAX.
 * @throws Fault #UD, #NM, #GP(0), #AC(0), #PF; nothing is written then. An armed component never faults: it is saved
 * as initial.
 */
export function xsave(cpu: Cpu, address: LinearAddress, mask: bigint, options: XsaveOptions = {}): void {
  saveStandard(cpu, address, mask, options, 'xsave', () => ~0n);
}

/** XSAVEOPT: as XSAVE, but leaves out what is initial, and what has not changed since XRSTOR from the same area. */
export function xsaveopt(cpu: Cpu, address: LinearAddress, mask: bigint, options: XsaveOptions = {}): void {
  saveStandard(cpu, address, mask, options, 'xsaveopt', () => effectiveInUse(cpu) & ~unmodified(cpu, address, 0n));
}

/** XSAVEC: the components of XCR0 & `mask` that are in use, in the compacted format; no read of the area. */
export function xsavec(cpu: Cpu, address: LinearAddress, mask: bigint, options: XsaveOptions = {}): void {
  checkXsaveEnabled(cpu, 'xsavec');
  checkAreaAligned(cpu, address);
  const rfbm = mask & cpu.xcr0;
  saveCompacted(cpu, address, rfbm, options, 0n);
}

/** XSAVES: as XSAVEC with the supervisor components of IA32_XSS, and skipping what XRSTORS loaded from here unchanged. */
export function xsaves(cpu: Cpu, address: LinearAddress, mask: bigint, options: XsaveOptions = {}): void {
  checkXsaveEnabled(cpu, 'xsaves');
  checkAreaAligned(cpu, address);
  const rfbm = mask & (cpu.xcr0 | cpu.xss);
  saveCompacted(cpu, address, rfbm, options, unmodified(cpu, address, rfbm | COMPACTED));
}

/** @param wanted the components of RFBM whose sections are written. */
function saveStandard(
  cpu: Cpu,
  address: LinearAddress,
  mask: bigint,
  options: XsaveOptions,
  mnemonic: XsaveMnemonic,
  wanted: () => bigint,
): void {
  checkXsaveEnabled(cpu, mnemonic);
  checkAreaAligned(cpu, address);
  const { rexW = true, access = cpu.access } = options;
  const rfbm = mask & cpu.xcr0;
  const pieces = componentPieces(cpu, rfbm & wanted(), cpu.processor.standardLayout(rfbm), rexW);
  if (rfbm & (SSE | AVX)) pieces.push(mxcsrPiece(cpu));
  const header = { offset: HEADER_OFFSET, bytes: new Uint8Array(8) };
  commit(cpu, address, [...pieces, header], access, () => {
    const before = cpu.memory.read64(access, address + HEADER_OFFSET);
    setQword(header.bytes, 0, (before & ~rfbm) | (effectiveInUse(cpu) & rfbm));
  });
}

/** @param unchanged components that need no writing because memory holds the same. */
function saveCompacted(cpu: Cpu, address: LinearAddress, rfbm: bigint, options: XsaveOptions, unchanged: bigint): void {
  const { rexW = true, access = cpu.access } = options;
  const saved = rfbm & inUseWithMxcsr(cpu) & ~armedMask(cpu);
  const pieces = componentPieces(cpu, saved & ~unchanged, cpu.processor.compactedLayout(rfbm), rexW);
  if (saved & ~unchanged & SSE) pieces.push(mxcsrPiece(cpu));
  const header = { offset: HEADER_OFFSET, bytes: new Uint8Array(16) };
  setQword(header.bytes, 0, saved);
  setQword(header.bytes, XCOMP_BV_OFFSET - HEADER_OFFSET, rfbm | COMPACTED);
  commit(cpu, address, [...pieces, header], access);
}

/** The components that the modified optimisation lets a save leave out: XRSTOR_INFO must match (13.9, 13.11). */
function unmodified(cpu: Cpu, address: LinearAddress, xcompBv: bigint): bigint {
  const matches =
    cpu.xrstorCpl === cpu.cpl && cpu.xrstorAddress === fromLinear(address) && cpu.xrstorCompBv === xcompBv;
  return matches ? ~modified(cpu) : 0n;
}

/** The sections of `components`; an armed one is written as its initial contents, which are zeros for all that can be. */
function componentPieces(cpu: Cpu, components: bigint, layout: Layout, rexW: boolean): Piece[] {
  const armed = armedMask(cpu);
  const pieces: Piece[] = [];
  for (const { index } of componentsIn(components)) {
    const state = componentState(index);
    const start = state.legacyOffset ?? layout.placements.find(({ component }) => component === index)?.offset;
    if (start === undefined) continue;
    const image = new Uint8Array(state.size);
    if (!hasBit(armed, index)) state.save(cpu, image, rexW);
    for (const { offset, size } of state.spans) {
      pieces.push({ offset: start + offset, bytes: image.subarray(offset, offset + size) });
    }
  }
  return pieces;
}

function mxcsrPiece(cpu: Cpu): Piece {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setUint32(0, cpu.mxcsr, true);
  new DataView(bytes.buffer).setUint32(4, cpu.processor.mxcsrMask, true);
  return { offset: MXCSR_OFFSET, bytes };
}

/** Writes all pieces, or none when a page of them faults; `finish` runs between the two. */
function commit(
  { memory }: Cpu,
  address: LinearAddress,
  pieces: readonly Piece[],
  access: Parameters<Cpu['memory']['write']>[0],
  finish?: () => void,
): void {
  const ascending = [...pieces].sort((a, b) => a.offset - b.offset);
  for (const { offset, bytes } of ascending) memory.checkWritable(access, address + offset, bytes.length);
  finish?.();
  for (const { offset, bytes } of ascending) memory.write(access, address + offset, bytes);
}

function setQword(bytes: Uint8Array, offset: number, value: bigint): void {
  new DataView(bytes.buffer, bytes.byteOffset).setBigUint64(offset, value, true);
}
