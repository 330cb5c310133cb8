/**
 * The two bitmaps by which saving is optimised (Intel SDM vol. 1, 13.6): XINUSE, what is not in its initial state, and
 * XMODIFIED, what has changed since XRSTOR last loaded it. The processor may report too much in both, never too little;
 * so what instructions note in `cpu.xinuse` and `cpu.xmodified` is a lower bound, and the registers decide the rest.
 */
import { COMPONENTS, hasBit, XFEATURE } from './component';
import { COMPONENT_STATES, componentImage } from './component-state';
import { type Cpu, MXCSR_DEFAULT } from './cpu';

/** XINUSE: bit i is clear only when component i is in its initial state. MXCSR does not count (13.6). */
export function inUse(cpu: Cpu): bigint {
  let mask = cpu.xinuse & supported(cpu);
  for (const { index } of COMPONENTS) {
    const bit = 1n << BigInt(index);
    if ((mask & bit) === 0n && (supported(cpu) & bit) !== 0n && !isInitial(cpu, index)) mask |= bit;
  }
  return mask;
}

/** XINUSE as XSAVEC, XSAVES and XGETBV(1) see it: they count component 1 while MXCSR is not 1F80h. */
export function inUseWithMxcsr(cpu: Cpu): bigint {
  return cpu.mxcsr === MXCSR_DEFAULT ? inUse(cpu) : inUse(cpu) | (1n << BigInt(XFEATURE.SSE));
}

/** Whether the registers of one component hold its initial contents. */
export function isInitial(cpu: Cpu, component: number): boolean {
  return COMPONENT_STATES.get(component)?.isInitial(cpu) ?? true;
}

/** XMODIFIED: bit i is clear only when component i still holds what the last XRSTOR or XRSTORS gave it. */
export function modified(cpu: Cpu): bigint {
  let mask = cpu.xmodified;
  for (const { index } of COMPONENTS) {
    if (!hasBit(mask, index) && cpu.restored[index] !== digest(cpu, index)) mask |= 1n << BigInt(index);
  }
  return mask;
}

/** Notes that XRSTOR gave the components of `rfbm` their contents, those of `fromMemory` by loading them (13.8). */
export function noteRestored(cpu: Cpu, rfbm: bigint, fromMemory: bigint): void {
  cpu.xinuse = (cpu.xinuse & ~rfbm) | (rfbm & fromMemory);
  cpu.xmodified = BigInt.asUintN(64, ~rfbm);
  for (const { index } of COMPONENTS) {
    if (hasBit(rfbm, index)) cpu.restored[index] = digest(cpu, index);
  }
}

function supported(cpu: Cpu): bigint {
  return cpu.processor.xcr0Supported | cpu.processor.xssSupported;
}

/** 64 bits that change when the contents do: two hashes over 32-bit words, multiplied and folded at each. */
function digest(cpu: Cpu, component: number): bigint {
  const image = componentImage(cpu, component);
  let low = component === XFEATURE.SSE ? cpu.mxcsr : 0;
  let high = ~low;
  for (const word of new Uint32Array(image.buffer)) {
    low = Math.imul(low ^ word, 0x01000193);
    low ^= low >>> 15;
    high = Math.imul(high ^ word, 0x85ebca6b);
    high ^= high >>> 13;
  }
  return (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0);
}
