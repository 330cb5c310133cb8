/** Whether the laws hold in a run: the code that moves the run shows it every moment. */

import type { Digest } from '../../machine/digest';
import type { HappeningRecord } from '../state/happening';
import type { MachineState } from '../state/machine-state';
import type { Breach, InvariantName } from './invariant';
import { breachesOf } from './invariants';
import { KeptRegisters } from './kept-registers';

export class InvariantWatch {
  /** @param only those of these names; all unless given. */
  constructor(
    private readonly only?: ReadonlySet<InvariantName>,
    private readonly kept = new KeptRegisters(),
  ) {}

  /** A copy that goes on from here on its own. */
  fork(): InvariantWatch {
    return new InvariantWatch(this.only, this.kept.fork());
  }

  /** What its future depends on. */
  digestInto(digest: Digest): void {
    this.kept.digestInto(digest);
  }

  /** After one moment, or after a run of plain steps. @returns what is broken after it. */
  look(state: MachineState, records: readonly HappeningRecord[]): readonly Breach[] {
    const { cpus, memory, kernel } = state;
    const found = this.kept.look(state, records);
    // Within the kernel only what it reports can break a law: what holds in user mode is looked at when it is back there.
    const frame = kernel?.stack.at(-1);
    const isInKernel = frame !== undefined && kernel?.cpus[frame.cpu]?.userMode !== true;
    if (records.length === 0 && found.length === 0 && isInKernel) return [];
    return breachesOf({ cpus, memory, kernel, records, found }, this.only);
  }
}
