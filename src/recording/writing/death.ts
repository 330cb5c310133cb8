/**
 * The end of a task. In the model it ends in one step, with the last save; in a recording what is said of the image before
 * that save stands behind the beginning of the end. So that is written first.
 */
import type { Observation } from '../observation';
import { hex, writeFpstate, writeFpu } from './buffers';
import type { Stage } from './stage';

/** In observations: from the beginning of the end to the switch that ends it. */
const REACH = 200;

export function writeDeath(stage: Stage, from: number, at: Observation, step: string): void {
  const { observations, players } = stage;
  const { pid, cpu } = at;
  let isLeft = false;
  for (let index = from + 1; index < observations.length && index <= from + REACH; index++) {
    const observation = observations[index];
    if (observation?.cpu !== cpu) continue;
    if (observation.pid !== pid) break;
    if (observation.kind === 'switch') {
      isLeft = true;
      continue;
    }
    if (observation.kind === 'fpu' && isLeft) writeLastSave(stage, observation);
    else if (observation.kind === 'fpu') writeFpu(stage, observation, index);
    else if (observation.kind === 'fpstate') writeFpstate(stage, observation, index);
    else if (observation.kind !== 'exit') continue;
    stage.done.add(index);
  }
  stage.step(step, at);
  players.dead.add(pid);
}

/** What the last save is said to have saved was in use when the task ended, in the buffer that it had. */
function writeLastSave(stage: Stage, at: Extract<Observation, { readonly kind: 'fpu' }>): void {
  stage.observe(`in_use=${hex(at.xstateBv)} ${stage.players.name(at.pid)}.fpstate.xcomp_bv=${hex(at.xcompBv)}`, at);
}
