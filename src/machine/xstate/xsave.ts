/**
 * XSAVE, XSAVEOPT, XSAVEC and XSAVES (Intel SDM vol. 1, 13.7 and 13.9 to 13.11; XFD: 13.14). Each instruction decides
 * which sections it writes, checks every byte of them, and only then writes.
 */

import { MXCSR_DEFAULT } from '../architecture/bits';
import { type ComponentSet, componentSet, XFEATURE } from '../architecture/component';
import type { LinearAddress } from '../architecture/linear-address';
import { SCALAR } from '../architecture/register-file';
import { MXCSR_OFFSET } from '../architecture/xsave-format';
import type { Cpu } from '../cpu/cpu';
import type { Access } from '../cpu/page';
import { type Layout, PART } from '../processor/area-layout';
import { AreaWindow } from './area-window';
import { writtenAsInitial, writtenByXsaves } from './errata';
import { armedSet } from './xfd';
import { inUseAmong, modifiedAmong } from './xinuse';
import { checkAreaAligned, XSAVE_INSTRUCTION, type XsaveInstruction, type XsaveOptions } from './xsave-access';
import { COMPACTED_HIGH, XCOMP_BV_OFFSET, XSTATE_BV_OFFSET } from './xsave-area';

const SSE: ComponentSet = 1 << XFEATURE.SSE;
const AVX: ComponentSet = 1 << XFEATURE.AVX;

/** The area of the save at work. */
const area = new AreaWindow();

/**
 * XSAVE: all components of XCR0 & `mask` in the standard format, initial ones included.
 *
 * @param address of the area: linear, 64-byte aligned.
 * @param mask EDX:EAX; EAX alone will do.
 * @throws Fault #UD, #NM, #GP(0), #AC(0), #PF; nothing is written then. An armed component never faults: it is saved
 * as initial.
 */
export function xsave(cpu: Cpu, address: LinearAddress, mask: bigint | ComponentSet, options: XsaveOptions = {}): void {
  saveStandard(cpu, address, mask, options, XSAVE_INSTRUCTION.xsave, (rfbm) => rfbm);
}

/** XSAVEOPT: as XSAVE, without initial components and components unchanged since XRSTOR from the same area. */
export function xsaveopt(
  cpu: Cpu,
  address: LinearAddress,
  mask: bigint | ComponentSet,
  options: XsaveOptions = {},
): void {
  saveStandard(cpu, address, mask, options, XSAVE_INSTRUCTION.xsaveopt, (_, used) => toWrite(cpu, address, used, 0));
}

/** XSAVEC: the components of XCR0 & `mask` that are in use, in the compacted format; no read of the area. */
export function xsavec(
  cpu: Cpu,
  address: LinearAddress,
  mask: bigint | ComponentSet,
  options: XsaveOptions = {},
): void {
  if (!options.isEnabled) XSAVE_INSTRUCTION.xsavec.checkEnabled(cpu);
  checkAreaAligned(cpu, address);
  const rfbm = componentSet(mask) & cpu.low(SCALAR.xcr0);
  saveCompacted(cpu, address, rfbm, options, XSAVE_INSTRUCTION.xsavec);
}

/** XSAVES: as XSAVEC, with the supervisor components of IA32_XSS, without components unchanged since XRSTORS from here. */
export function xsaves(
  cpu: Cpu,
  address: LinearAddress,
  mask: bigint | ComponentSet,
  options: XsaveOptions = {},
): void {
  if (!options.isEnabled) XSAVE_INSTRUCTION.xsaves.checkEnabled(cpu);
  checkAreaAligned(cpu, address);
  const rfbm = componentSet(mask) & (cpu.low(SCALAR.xcr0) | cpu.low(SCALAR.xss));
  saveCompacted(cpu, address, rfbm, options, XSAVE_INSTRUCTION.xsaves);
}

/** @param wanted the components whose sections are written, by RFBM and those of it that are in use. */
function saveStandard(
  cpu: Cpu,
  address: LinearAddress,
  mask: bigint | ComponentSet,
  { rexW = true, access = cpu.access, isEnabled }: XsaveOptions,
  instruction: XsaveInstruction,
  wanted: (rfbm: ComponentSet, used: ComponentSet) => ComponentSet,
): void {
  if (!isEnabled) instruction.checkEnabled(cpu);
  checkAreaAligned(cpu, address);
  const rfbm = componentSet(mask) & cpu.low(SCALAR.xcr0);
  const armed = armedSet(cpu);
  const used = inUseAmong(cpu, rfbm) & ~armed;
  const components = wanted(rfbm, used);
  const layout = cpu.processor.standardLayout(rfbm);
  const mxcsr = (rfbm & (SSE | AVX)) !== 0 ? PART.MXCSR : 0;
  open(cpu, address, layout, rfbm | mxcsr, components | mxcsr | PART.XSTATE_BV, access);
  if (mxcsr) writeMxcsr(cpu);
  writeSections(cpu, components, armed, layout, rexW);
  const [low, high] = [area.word(XSTATE_BV_OFFSET), area.word(XSTATE_BV_OFFSET + 4)];
  area.setWords(XSTATE_BV_OFFSET, (low & ~rfbm) | used, high);
}

function saveCompacted(
  cpu: Cpu,
  address: LinearAddress,
  rfbm: ComponentSet,
  { rexW = true, access = cpu.access }: XsaveOptions,
  instruction: XsaveInstruction,
): void {
  const isXsaves = instruction === XSAVE_INSTRUCTION.xsaves;
  const armed = armedSet(cpu);
  const withMxcsr = cpu.mxcsr === MXCSR_DEFAULT ? 0 : rfbm & SSE;
  const saved = (inUseAmong(cpu, rfbm) | withMxcsr) & ~armed;
  const components = isXsaves ? toWrite(cpu, address, saved, rfbm | COMPACTED_HIGH) : saved;
  const layout = cpu.processor.compactedLayout(rfbm);
  const mxcsr = (components & SSE) !== 0 ? PART.MXCSR : 0;
  const all = (rfbm & SSE) !== 0 ? rfbm | PART.MXCSR : rfbm;
  open(cpu, address, layout, all, components | mxcsr | PART.XSTATE_BV | PART.XCOMP_BV, access);
  if (mxcsr) writeMxcsr(cpu);
  writeSections(cpu, isXsaves ? writtenByXsaves(cpu, components) : components, armed, layout, rexW);
  area.setWords(XSTATE_BV_OFFSET, saved, 0);
  area.setWords(XCOMP_BV_OFFSET, rfbm, COMPACTED_HIGH);
}

/**
 * `used` without what the modified optimisation lets a save leave out: XRSTOR_INFO must match (13.9, 13.11).
 *
 * @param format XCOMP_BV as XRSTOR_INFO has it.
 */
function toWrite(cpu: Cpu, address: LinearAddress, used: ComponentSet, format: number): ComponentSet {
  const matches = cpu.xrstorAddress === address && (cpu.xrstorFormat | 0) === format && cpu.xrstorCpl === cpu.cpl;
  return matches ? modifiedAmong(cpu, used) : used;
}

/**
 * Faults unless all of `parts` can be written, or all of the area where the processor wants that; then they are open.
 *
 * @param layout of RFBM.
 * @param all what a save of everything in RFBM would write.
 */
function open(cpu: Cpu, address: LinearAddress, layout: Layout, all: number, parts: number, access: Access): void {
  const { memory, processor } = cpu;
  area.begin(address);
  area.openKnownForStore(memory, access, layout.size);
  if (area.isOpen) return;
  if (processor.choices.areaReach === 'whole extent') {
    area.reachForStore(memory, access, layout.size, layout.runsOf(all | PART.XSTATE_BV));
  }
  for (const run of layout.runsOf(parts)) area.openForStore(memory, access, run);
}

function writeMxcsr({ mxcsr, processor }: Cpu): void {
  area.setWords(MXCSR_OFFSET, mxcsr, processor.mxcsrMask); // MXCSR_MASK follows MXCSR
}

/** Writes sections. An armed component is written in its initial state: zeros, for every component that XFD covers. */
function writeSections(cpu: Cpu, components: ComponentSet, armed: ComponentSet, layout: Layout, rexW: boolean): void {
  cpu.observer?.components(components, 'read');
  area.save(cpu, components, layout, rexW, armed | writtenAsInitial(cpu, components));
}
