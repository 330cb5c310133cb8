/** FXSAVE and FXRSTOR (Intel SDM vol. 2): the legacy region alone, without a header. */
import type { LinearAddress } from './address';
import { AreaImage } from './area-image';
import { LEGACY_SIZE } from './area-layout';
import { checkAlignment, requireX87Available } from './checks';
import { XFEATURE } from './component';
import { componentState, MXCSR_MASK_OFFSET, MXCSR_OFFSET } from './component-state';
import { type Cpu, CR4 } from './cpu';
import { EFER } from './msr';
import { checkMxcsr } from './mxcsr';

/** Bytes: where an FXSAVE area must begin. */
const ALIGNMENT = 16;
/** The end of what FXSAVE writes; the rest of the area is reserved, or free for software. */
const WRITTEN = 416;

const X87 = componentState(XFEATURE.X87);
const SSE = componentState(XFEATURE.SSE);
const XMM = SSE.legacyOffset ?? 0;

/** @throws Fault #NM, #GP(0), #AC(0), #PF; nothing is written then. */
export function fxsave(cpu: Cpu, address: LinearAddress, rexW: boolean): void {
  requireX87Available(cpu, 'FXSAVE');
  checkAlignment(cpu, address, ALIGNMENT, 'FXSAVE area');
  cpu.memory.checkWritable(cpu.access, address, LEGACY_SIZE);
  const image = AreaImage.of(cpu.memory.read(cpu.access, address, WRITTEN));
  X87.save(cpu, image, 0, rexW);
  image.view.setUint32(MXCSR_OFFSET, cpu.mxcsr, true);
  image.view.setUint32(MXCSR_MASK_OFFSET, cpu.processor.mxcsrMask, true);
  if (handlesXmm(cpu)) SSE.save(cpu, image, XMM, rexW);
  cpu.memory.write(cpu.access, address, image.bytes);
}

/** @throws Fault #NM, #GP(0) also for reserved MXCSR bits, #AC(0), #PF; nothing has changed then. */
export function fxrstor(cpu: Cpu, address: LinearAddress, rexW: boolean): void {
  requireX87Available(cpu, 'FXRSTOR');
  checkAlignment(cpu, address, ALIGNMENT, 'FXSAVE area');
  const image = AreaImage.of(cpu.memory.read(cpu.access, address, LEGACY_SIZE));
  const mxcsr = image.view.getUint32(MXCSR_OFFSET, true);
  checkMxcsr(cpu, mxcsr);
  X87.restore(cpu, image, 0, rexW);
  cpu.mxcsr = mxcsr;
  if (handlesXmm(cpu)) SSE.restore(cpu, image, XMM, rexW);
}

/** Without CR4.OSFXSR it is the processor's choice; EFER.FFXSR leaves XMM out in 64-bit mode at CPL 0. */
function handlesXmm(cpu: Cpu): boolean {
  return (cpu.cr4 & CR4.OSFXSR) !== 0n && !(cpu.efer & EFER.FFXSR && cpu.cpl === 0);
}
