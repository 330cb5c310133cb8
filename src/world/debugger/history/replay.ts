/** A world beside the debugger's own that does the same, with the changes that the user has made: where it goes, nothing moves. */
import { advance } from '../../run/moment';
import { advancePlain } from '../../run/plain-steps';
import type { World } from '../../state/world';
import { repeatEdit } from '../edit';
import type { TimedEdit } from './timed-edit';

export class Replay {
  /** @param world at a moment of which the changes have not been made yet. */
  constructor(
    readonly world: World,
    private readonly edits: readonly TimedEdit[],
  ) {
    this.repeatEdits();
  }

  /** Forward to `end` at most: by a run of plain steps, or by one moment. */
  move(end: number): void {
    const { world } = this;
    const edit = this.edits.find(({ moment }) => moment > world.moment);
    const most = Math.min(end, edit?.moment ?? end) - world.moment;
    const passed = most > 1 ? advancePlain(world, most) : 0;
    if (passed > 0) world.executed = null;
    else advance(world);
    world.moment += passed || 1;
    this.repeatEdits();
  }

  private repeatEdits(): void {
    for (const { moment, edit } of this.edits) if (moment === this.world.moment) repeatEdit(this.world, edit);
  }
}
