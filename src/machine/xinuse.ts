/**
 * The in-use bitmap (Intel SDM vol. 1, 13.6). The processor may call an initial component "in use", never the
 * other way round; so the bits that instructions set in `cpu.xinuse` are a lower bound, and contents decide the rest.
 */
import type { Cpu } from './cpu';

/** XINUSE: bit i is clear only when component i is in its initial state. */
export function inUse(cpu: Cpu): bigint {
  return cpu.xinuse;
}
