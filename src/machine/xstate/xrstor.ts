/**
 * XRSTOR and XRSTORS (Intel SDM vol. 1, 13.8 and 13.12; XFD: 13.14). The header is read and checked first, then every
 * section that will be loaded. No register changes before the last check, except as `Choices.failedRestore` says.
 */

import { MXCSR_DEFAULT } from '../architecture/bits';
import { COMPONENTS, type ComponentSet, componentSet, lowestIn, XFEATURE } from '../architecture/component';
import { Fault } from '../architecture/exception';
import { formatAddress, type LinearAddress } from '../architecture/linear-address';
import { SCALAR } from '../architecture/register-file';
import { HEADER_OFFSET, MXCSR_OFFSET, type Run } from '../architecture/xsave-format';
import { checkSupervisorSection } from '../control/msr';
import { checkMxcsr, reservedMxcsrBits } from '../control/mxcsr';
import type { Cpu } from '../cpu/cpu';
import type { Access } from '../cpu/page';
import { type Layout, PART } from '../processor/area-layout';
import { AreaHeader } from './area-header';
import { AreaWindow } from './area-window';
import { componentState } from './component-state';
import { armedSet, checkXfd } from './xfd';
import { notePartlyRestored, noteRestored } from './xinuse';
import { checkAreaAligned, XSAVE_INSTRUCTION, type XsaveOptions } from './xsave-access';
import { COMPACTED_HIGH, HEADER_SIZE, XCOMP_BV_OFFSET } from './xsave-area';

const SSE: ComponentSet = 1 << XFEATURE.SSE;
const LEGACY: ComponentSet = (1 << XFEATURE.X87) | SSE;
const AVX: ComponentSet = 1 << XFEATURE.AVX;

const SUPERVISOR: ComponentSet = COMPONENTS.reduce(
  (set, { index, kind }) => (kind === 'supervisor' ? set | (1 << index) : set),
  0,
);

type RestoreMnemonic = 'xrstor' | 'xrstors';

const HEADER: Run = { offset: HEADER_OFFSET, size: HEADER_SIZE };
/** The part of the area that a processor touches first. */
const XCOMP_BV: Run = { offset: XCOMP_BV_OFFSET, size: 8 };
const MXCSR: Run = { offset: MXCSR_OFFSET, size: 4 };

/** The area of the restore at work, and its header. */
const area = new AreaWindow();
const header = new AreaHeader();

/** Stands for an MXCSR that is not loaded; none of 32 bits is negative. */
const KEPT = -1;

/**
 * XRSTOR: loads the components of XCR0 & `mask` that XSTATE_BV has, initialises the others, in either format.
 *
 * @param address of the area: linear, 64-byte aligned.
 * @param mask EDX:EAX; EAX alone will do.
 * @throws Fault #UD, #NM, #GP(0), #AC(0), #PF, in the documented order. IA32_XFD_ERR is all that has changed then.
 */
export function xrstor(
  cpu: Cpu,
  address: LinearAddress,
  mask: bigint | ComponentSet,
  options: XsaveOptions = {},
): void {
  restore(cpu, address, mask, cpu.low(SCALAR.xcr0), 'xrstor', options);
}

/** XRSTORS: as XRSTOR with the supervisor components of IA32_XSS, from the compacted format only. */
export function xrstors(
  cpu: Cpu,
  address: LinearAddress,
  mask: bigint | ComponentSet,
  options: XsaveOptions = {},
): void {
  restore(cpu, address, mask, cpu.low(SCALAR.xcr0) | cpu.low(SCALAR.xss), 'xrstors', options);
}

function restore(
  cpu: Cpu,
  address: LinearAddress,
  mask: bigint | ComponentSet,
  enabled: ComponentSet,
  mnemonic: RestoreMnemonic,
  { rexW = true, access = cpu.access, isEnabled }: XsaveOptions,
): void {
  if (!isEnabled) XSAVE_INSTRUCTION[mnemonic].checkEnabled(cpu);
  checkAreaAligned(cpu, address);
  area.begin(address);
  const { memory, processor } = cpu;
  openHeader(cpu, access);
  const isCompacted = (header.xcompBvHigh & COMPACTED_HIGH) !== 0;
  const { xcompBv, xstateBv } = header;
  const layout = isCompacted ? processor.compactedLayout(xcompBv) : processor.standardLayout(cpu.low(SCALAR.xcr0));
  const rfbm = componentSet(mask) & enabled;
  const withMxcsr = isCompacted ? SSE : SSE | AVX;
  area.openKnownForLoad(memory, access, layout.size);
  if (!area.isOpen && processor.choices.areaReach === 'whole extent') {
    if (isCompacted) checkXcompBv(cpu, address, enabled, mnemonic);
    reachAll(cpu, layout, isCompacted ? rfbm & xcompBv : rfbm, withMxcsr, access);
  }
  checkHeader(cpu, address, enabled, mnemonic);
  const loaded = rfbm & xstateBv; // what may be set in the header now is in low words and XCOMP_BV[63]
  if (armedSet(cpu) & loaded) refuseArmed(cpu, loaded, xstateBv, mnemonic);

  const mxcsr = rfbm & withMxcsr ? mxcsrToLoad(cpu, isCompacted && (xstateBv & SSE) === 0, access) : KEPT;
  if (mxcsr !== KEPT && reservedMxcsrBits(cpu, mxcsr) !== 0) {
    if (isCompacted) restorePart(cpu, layout, rfbm, loaded, rexW);
    checkMxcsr(cpu, mxcsr);
  }
  if (!area.isOpen) openSections(cpu, layout, loaded, access);
  if (loaded & SUPERVISOR) checkSupervisorSections(loaded, layout);
  area.restore(cpu, loaded, layout, rexW);
  initialise(cpu, rfbm & ~loaded);
  if (mxcsr !== KEPT) cpu.mxcsr = mxcsr;
  noteRestored(cpu, rfbm, loaded);
  cpu.xrstorCpl = cpu.cpl;
  cpu.xrstorAddress = address;
  cpu.xrstorFormat = isCompacted ? xcompBv | COMPACTED_HIGH : 0;
}

/** Reads the header. @throws Fault #PF where it cannot be read. */
function openHeader({ memory, processor }: Cpu, access: Access): void {
  area.openKnownForLoad(memory, access, HEADER_OFFSET + HEADER_SIZE);
  if (!area.isOpen) {
    if (processor.choices.areaReach === 'whole extent') area.openForLoad(memory, access, XCOMP_BV);
    area.openForLoad(memory, access, HEADER);
  }
  area.readHeader(header);
}

/**
 * Touches the last byte of the area, then the first of what could be loaded.
 *
 * @param components whose sections could be.
 * @param withMxcsr those of them that bring MXCSR along.
 */
function reachAll(cpu: Cpu, layout: Layout, components: ComponentSet, withMxcsr: ComponentSet, access: Access): void {
  area.reachForLoad(cpu.memory, access, layout.extentOf(components));
  const parts = components & withMxcsr ? components | PART.MXCSR : components;
  for (const run of layout.runsOf(parts)) area.openForLoad(cpu.memory, access, run);
}

function openSections({ memory }: Cpu, layout: Layout, loaded: ComponentSet, access: Access): void {
  for (const run of layout.runsOf(loaded)) area.openForLoad(memory, access, run);
}

function initialise(cpu: Cpu, components: ComponentSet): void {
  for (let rest = components; rest !== 0; rest &= rest - 1) componentState(lowestIn(rest)).initialise(cpu);
}

/** @throws Fault #NM, for a component that would be loaded is armed. */
function refuseArmed(cpu: Cpu, loaded: ComponentSet, xstateBv: number, mnemonic: RestoreMnemonic): void {
  const loads = `${XSAVE_INSTRUCTION[mnemonic].name} would load the component`;
  checkXfd(cpu, BigInt(loaded), `${loads}: XSTATE_BV is 0x${xstateBv.toString(16)}`);
}

/** Loads the registers that a processor has loaded when it finds reserved bits of MXCSR in a compacted area. */
function restorePart(cpu: Cpu, layout: Layout, rfbm: ComponentSet, loaded: ComponentSet, rexW: boolean): void {
  if (cpu.processor.choices.failedRestore !== 'part') return;
  area.restore(cpu, loaded & LEGACY, layout, rexW);
  initialise(cpu, rfbm & ~loaded);
  notePartlyRestored(cpu, rfbm & (~loaded | LEGACY), loaded & LEGACY);
}

function reject(address: LinearAddress, why: string): never {
  throw new Fault('#GP', { errorCode: 0, why: `the header of the area at ${formatAddress(address)} ${why}` });
}

/** The header rules of 13.8.1, 13.8.2 and 13.12. These rules do not depend on the requested components. */
function checkHeader(cpu: Cpu, address: LinearAddress, enabled: ComponentSet, mnemonic: RestoreMnemonic): void {
  const { xstateBv, xstateBvHigh, xcompBv, xcompBvHigh } = header;
  if ((xcompBvHigh & COMPACTED_HIGH) === 0) {
    if (mnemonic === 'xrstors') reject(address, 'has XCOMP_BV[63] = 0, and XRSTORS takes the compacted format only');
    rejectBits(address, 'XSTATE_BV', xstateBv & ~enabled, xstateBvHigh, 'that XCR0 lacks');
    if (!header.isStandardZero) {
      reject(address, 'has bytes in 8 to 23 that are not zero, as the standard format demands');
    }
    return;
  }
  checkXcompBv(cpu, address, enabled, mnemonic);
  const high = cpu.processor.choices.compactedXstateBv63 === 'refused' ? 0 : COMPACTED_HIGH;
  rejectBits(address, 'XSTATE_BV', xstateBv & ~xcompBv, xstateBvHigh & ~high, 'that XCOMP_BV lacks');
  if (!header.isCompactedZero) reject(address, 'has bytes in 16 to 63 that are not zero');
}

function checkXcompBv(cpu: Cpu, address: LinearAddress, enabled: ComponentSet, mnemonic: RestoreMnemonic): void {
  if (!XSAVE_INSTRUCTION.xsavec.isOfferedBy(cpu.processor)) {
    reject(address, 'has XCOMP_BV[63] = 1, and the processor knows the standard format only');
  }
  const lacks = mnemonic === 'xrstors' ? 'that XCR0 and IA32_XSS lack' : 'that XCR0 lacks';
  rejectBits(address, 'XCOMP_BV', header.xcompBv & ~enabled, header.xcompBvHigh & ~COMPACTED_HIGH, lacks);
}

/** Rejects the bits of a bitmap that may not be set: its halves, without those that may. */
function rejectBits(
  address: LinearAddress,
  name: 'XSTATE_BV' | 'XCOMP_BV',
  low: number,
  high: number,
  reason: string,
): void {
  if ((low | high) === 0) return;
  const bits = (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0);
  reject(address, `has bits in ${name} ${reason}: 0x${bits.toString(16)}`);
}

/**
 * The new MXCSR. The standard format loads it with SSE or AVX whatever XSTATE_BV says; the compacted one treats it as
 * part of SSE (13.8.1, 13.8.2).
 */
function mxcsrToLoad(cpu: Cpu, isInitial: boolean, access: Access): number {
  if (isInitial) return MXCSR_DEFAULT;
  if (!area.isOpen) area.openForLoad(cpu.memory, access, MXCSR);
  return area.word(MXCSR_OFFSET) >>> 0;
}

function checkSupervisorSections(loaded: ComponentSet, layout: Layout): void {
  for (const { component, firstWord } of layout.sectionsOf(loaded & SUPERVISOR)) {
    checkSupervisorSection(component.index, (offset) => {
      const [low, high] = [area.word(4 * firstWord + offset), area.word(4 * firstWord + offset + 4)];
      return (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0);
    });
  }
}
