/**
 * The two bitmaps by which saving is optimised (Intel SDM vol. 1, 13.6): XINUSE, what is not in its initial state, and
 * XMODIFIED, what has changed since XRSTOR last loaded it. The processor may report too much in both, never too little;
 * so what instructions note in `cpu.xinuse` and `cpu.xmodified` is a lower bound, and the registers decide the rest.
 */

import { MXCSR_DEFAULT } from '../architecture/bits';
import { type ComponentSet, componentSet, lowestIn, XFEATURE } from '../architecture/component';
import { COMPONENT_REGISTERS, SCALAR } from '../architecture/register-file';
import { isConfigured } from '../architecture/tilecfg';
import type { Cpu } from '../cpu/cpu';
import type { Written } from '../cpu/instruction';
import { areEqual } from '../cpu/register-runs';
import { componentState } from './component-state';
import { keepCopy, MXCSR_WORD } from './restored-copy';

const SSE: ComponentSet = 1 << XFEATURE.SSE;
const XTILECFG: ComponentSet = 1 << XFEATURE.XTILECFG;
const XTILEDATA: ComponentSet = 1 << XFEATURE.XTILEDATA;

/** XINUSE: bit i is clear only when component i is in its initial state. MXCSR does not count (13.6). */
export function inUse(cpu: Cpu): bigint {
  return BigInt(inUseAmong(cpu, componentSet(supported(cpu))));
}

/** XINUSE as XSAVEC, XSAVES and XGETBV(1) see it: they count component 1 while MXCSR is not 1F80h. */
export function inUseWithMxcsr(cpu: Cpu): bigint {
  return cpu.mxcsr === MXCSR_DEFAULT ? inUse(cpu) : inUse(cpu) | BigInt(SSE);
}

/** The members of `components` whose bit is set in XINUSE. */
export function inUseAmong(cpu: Cpu, components: ComponentSet): ComponentSet {
  let set = components & cpu.low(SCALAR.xinuse);
  for (let rest = components & ~set; rest !== 0; rest &= rest - 1) {
    if (!isInitial(cpu, lowestIn(rest))) set |= rest & -rest;
  }
  return set;
}

/** Whether the registers of one component hold its initial contents. */
export function isInitial(cpu: Cpu, component: number): boolean {
  return componentState(component).isInitial(cpu);
}

/**
 * The members of `components` in XMODIFIED: a component that equals what XRSTOR or XRSTORS loaded is not in it. Of the tiles, which
 * are two thirds of all registers, no copy is kept: whoever writes them notes it.
 */
export function modifiedAmong(cpu: Cpu, components: ComponentSet): ComponentSet {
  let set = components & cpu.low(SCALAR.xmodified);
  for (let rest = components & ~set & ~XTILEDATA; rest !== 0; rest &= rest - 1) {
    if (!isAsRestored(cpu, lowestIn(rest))) set |= rest & -rest;
  }
  return set;
}

/** Notes that XRSTOR gave the components of `rfbm` their contents, those of `fromMemory` by loading them (13.8). */
export function noteRestored(cpu: Cpu, rfbm: ComponentSet, fromMemory: ComponentSet): void {
  cpu.setLow(SCALAR.xinuse, (cpu.low(SCALAR.xinuse) & ~rfbm) | (rfbm & fromMemory & ~unconfigured(cpu)));
  cpu.setLow(SCALAR.xmodified, ~rfbm);
  cpu.observer?.components(rfbm, 'write');
  keepCopy(cpu, rfbm);
}

/** XTILECFG where it does not count as in use, although XRSTOR loaded it (`Choices.tilesInUse`). */
function unconfigured(cpu: Cpu): ComponentSet {
  return cpu.processor.choices.tilesInUse === 'writes' && !isConfigured(cpu.tilecfg) ? XTILECFG : 0;
}

/** Notes an XRSTOR that failed halfway. A later save to its area must not leave unmodified components out. */
export function notePartlyRestored(cpu: Cpu, changed: ComponentSet, fromMemory: ComponentSet): void {
  cpu.setLow(SCALAR.xinuse, (cpu.low(SCALAR.xinuse) & ~changed) | fromMemory);
  cpu.setLow(SCALAR.xmodified, cpu.low(SCALAR.xmodified) | changed);
}

/** Notes the components that an instruction has written, for a processor that tracks writes (`Choices.inUse`). */
export function noteWritten(cpu: Cpu, { used, modified }: Written): void {
  cpu.setLow(XINUSE, cpu.low(XINUSE) | used);
  cpu.setLow(XMODIFIED, cpu.low(XMODIFIED) | modified);
}

/** At hand, for this is done for each instruction that writes a component. */
const { xinuse: XINUSE, xmodified: XMODIFIED } = SCALAR;

function isAsRestored(cpu: Cpu, component: number): boolean {
  const { block, restored } = cpu;
  if (component === XFEATURE.SSE && block.words[MXCSR_WORD] !== restored.words[MXCSR_WORD]) return false;
  return areEqual(block, restored, COMPONENT_REGISTERS[component] ?? []);
}

function supported(cpu: Cpu): bigint {
  return cpu.processor.xcr0Supported | cpu.processor.xssSupported;
}
