/**
 * XRSTOR and XRSTORS (Intel SDM vol. 1, 13.8 and 13.12; XFD: 13.14). The header is read and checked first, then all
 * that will be loaded; nothing changes before the last check.
 */
import { formatAddress, fromLinear, type LinearAddress } from './address';
import { AreaImage } from './area-image';
import { HEADER_OFFSET, type Layout, MAX_AREA_SIZE } from './area-layout';
import { COMPACTED_XSTATE_BV_63_FAULTS } from './choices';
import { COMPONENTS, type ComponentSet, componentSet, hasBit, lowestIn, XFEATURE } from './component';
import { componentState, MXCSR_OFFSET } from './component-state';
import { type Cpu, MXCSR_DEFAULT } from './cpu';
import { Fault } from './exception';
import type { Access } from './memory';
import { checkSupervisorImage } from './msr';
import { checkMxcsr } from './mxcsr';
import { SCALAR } from './register-file';
import { armedSet, checkXfd } from './xfd';
import { noteRestored } from './xinuse';
import { checkAreaAligned, checkXsaveEnabled, type XsaveMnemonic, type XsaveOptions } from './xsave-access';
import { COMPACTED, HEADER_SIZE, XCOMP_BV_OFFSET, XSTATE_BV_OFFSET } from './xsave-area';

const SSE: ComponentSet = 1 << XFEATURE.SSE;
const AVX: ComponentSet = 1 << XFEATURE.AVX;

const SUPERVISOR: ComponentSet = COMPONENTS.reduce(
  (set, { index, kind }) => (kind === 'supervisor' ? set | (1 << index) : set),
  0,
);

interface XsaveBitmaps {
  readonly xstateBv: bigint;
  readonly xcompBv: bigint;
}

/** What a restore has read, at its place in the area. Means nothing between two restores. */
const staged = new AreaImage(MAX_AREA_SIZE);

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
  restore(cpu, address, mask, cpu.xcr0, 'xrstor', options);
}

/** XRSTORS: as XRSTOR with the supervisor components of IA32_XSS, from the compacted format only. */
export function xrstors(
  cpu: Cpu,
  address: LinearAddress,
  mask: bigint | ComponentSet,
  options: XsaveOptions = {},
): void {
  restore(cpu, address, mask, cpu.xcr0 | cpu.xss, 'xrstors', options);
}

function restore(
  cpu: Cpu,
  address: LinearAddress,
  mask: bigint | ComponentSet,
  enabled: bigint,
  mnemonic: XsaveMnemonic,
  { rexW = true, access = cpu.access }: XsaveOptions,
): void {
  checkXsaveEnabled(cpu, mnemonic);
  checkAreaAligned(cpu, address);
  cpu.memory.readInto(access, address + HEADER_OFFSET, staged.bytes, HEADER_OFFSET, HEADER_SIZE);
  const header = stagedHeader();
  checkHeader(cpu, header, enabled, mnemonic, address);

  const rfbm = componentSet(mask) & componentSet(enabled);
  const loaded = rfbm & componentSet(header.xstateBv);
  if (armedSet(cpu) & loaded) {
    const loads = `${mnemonic.toUpperCase()} would load the component`;
    checkXfd(cpu, BigInt(loaded), `${loads}: XSTATE_BV is 0x${header.xstateBv.toString(16)}`);
  }

  const mxcsr = mxcsrToLoad(cpu, address, header, rfbm, access);
  if (mxcsr !== undefined) checkMxcsr(cpu, mxcsr);
  const layout = layoutOf(cpu, header);
  for (const { offset, size } of layout.runsOf(loaded)) {
    cpu.memory.readInto(access, address + offset, staged.bytes, offset, size);
  }
  checkSupervisorSections(loaded, layout);

  for (let rest = rfbm; rest !== 0; rest &= rest - 1) {
    const component = lowestIn(rest);
    const { restore, initialise } = componentState(component);
    const offset = loaded & (1 << component) ? layout.offsetOf(component) : undefined;
    if (offset === undefined) initialise(cpu);
    else restore(cpu, staged, offset, rexW);
  }
  if (mxcsr !== undefined) cpu.mxcsr = mxcsr;
  noteRestored(cpu, rfbm, loaded);
  cpu.xrstorCpl = cpu.cpl;
  cpu.xrstorAddress = fromLinear(address);
  cpu.xrstorCompBv = header.xcompBv;
}

/** XSTATE_BV and XCOMP_BV of the header that has been read. */
function stagedHeader(): XsaveBitmaps {
  return {
    xstateBv: staged.view.getBigUint64(XSTATE_BV_OFFSET, true),
    xcompBv: staged.view.getBigUint64(XCOMP_BV_OFFSET, true),
  };
}

/** The header rules of 13.8.1, 13.8.2 and 13.12; they do not depend on what is asked for. */
function checkHeader(
  cpu: Cpu,
  { xstateBv, xcompBv }: XsaveBitmaps,
  enabled: bigint,
  mnemonic: XsaveMnemonic,
  address: LinearAddress,
): void {
  const reject = (why: string): never => {
    throw new Fault('#GP', { errorCode: 0, why: `the header of the area at ${formatAddress(address)} ${why}` });
  };
  if ((xcompBv & COMPACTED) === 0n) {
    if (mnemonic === 'xrstors') reject('has XCOMP_BV[63] = 0, and XRSTORS takes the compacted format only');
    rejectBits(xstateBv & ~enabled, 'XSTATE_BV', 'that XCR0 lacks', reject);
    if (!isStagedZero(8, 24)) reject('has bytes in 8 to 23 that are not zero, as the standard format demands');
    return;
  }
  if (!cpu.processor.has('XSAVEC')) reject('has XCOMP_BV[63] = 1, and the processor knows the standard format only');
  const registers = mnemonic === 'xrstors' ? 'XCR0 and IA32_XSS lack' : 'XCR0 lacks';
  rejectBits(xcompBv & ~COMPACTED & ~enabled, 'XCOMP_BV', `that ${registers}`, reject);
  const allowed = COMPACTED_XSTATE_BV_63_FAULTS ? xcompBv & ~COMPACTED : xcompBv;
  rejectBits(xstateBv & ~allowed, 'XSTATE_BV', 'that XCOMP_BV lacks', reject);
  if (!isStagedZero(16, HEADER_SIZE)) reject('has bytes in 16 to 63 that are not zero');
}

function rejectBits(bits: bigint, register: string, reason: string, reject: (why: string) => never): void {
  if (bits !== 0n) reject(`has bits in ${register} ${reason}: 0x${bits.toString(16)}`);
}

/** Whether bytes `from` to `to` of the header are zero. */
function isStagedZero(from: number, to: number): boolean {
  for (let word = (HEADER_OFFSET + from) / 4; word < (HEADER_OFFSET + to) / 4; word++) {
    if (staged.words[word] !== 0) return false;
  }
  return true;
}

function layoutOf(cpu: Cpu, { xcompBv }: XsaveBitmaps): Layout {
  return xcompBv & COMPACTED
    ? cpu.processor.compactedLayout(xcompBv)
    : cpu.processor.standardLayout(cpu.low(SCALAR.xcr0));
}

/**
 * The new MXCSR, or undefined when it stays. The standard format loads it with SSE or AVX whatever XSTATE_BV says;
 * the compacted one treats it as part of SSE (13.8.1, 13.8.2).
 */
function mxcsrToLoad(
  cpu: Cpu,
  address: LinearAddress,
  { xstateBv, xcompBv }: XsaveBitmaps,
  rfbm: ComponentSet,
  access: Access,
): number | undefined {
  const isCompacted = (xcompBv & COMPACTED) !== 0n;
  if ((rfbm & (isCompacted ? SSE : SSE | AVX)) === 0) return undefined;
  if (isCompacted && !hasBit(xstateBv, XFEATURE.SSE)) return MXCSR_DEFAULT;
  return cpu.memory.read32(access, address + MXCSR_OFFSET);
}

function checkSupervisorSections(loaded: ComponentSet, layout: Layout): void {
  for (let rest = loaded & SUPERVISOR; rest !== 0; rest &= rest - 1) {
    const component = lowestIn(rest);
    const offset = layout.offsetOf(component);
    if (offset !== undefined) checkSupervisorImage(component, staged.view, offset);
  }
}
