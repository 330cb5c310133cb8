/**
 * `observe in_use=MASK`: which state components a recorded program had in use, when the instructions that put them there
 * were not recorded. XINUSE is taken over as far as the architecture allows (Intel SDM vol. 1, 13.6 and 13.14): a component
 * that XCR0 has not, or that IA32_XFD arms, cannot come into use.
 */
import { componentSet, lowestIn } from '../../../machine/architecture/component';
import { SCALAR } from '../../../machine/architecture/register-file';
import type { Cpu } from '../../../machine/cpu/cpu';
import { componentState } from '../../../machine/xstate/component-state';
import { inUseAmong } from '../../../machine/xstate/xinuse';

/** Makes the recorded components in use and all others initial. Answers the components of XCR0 that are in use then. */
export function adoptInUse(cpu: Cpu, recorded: bigint): bigint {
  const all = componentSet(cpu.xcr0);
  const wanted = componentSet(recorded & cpu.xcr0);
  const before = inUseAmong(cpu, all);
  const added = wanted & ~before & ~componentSet(cpu.xfd);
  const released = before & ~wanted;
  for (let rest = released; rest !== 0; rest &= rest - 1) componentState(lowestIn(rest)).initialise(cpu);
  cpu.setLow(SCALAR.xinuse, (cpu.low(SCALAR.xinuse) | added) & ~released);
  cpu.setLow(SCALAR.xmodified, cpu.low(SCALAR.xmodified) | added | released);
  return BigInt(inUseAmong(cpu, all));
}
