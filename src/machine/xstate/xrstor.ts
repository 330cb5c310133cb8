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
import { AreaWindow } from './area-window';
import { componentState } from './component-state';
import { armedSet, checkXfd } from './xfd';
import { notePartlyRestored, noteRestored } from './xinuse';
import { checkAreaAligned, checkXsaveEnabled, type XsaveMnemonic, type XsaveOptions } from './xsave-access';
import { COMPACTED_HIGH, HEADER_SIZE, XCOMP_BV_OFFSET, XSTATE_BV_OFFSET } from './xsave-area';

const SSE: ComponentSet = 1 << XFEATURE.SSE;
const LEGACY: ComponentSet = (1 << XFEATURE.X87) | SSE;
const AVX: ComponentSet = 1 << XFEATURE.AVX;

const SUPERVISOR: ComponentSet = COMPONENTS.reduce(
  (set, { index, kind }) => (kind === 'supervisor' ? set | (1 << index) : set),
  0,
);

const HEADER: Run = { offset: HEADER_OFFSET, size: HEADER_SIZE };
/** The part of the area that a processor touches first. */
const XCOMP_BV: Run = { offset: XCOMP_BV_OFFSET, size: 8 };
const MXCSR: Run = { offset: MXCSR_OFFSET, size: 4 };

/** The area of the restore at work. */
const area = new AreaWindow();

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
  mnemonic: XsaveMnemonic,
  { rexW = true, access = cpu.access, isEnabled }: XsaveOptions,
): void {
  checkXsaveEnabled(cpu, mnemonic, isEnabled);
  checkAreaAligned(cpu, address);
  area.begin(address);
  const { choices } = cpu.processor;
  if (choices.areaReach === 'whole extent') area.openForLoad(cpu.memory, access, XCOMP_BV);
  area.openForLoad(cpu.memory, access, HEADER);
  const isCompacted = isAreaCompacted();
  const reject = headerFault(address);
  if (choices.areaReach === 'whole extent' && isCompacted) checkXcompBv(cpu, enabled, mnemonic, reject);
  const xcompBv = area.word(XCOMP_BV_OFFSET);
  const layout = isCompacted
    ? cpu.processor.compactedLayout(xcompBv)
    : cpu.processor.standardLayout(cpu.low(SCALAR.xcr0));
  const rfbm = componentSet(mask) & enabled;
  area.openKnownForLoad(cpu.memory, access, layout.size);
  if (choices.areaReach === 'whole extent') {
    reachAll(cpu, layout, isCompacted ? rfbm & xcompBv : rfbm, isCompacted ? SSE : SSE | AVX, access);
  }
  checkHeader(cpu, enabled, mnemonic, reject);
  const xstateBv = area.word(XSTATE_BV_OFFSET); // what may be set in the header now is in low words and XCOMP_BV[63]
  const loaded = rfbm & xstateBv;
  if (armedSet(cpu) & loaded) {
    const loads = `${mnemonic.toUpperCase()} would load the component`;
    checkXfd(cpu, BigInt(loaded), `${loads}: XSTATE_BV is 0x${xstateBv.toString(16)}`);
  }

  const hasMxcsr = (rfbm & (isCompacted ? SSE : SSE | AVX)) !== 0;
  const mxcsr = hasMxcsr ? mxcsrToLoad(cpu, isCompacted && (xstateBv & SSE) === 0, access) : undefined;
  const refusesMxcsr = mxcsr !== undefined && reservedMxcsrBits(cpu, mxcsr) !== 0;
  if (refusesMxcsr && isCompacted && choices.failedRestore === 'part') restorePart(cpu, layout, rfbm, loaded, rexW);
  if (refusesMxcsr) checkMxcsr(cpu, mxcsr);
  openSections(cpu, layout, loaded, access);
  if (loaded & SUPERVISOR) checkSupervisorSections(loaded, layout);
  area.restore(cpu, loaded, layout, rexW);
  initialise(cpu, rfbm & ~loaded);
  if (mxcsr !== undefined) cpu.mxcsr = mxcsr;
  noteRestored(cpu, rfbm, loaded);
  cpu.xrstorCpl = cpu.cpl;
  cpu.xrstorAddress = address;
  cpu.xrstorFormat = isCompacted ? xcompBv | COMPACTED_HIGH : 0;
}

/**
 * Touches the last byte of the area, then the first of what could be loaded.
 *
 * @param components whose sections could be.
 * @param withMxcsr those of them that bring MXCSR along.
 */
function reachAll(cpu: Cpu, layout: Layout, components: ComponentSet, withMxcsr: ComponentSet, access: Access): void {
  if (area.isOpen) return;
  area.reachForLoad(cpu.memory, access, layout.extentOf(components));
  const parts = components & withMxcsr ? components | PART.MXCSR : components;
  for (const run of layout.runsOf(parts)) area.openForLoad(cpu.memory, access, run);
}

function openSections({ memory }: Cpu, layout: Layout, loaded: ComponentSet, access: Access): void {
  if (area.isOpen) return;
  for (const run of layout.runsOf(loaded)) area.openForLoad(memory, access, run);
}

function initialise(cpu: Cpu, components: ComponentSet): void {
  for (let rest = components; rest !== 0; rest &= rest - 1) componentState(lowestIn(rest)).initialise(cpu);
}

/** The registers that a processor has loaded when it finds reserved bits of MXCSR in a compacted area. */
function restorePart(cpu: Cpu, layout: Layout, rfbm: ComponentSet, loaded: ComponentSet, rexW: boolean): void {
  area.restore(cpu, loaded & LEGACY, layout, rexW);
  initialise(cpu, rfbm & ~loaded);
  notePartlyRestored(cpu, rfbm & (~loaded | LEGACY), loaded & LEGACY);
}

type Reject = (why: string) => never;

function headerFault(address: LinearAddress): Reject {
  return (why) => {
    throw new Fault('#GP', { errorCode: 0, why: `the header of the area at ${formatAddress(address)} ${why}` });
  };
}

/** The header rules of 13.8.1, 13.8.2 and 13.12. These rules do not depend on the requested components. */
function checkHeader(cpu: Cpu, enabled: ComponentSet, mnemonic: XsaveMnemonic, reject: Reject): void {
  if (!isAreaCompacted()) {
    if (mnemonic === 'xrstors') reject('has XCOMP_BV[63] = 0, and XRSTORS takes the compacted format only');
    rejectBits(XSTATE_BV_OFFSET, enabled, 0, 'that XCR0 lacks', reject);
    if (!isHeaderZero(8, 24)) reject('has bytes in 8 to 23 that are not zero, as the standard format demands');
    return;
  }
  checkXcompBv(cpu, enabled, mnemonic, reject);
  const high = cpu.processor.choices.compactedXstateBv63 === 'refused' ? 0 : COMPACTED_HIGH;
  rejectBits(XSTATE_BV_OFFSET, area.word(XCOMP_BV_OFFSET), high, 'that XCOMP_BV lacks', reject);
  if (!isHeaderZero(16, HEADER_SIZE)) reject('has bytes in 16 to 63 that are not zero');
}

function checkXcompBv(cpu: Cpu, enabled: ComponentSet, mnemonic: XsaveMnemonic, reject: Reject): void {
  if (!cpu.processor.has('XSAVEC')) reject('has XCOMP_BV[63] = 1, and the processor knows the standard format only');
  const lacks = mnemonic === 'xrstors' ? 'that XCR0 and IA32_XSS lack' : 'that XCR0 lacks';
  rejectBits(XCOMP_BV_OFFSET, enabled, COMPACTED_HIGH, lacks, reject);
}

/** Rejects a bitmap of the header with other bits than those of `low` and `high`. */
function rejectBits(
  offset: typeof XSTATE_BV_OFFSET | typeof XCOMP_BV_OFFSET,
  low: number,
  high: number,
  reason: string,
  reject: Reject,
): void {
  const wrongLow = area.word(offset) & ~low;
  const wrongHigh = area.word(offset + 4) & ~high;
  if ((wrongLow | wrongHigh) === 0) return;
  const bits = (BigInt(wrongHigh >>> 0) << 32n) | BigInt(wrongLow >>> 0);
  const name = offset === XSTATE_BV_OFFSET ? 'XSTATE_BV' : 'XCOMP_BV';
  reject(`has bits in ${name} ${reason}: 0x${bits.toString(16)}`);
}

function isAreaCompacted(): boolean {
  return (area.word(XCOMP_BV_OFFSET + 4) & COMPACTED_HIGH) !== 0;
}

/** Whether bytes `from` to `to` of the header are zero. */
function isHeaderZero(from: number, to: number): boolean {
  return area.areZero(HEADER_OFFSET + from, HEADER_OFFSET + to);
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
