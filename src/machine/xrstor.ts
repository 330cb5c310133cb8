/**
 * XRSTOR and XRSTORS (Intel SDM vol. 1, 13.8 and 13.12; XFD: 13.14). The header is read and checked first, then all
 * that will be loaded; nothing changes before the last check.
 */
import { formatAddress, type LinearAddress } from './address';
import { AreaImage } from './area-image';
import { HEADER_OFFSET, type Layout, MAX_AREA_SIZE } from './area-layout';
import { COMPACTED_XSTATE_BV_63_FAULTS } from './choices';
import { COMPONENTS, type ComponentSet, componentSet, lowestIn, XFEATURE } from './component';
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
import { COMPACTED_HIGH, HEADER_SIZE, XCOMP_BV_OFFSET, XSTATE_BV_OFFSET } from './xsave-area';

const SSE: ComponentSet = 1 << XFEATURE.SSE;
const AVX: ComponentSet = 1 << XFEATURE.AVX;

const SUPERVISOR: ComponentSet = COMPONENTS.reduce(
  (set, { index, kind }) => (kind === 'supervisor' ? set | (1 << index) : set),
  0,
);

/** Words of the header in the area. */
const XSTATE_BV = XSTATE_BV_OFFSET / 4;
const XCOMP_BV = XCOMP_BV_OFFSET / 4;

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
  { rexW = true, access = cpu.access }: XsaveOptions,
): void {
  checkXsaveEnabled(cpu, mnemonic);
  checkAreaAligned(cpu, address);
  cpu.memory.loadWords(access, address + HEADER_OFFSET, staged.words, HEADER_OFFSET / 4, HEADER_SIZE / 4);
  checkHeader(cpu, enabled, mnemonic, address);
  const xstateBv = staged.words[XSTATE_BV]!; // what is left of the header now is in its low words and XCOMP_BV[63]
  const xcompBv = staged.words[XCOMP_BV]!;
  const isCompacted = isStagedCompacted();

  const rfbm = componentSet(mask) & enabled;
  const loaded = rfbm & xstateBv;
  if (armedSet(cpu) & loaded) {
    const loads = `${mnemonic.toUpperCase()} would load the component`;
    checkXfd(cpu, BigInt(loaded), `${loads}: XSTATE_BV is 0x${xstateBv.toString(16)}`);
  }

  const mxcsr = mxcsrToLoad(cpu, address, isCompacted, xstateBv, rfbm, access);
  if (mxcsr !== undefined) checkMxcsr(cpu, mxcsr);
  const layout = isCompacted
    ? cpu.processor.compactedLayout(xcompBv)
    : cpu.processor.standardLayout(cpu.low(SCALAR.xcr0));
  for (const { offset, size } of layout.runsOf(loaded)) {
    cpu.memory.loadWords(access, address + offset, staged.words, offset >> 2, size >> 2);
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
  cpu.xrstorAddress = address;
  cpu.xrstorFormat = isCompacted ? xcompBv | COMPACTED_HIGH : 0;
}

/** The header rules of 13.8.1, 13.8.2 and 13.12; they do not depend on what is asked for. */
function checkHeader(cpu: Cpu, enabled: ComponentSet, mnemonic: XsaveMnemonic, address: LinearAddress): void {
  const reject = (why: string): never => {
    throw new Fault('#GP', { errorCode: 0, why: `the header of the area at ${formatAddress(address)} ${why}` });
  };
  if (!isStagedCompacted()) {
    if (mnemonic === 'xrstors') reject('has XCOMP_BV[63] = 0, and XRSTORS takes the compacted format only');
    rejectBits(XSTATE_BV, enabled, 0, 'that XCR0 lacks', reject);
    if (!isStagedZero(8, 24)) reject('has bytes in 8 to 23 that are not zero, as the standard format demands');
    return;
  }
  if (!cpu.processor.has('XSAVEC')) reject('has XCOMP_BV[63] = 1, and the processor knows the standard format only');
  const lacks = mnemonic === 'xrstors' ? 'that XCR0 and IA32_XSS lack' : 'that XCR0 lacks';
  rejectBits(XCOMP_BV, enabled, COMPACTED_HIGH, lacks, reject);
  const high = COMPACTED_XSTATE_BV_63_FAULTS ? 0 : COMPACTED_HIGH;
  rejectBits(XSTATE_BV, staged.words[XCOMP_BV]!, high, 'that XCOMP_BV lacks', reject);
  if (!isStagedZero(16, HEADER_SIZE)) reject('has bytes in 16 to 63 that are not zero');
}

/** Rejects a quadword of the header, given by its first word, with other bits than those of `low` and `high`. */
function rejectBits(
  field: typeof XSTATE_BV | typeof XCOMP_BV,
  low: number,
  high: number,
  reason: string,
  reject: (why: string) => never,
): void {
  const wrongLow = staged.words[field]! & ~low;
  const wrongHigh = staged.words[field + 1]! & ~high;
  if ((wrongLow | wrongHigh) === 0) return;
  const bits = (BigInt(wrongHigh >>> 0) << 32n) | BigInt(wrongLow >>> 0);
  const name = field === XSTATE_BV ? 'XSTATE_BV' : 'XCOMP_BV';
  reject(`has bits in ${name} ${reason}: 0x${bits.toString(16)}`);
}

function isStagedCompacted(): boolean {
  return (staged.words[XCOMP_BV + 1]! & COMPACTED_HIGH) !== 0;
}

/** Whether bytes `from` to `to` of the header are zero. */
function isStagedZero(from: number, to: number): boolean {
  for (let word = (HEADER_OFFSET + from) / 4; word < (HEADER_OFFSET + to) / 4; word++) {
    if (staged.words[word] !== 0) return false;
  }
  return true;
}

/**
 * The new MXCSR, or undefined when it stays. The standard format loads it with SSE or AVX whatever XSTATE_BV says;
 * the compacted one treats it as part of SSE (13.8.1, 13.8.2).
 */
function mxcsrToLoad(
  cpu: Cpu,
  address: LinearAddress,
  isCompacted: boolean,
  xstateBv: ComponentSet,
  rfbm: ComponentSet,
  access: Access,
): number | undefined {
  if ((rfbm & (isCompacted ? SSE : SSE | AVX)) === 0) return undefined;
  if (isCompacted && (xstateBv & SSE) === 0) return MXCSR_DEFAULT;
  return cpu.memory.read32(access, address + MXCSR_OFFSET);
}

function checkSupervisorSections(loaded: ComponentSet, layout: Layout): void {
  for (let rest = loaded & SUPERVISOR; rest !== 0; rest &= rest - 1) {
    const component = lowestIn(rest);
    const offset = layout.offsetOf(component);
    if (offset !== undefined) checkSupervisorImage(component, staged.view, offset);
  }
}
