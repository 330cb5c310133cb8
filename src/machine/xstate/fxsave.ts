/** FXSAVE and FXRSTOR (Intel SDM vol. 2): the legacy region alone, without a header. */

import { CR4, EFER } from '../architecture/bits';
import { XFEATURE } from '../architecture/component';
import type { LinearAddress } from '../architecture/linear-address';
import { LEGACY_SECTIONS, LEGACY_SIZE, MXCSR_MASK_OFFSET, MXCSR_OFFSET } from '../architecture/xsave-format';
import { checkMxcsr } from '../control/mxcsr';
import type { Cpu } from '../cpu/cpu';
import type { Written } from '../cpu/instruction';
import { checkAlignment, requireX87Available } from '../cpu/requirements';
import { blockOf } from '../cpu/word-block';
import { componentState } from './component-state';
import { noteWritten } from './xinuse';

/** Bytes: where an FXSAVE area must begin. */
const ALIGNMENT = 16;
/** The end of what FXSAVE writes; the rest of the area is reserved, or free for software. */
const WRITTEN = 416;

const LEGACY = (1 << XFEATURE.X87) | (1 << XFEATURE.SSE);
const LOADED: Written = { used: LEGACY, modified: LEGACY };

const X87 = componentState(XFEATURE.X87);
const SSE = componentState(XFEATURE.SSE);
const XMM = LEGACY_SECTIONS[XFEATURE.SSE] ?? 0;

/** @throws Fault #NM, #GP(0), #AC(0), #PF; nothing is written then. */
export function fxsave(cpu: Cpu, address: LinearAddress, rexW: boolean): void {
  requireX87Available(cpu, 'FXSAVE');
  checkAlignment(cpu, address, ALIGNMENT, 'FXSAVE area');
  if (reachesEnd(cpu)) cpu.memory.checkWritable(cpu.access, address + LEGACY_SIZE - 1, 1);
  cpu.memory.checkWritable(cpu.access, address, LEGACY_SIZE);
  const bytes = cpu.memory.read(cpu.access, address, WRITTEN);
  const image = blockOf(bytes);
  const { words } = image;
  X87.save(cpu, image, 0, rexW);
  words[MXCSR_OFFSET / 4] = cpu.mxcsr;
  words[MXCSR_MASK_OFFSET / 4] = cpu.processor.mxcsrMask;
  if (handlesXmm(cpu)) SSE.save(cpu, image, XMM / 4, rexW);
  cpu.memory.write(cpu.access, address, bytes);
  cpu.observer?.components(LEGACY, 'read');
}

/** @throws Fault #NM, #GP(0) also for reserved MXCSR bits, #AC(0), #PF; nothing has changed then. */
export function fxrstor(cpu: Cpu, address: LinearAddress, rexW: boolean): void {
  requireX87Available(cpu, 'FXRSTOR');
  checkAlignment(cpu, address, ALIGNMENT, 'FXSAVE area');
  if (reachesEnd(cpu)) cpu.memory.wordsToRead(cpu.access, address + LEGACY_SIZE - 1);
  const image = blockOf(cpu.memory.read(cpu.access, address, LEGACY_SIZE));
  const { words } = image;
  const mxcsr = words[MXCSR_OFFSET / 4]! >>> 0; // the area is longer than that
  checkMxcsr(cpu, mxcsr);
  X87.restore(cpu, image, 0, rexW);
  cpu.mxcsr = mxcsr;
  if (handlesXmm(cpu)) SSE.restore(cpu, image, XMM / 4, rexW);
  if (cpu.processor.choices.inUse === 'writes') noteWritten(cpu, LOADED);
  cpu.observer?.components(LEGACY, 'write');
}

/** Whether the processor touches the last byte of the area first. */
function reachesEnd({ processor }: Cpu): boolean {
  return processor.choices.areaReach === 'whole extent';
}

/** Without CR4.OSFXSR the processor chooses whether XMM is saved. EFER.FFXSR leaves XMM out in 64-bit mode at CPL 0. */
function handlesXmm(cpu: Cpu): boolean {
  return (cpu.cr4 & CR4.OSFXSR) !== 0n && !(cpu.efer & EFER.FFXSR && cpu.cpl === 0);
}
