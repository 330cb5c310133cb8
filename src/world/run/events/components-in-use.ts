/**
 * `observe in_use=MASK`: which state components a recorded program had in use, when the instructions that put them there
 * were not recorded. XINUSE is taken over as far as the architecture allows (Intel SDM vol. 1, 13.6 and 13.14): a component
 * that XCR0 has not, or that IA32_XFD arms, cannot come into use.
 */
import { type ComponentSet, componentSet, lowestIn, XFEATURE } from '../../../machine/architecture/component';
import { SCALAR } from '../../../machine/architecture/register-file';
import { buildTilecfg, isConfigured } from '../../../machine/architecture/tilecfg';
import type { Cpu } from '../../../machine/cpu/cpu';
import { componentState } from '../../../machine/xstate/component-state';
import { inUseAmong } from '../../../machine/xstate/xinuse';

const XTILECFG: ComponentSet = 1 << XFEATURE.XTILECFG;
/** A configuration that LDTILECFG takes, of tiles without shapes: which one it was is not recorded. */
const SOME_TILECFG = buildTilecfg({ palette: 1, startRow: 0, tiles: [] });

/** Makes the recorded components in use and all others initial. Answers the components of XCR0 that are in use then. */
export function adoptInUse(cpu: Cpu, recorded: bigint): bigint {
  const all = componentSet(cpu.xcr0);
  const wanted = componentSet(recorded & cpu.xcr0);
  const before = inUseAmong(cpu, all);
  const added = wanted & ~before & ~componentSet(cpu.xfd);
  const released = before & ~wanted;
  for (let rest = released; rest !== 0; rest &= rest - 1) componentState(lowestIn(rest)).initialise(cpu);
  // What counts as in use after a switch too is a configuration with a palette (`Choices.tilesInUse`).
  if (added & XTILECFG && !isConfigured(cpu.tilecfg)) cpu.tilecfg.set(SOME_TILECFG);
  cpu.setLow(SCALAR.xinuse, (cpu.low(SCALAR.xinuse) | added) & ~released);
  cpu.setLow(SCALAR.xmodified, cpu.low(SCALAR.xmodified) | added | released);
  return BigInt(inUseAmong(cpu, all));
}
