/** All that a kernel changes in its own code while it boots, in its order (alternative_instructions). */
import { applyAlternatives } from './alternatives';
import { applyConstants } from './constants';
import { removeLocks } from './locks';
import { applyParavirt } from './paravirt';
import type { Patching } from './patch-site';
import { applyRetpolines } from './retpolines';
import { applyReturns } from './returns';
import { applyStaticCalls } from './static-calls';

/** @param cpus how many there are: LOCK is needed by more than one. The processor's features have been found before. */
export function applyPatches(patching: Patching, cpus: number): void {
  applyStaticCalls(patching);
  applyParavirt(patching);
  applyRetpolines(patching);
  applyReturns(patching);
  applyAlternatives(patching);
  applyConstants(patching);
  if (cpus === 1) removeLocks(patching);
}
