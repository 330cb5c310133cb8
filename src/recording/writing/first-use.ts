/** The first use of tiles: #NM by IA32_XFD, as `exc_device_not_available` goes about it (arch/x86/kernel/traps.c). */
import { ERRNO } from '../../kernel/state/constants';
import type { Observation } from '../observation';
import { hex } from './buffers';
import { signalName } from './faults';
import { IA32_XFD, IA32_XFD_ERR, MSRS } from './msrs';
import { writeSignalled } from './signals';
import type { Stage } from './stage';

interface FirstUse {
  /** What `__xfd_enable_feature` answered, where it was recorded. */
  readonly result: bigint | undefined;
  /** The index of the signal that came of it. */
  readonly signal: number | undefined;
}

/** The instruction that brought #NM: which one is not recorded, TILEZERO does the same. */
export function writeFirstUse(stage: Stage, at: Observation, index: number): void {
  const { result, signal } = readFirstUse(stage.observations, at, index);
  const sent = signal === undefined ? undefined : stage.observations[signal];
  if (result === -BigInt(ERRNO.EFAULT)) stage.lines.concluded('inject alloc-fail');
  stage.players.inUse.delete(at.pid);
  // Without a configuration there is no #NM.
  stage.lines.concluded('ldtilecfg [tiles]');
  // Granted, and then a signal: that is the next instruction's.
  if (signal === undefined || sent?.kind !== 'signal' || result === 0n) {
    const refused = result === undefined || result === 0n ? '' : ', SIGILL';
    stage.step(`tilezero tmm0 => #NM${refused}`, at);
    return;
  }
  stage.done.add(signal);
  const name = signalName(sent.signal) ?? 'SIGILL';
  writeSignalled(stage, signal, at, (end) => `tilezero tmm0 => #NM, ${name}${end}`);
}

function readFirstUse(observations: readonly Observation[], at: Observation, index: number): FirstUse {
  let result: bigint | undefined;
  for (let next = index + 1; next < observations.length && next <= index + REACH; next++) {
    const observation = observations[next];
    if (!observation || observation.cpu !== at.cpu) continue;
    if (observation.pid !== at.pid) break;
    if (observation.kind === 'first-use-result') result = observation.result;
    else if (observation.kind === 'signal' && observation.targetPid === at.pid) return { result, signal: next };
    else if (!isPartOf(observation)) break;
  }
  return { result, signal: undefined };
}

/** In observations. */
const REACH = 16;

function isPartOf(observation: Observation): boolean {
  if (observation.kind === 'msr') {
    return observation.number === IA32_XFD || (observation.number === IA32_XFD_ERR && observation.access === 'write');
  }
  return observation.kind === 'first-use' || observation.kind === 'other';
}

export function writeMsr(stage: Stage, at: Extract<Observation, { readonly kind: 'msr' }>, index: number): void {
  const name = MSRS[at.number];
  if (name === undefined) return;
  if (at.number !== IA32_XFD_ERR || at.access !== 'read') return stage.observe(`${name}=${hex(at.value)}`, at);
  writeFirstUse(stage, at, index);
  if (!stage.players.dead.has(at.pid)) stage.observe(`last.xfd_err=${hex(at.value)}`, at);
}
