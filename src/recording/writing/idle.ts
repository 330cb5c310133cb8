/** Whether tiles survive idle: what a recording shows of CPUs that halt, or that fall into C6 (drivers/idle/intel_idle.c). */
import { XTILE } from '../../machine/processor/processor';
import type { Observation } from '../observation';

export interface IdleConclusion {
  readonly value: 'halt' | 'c6';
  readonly why: string;
}

/** A task that comes straight back from idle with tiles in use loads its registers, or it does not. */
export function idleOf(observations: readonly Observation[]): IdleConclusion | undefined {
  const watch = new IdleWatch();
  for (const observation of observations) {
    const conclusion = watch.see(observation);
    if (conclusion) return conclusion;
  }
  return undefined;
}

interface Idling {
  readonly pid: number;
  hasTiles: boolean;
}

/** By CPU: who went to sleep with tiles, and who has come back. */
class IdleWatch {
  private readonly idling = new Map<number, Idling>();
  private readonly back = new Map<number, number>();

  see(observation: Observation): IdleConclusion | undefined {
    const { cpu, pid } = observation;
    if (observation.kind === 'switch') {
      this.noteSwitch(cpu, observation.prevPid, observation.nextPid);
      return undefined;
    }
    if (this.back.get(cpu) === pid) return conclusionOf(observation);
    this.back.delete(cpu);
    const left = this.idling.get(cpu);
    if (observation.kind === 'fpu' && left?.pid === pid) left.hasTiles = (observation.xstateBv & XTILE) === XTILE;
    return undefined;
  }

  private noteSwitch(cpu: number, from: number, to: number): void {
    const left = this.idling.get(cpu);
    this.idling.delete(cpu);
    this.back.delete(cpu);
    if (to === 0) this.idling.set(cpu, { pid: from, hasTiles: false });
    else if (left?.hasTiles && left.pid === to) this.back.set(cpu, to);
  }
}

/** The first that a task does when it is back. */
function conclusionOf(at: Observation): IdleConclusion {
  const isLoading = at.kind === 'fpstate' || (at.kind === 'fpu' && at.event === 'regs_activated');
  const what = isLoading ? 'loads its registers' : 'goes on without loading its registers';
  return {
    value: isLoading ? 'c6' : 'halt',
    why: `task ${at.pid} comes back from idle with tiles in use, and ${what}: line ${at.line}`,
  };
}
