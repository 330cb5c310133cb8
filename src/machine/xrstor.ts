/**
 * XRSTOR and XRSTORS (Intel SDM vol. 1, 13.8 and 13.12; XFD: 13.14). The header is read and checked first, then all
 * that will be loaded; nothing changes before the last check.
 */
import { formatAddress, fromLinear, type LinearAddress } from './address';
import { COMPACTED_XSTATE_BV_63_FAULTS } from './choices';
import { componentsIn, hasBit, XFEATURE } from './component';
import { componentState, MXCSR_OFFSET } from './component-state';
import { type Cpu, MXCSR_DEFAULT } from './cpu';
import { Fault } from './exception';
import type { Access } from './memory';
import { checkSupervisorImage } from './msr';
import { checkMxcsr } from './mxcsr';
import { HEADER_OFFSET, type Layout } from './processor';
import { checkXfd } from './xfd';
import { noteRestored } from './xinuse';
import { checkAreaAligned, checkXsaveEnabled, type XsaveMnemonic, type XsaveOptions } from './xsave-access';
import { COMPACTED, HEADER_SIZE, readHeader, type XsaveHeader } from './xsave-area';

const SSE = 1n << BigInt(XFEATURE.SSE);
const AVX = 1n << BigInt(XFEATURE.AVX);

/**
 * XRSTOR: loads the components of XCR0 & `mask` that XSTATE_BV has, initialises the others, in either format.
 *
 * @param address of the area: linear, 64-byte aligned.
 * @param mask EDX:EAX.
 * @throws Fault #UD, #NM, #GP(0), #AC(0), #PF, in the documented order. IA32_XFD_ERR is all that has changed then.
 */
export function xrstor(cpu: Cpu, address: LinearAddress, mask: bigint, options: XsaveOptions = {}): void {
  restore(cpu, address, mask, cpu.xcr0, 'xrstor', options);
}

/** XRSTORS: as XRSTOR with the supervisor components of IA32_XSS, from the compacted format only. */
export function xrstors(cpu: Cpu, address: LinearAddress, mask: bigint, options: XsaveOptions = {}): void {
  restore(cpu, address, mask, cpu.xcr0 | cpu.xss, 'xrstors', options);
}

function restore(
  cpu: Cpu,
  address: LinearAddress,
  mask: bigint,
  enabled: bigint,
  mnemonic: XsaveMnemonic,
  options: XsaveOptions,
): void {
  const { rexW = true, access = cpu.access } = options;
  checkXsaveEnabled(cpu, mnemonic);
  checkAreaAligned(cpu, address);
  const bytes = cpu.memory.read(access, address + HEADER_OFFSET, HEADER_SIZE);
  const header = readHeader(bytes);
  checkHeader(cpu, header, enabled, mnemonic, `the header of the area at ${formatAddress(address)}`);

  const rfbm = mask & enabled;
  const loaded = rfbm & header.xstateBv;
  checkXfd(
    cpu,
    loaded,
    `${mnemonic.toUpperCase()} would load the component: XSTATE_BV is 0x${header.xstateBv.toString(16)}`,
  );

  const mxcsr = mxcsrToLoad(cpu, address, header, rfbm, access);
  if (mxcsr !== undefined) checkMxcsr(cpu, mxcsr);
  const images = readImages(cpu, address, loaded, layoutOf(cpu, header), access);
  for (const [component, image] of images) checkSupervisorImage(component, image);

  for (const { index } of componentsIn(rfbm)) {
    const image = images.get(index);
    if (image) componentState(index).restore(cpu, image, rexW);
    else componentState(index).initialise(cpu);
  }
  if (mxcsr !== undefined) cpu.mxcsr = mxcsr;
  noteRestored(cpu, rfbm, header.xstateBv);
  cpu.xrstorCpl = cpu.cpl;
  cpu.xrstorAddress = fromLinear(address);
  cpu.xrstorCompBv = header.xcompBv;
}

/** The header rules of 13.8.1, 13.8.2 and 13.12; they do not depend on what is asked for. */
function checkHeader(cpu: Cpu, header: XsaveHeader, enabled: bigint, mnemonic: XsaveMnemonic, where: string): void {
  const { xstateBv, xcompBv } = header;
  const reject = (why: string): never => {
    throw new Fault('#GP', { errorCode: 0, why: `${where} ${why}` });
  };
  if ((xcompBv & COMPACTED) === 0n) {
    if (mnemonic === 'xrstors') reject('has XCOMP_BV[63] = 0, and XRSTORS takes the compacted format only');
    rejectBits(xstateBv & ~enabled, 'XSTATE_BV', 'that XCR0 lacks', reject);
    if (xcompBv !== 0n) reject('has bytes in 8 to 23 that are not zero, as the standard format demands');
    if (header.reserved[0] !== 0n) reject('has bytes in 8 to 23 that are not zero, as the standard format demands');
    return;
  }
  if (!cpu.processor.has('XSAVEC')) reject('has XCOMP_BV[63] = 1, and the processor knows the standard format only');
  const registers = mnemonic === 'xrstors' ? 'XCR0 and IA32_XSS lack' : 'XCR0 lacks';
  rejectBits(xcompBv & ~COMPACTED & ~enabled, 'XCOMP_BV', `that ${registers}`, reject);
  const allowed = COMPACTED_XSTATE_BV_63_FAULTS ? xcompBv & ~COMPACTED : xcompBv;
  rejectBits(xstateBv & ~allowed, 'XSTATE_BV', 'that XCOMP_BV lacks', reject);
  if (header.reserved.some((qword) => qword !== 0n)) reject('has bytes in 16 to 63 that are not zero');
}

function rejectBits(bits: bigint, register: string, reason: string, reject: (why: string) => never): void {
  if (bits !== 0n) reject(`has bits in ${register} ${reason}: 0x${bits.toString(16)}`);
}

function layoutOf(cpu: Cpu, { xcompBv }: XsaveHeader): Layout {
  return xcompBv & COMPACTED
    ? cpu.processor.compactedLayout(xcompBv & ~COMPACTED)
    : cpu.processor.standardLayout(cpu.xcr0);
}

/**
 * The new MXCSR, or undefined when it stays. The standard format loads it with SSE or AVX whatever XSTATE_BV says;
 * the compacted one treats it as part of SSE (13.8.1, 13.8.2).
 */
function mxcsrToLoad(
  cpu: Cpu,
  address: LinearAddress,
  { xstateBv, xcompBv }: XsaveHeader,
  rfbm: bigint,
  access: Access,
): number | undefined {
  const isCompacted = (xcompBv & COMPACTED) !== 0n;
  if ((rfbm & (isCompacted ? SSE : SSE | AVX)) === 0n) return undefined;
  if (isCompacted && !hasBit(xstateBv, XFEATURE.SSE)) return MXCSR_DEFAULT;
  return cpu.memory.read32(access, address + MXCSR_OFFSET);
}

function readImages(
  { memory }: Cpu,
  address: LinearAddress,
  components: bigint,
  layout: Layout,
  access: Access,
): ReadonlyMap<number, Uint8Array> {
  const images = new Map<number, Uint8Array>();
  for (const { index } of componentsIn(components)) {
    const { legacyOffset, size } = componentState(index);
    const offset = legacyOffset ?? layout.placements.find(({ component }) => component === index)?.offset;
    if (offset !== undefined) images.set(index, memory.read(access, address + offset, size));
  }
  return images;
}
