/**
 * Extended feature disable (Intel SDM vol. 1, 13.14). A bit of IA32_XFD arms a component that XCR0 enables. An
 * instruction that needs an armed component raises #NM, and a save treats the component as initial.
 */

import { type ComponentSet, componentsIn } from '../architecture/component';
import { Fault } from '../architecture/exception';
import { SCALAR } from '../architecture/register-file';
import type { Cpu } from '../cpu/cpu';
import { hasOsxsave } from '../cpu/requirements';
import { inUse } from './xinuse';

/** The components that XFD disables now: IA32_XFD matters only where XCR0 enables the component (13.14). */
export function armedMask(cpu: Cpu): bigint {
  return BigInt(armedSet(cpu));
}

/** `armedMask` as a set. */
export function armedSet(cpu: Cpu): ComponentSet {
  return hasOsxsave(cpu) ? cpu.low(SCALAR.xcr0) & cpu.low(SCALAR.xfd) : 0;
}

/** XINUSE as XSAVE* see it: an armed component counts as initial, whatever its registers hold. */
export function effectiveInUse(cpu: Cpu): bigint {
  return inUse(cpu) & ~armedMask(cpu);
}

/**
 * Raises #NM when one of the components in `required` is armed, with IA32_XFD_ERR replaced by IA32_XFD & `required`.
 * Hardware never clears IA32_XFD_ERR. Touches nothing else; does nothing when none is armed.
 *
 * @param why what needs the components, to follow "... is set and": `TILEZERO writes XTILEDATA`.
 */
export function checkXfd(cpu: Cpu, required: bigint, why: string): void {
  const armedNow = armedSet(cpu);
  if (armedNow === 0) return;
  const armed = BigInt(armedNow) & required;
  if (armed === 0n) return;
  cpu.xfdErr = cpu.xfd & required;
  cpu.observer?.register('xfdErr', 'write');
  const bits = componentsIn(armed).map(({ index }) => `IA32_XFD[${index}]`);
  throw new Fault('#NM', {
    cause: 'xfd',
    xfdErr: cpu.xfdErr,
    why: `${bits.join(' and ')} ${bits.length > 1 ? 'are' : 'is'} set and ${why}`,
  });
}
