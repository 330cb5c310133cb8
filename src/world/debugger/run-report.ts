/**
 * What a run tells: each moment is reported once, when it is reached for the first time. After a change in the past the
 * moments behind it are new.
 */
import { sourcedHappenings } from '../compiled/happening-source';
import { Timeline } from '../timeline/timeline';
import { TimelineWatch } from '../timeline/watch';
import type { Edit } from './debugger-types';
import { editText } from './edit';
import type { History } from './history/history';
import { TimelineRetelling } from './history/timeline-retelling';
import { RunTally } from './run-tally';
import type { ToldHappening } from './told';

export class RunReport {
  readonly tally = new RunTally();
  readonly timeline: Timeline;
  private readonly watch: TimelineWatch;
  private happenings: ToldHappening[] = [];
  /** Nothing up to this moment is reported again. */
  private reported = 0;
  private untoldFrom: number | undefined;

  constructor(
    private readonly history: History,
    timelineRoom: number | undefined,
  ) {
    this.timeline = new Timeline(history.world.cpus.length, timelineRoom);
    this.watch = new TimelineWatch(history.world, this.timeline);
    this.watch.begin(0);
  }

  /** Reports the present moment; false when it had been reached before. */
  reach(): boolean {
    if (this.history.moment <= this.reported) return false;
    this.reported = this.history.moment;
    this.watch.look(this.history.moment);
    if (this.history.world.happenings.length > 0) this.noteHappenings();
    if (this.history.edits.length > 0) this.markEdits();
    return true;
  }

  /** Also what was noted behind the present moment's own work: the end at a limit. */
  noteHappenings(): void {
    const happenings = sourcedHappenings(this.history.world);
    const { moment } = this.history;
    this.happenings.push(...happenings.map((happening) => ({ moment, happening })));
    this.tally.note(happenings, moment);
  }

  /** What has happened since the last call, each with its moment. */
  takeHappenings(): ToldHappening[] {
    return this.happenings.splice(0);
  }

  /** The user has changed the world at the present moment. */
  edited(edit: Edit): void {
    const { moment } = this.history;
    this.forgetAfter(moment);
    this.watch.edited(moment, editText(edit));
  }

  /** The present moment is another one: a change there was undone, or the run begins with other changes. */
  changed(): void {
    this.forgetAfter(this.history.moment - 1);
    this.markEdits();
  }

  private forgetAfter(known: number): void {
    const { moment } = this.history;
    this.reported = moment;
    this.tally.forgetAfter(moment);
    const from = Math.max(0, this.timeline.forgetAfter(known) - 1);
    if (from < moment) this.untoldFrom = Math.min(from, this.untoldFrom ?? from);
    else if (this.untoldFrom === undefined || this.untoldFrom >= moment) {
      this.untoldFrom = undefined;
      this.watch.begin(moment, this.timeline.lastCpus());
    }
  }

  /** Changes of the present moment. */
  private markEdits(): void {
    const { edits, moment } = this.history;
    for (const one of edits) if (one.moment === moment) this.watch.edited(moment, editText(one.edit));
  }

  /**
   * What the timeline has to be told anew, up to the present moment, before the run goes on; undefined for nothing. A
   * timeline that has grown coarse forgets up to one of its grains before a change.
   */
  retelling(): TimelineRetelling | undefined {
    if (this.untoldFrom === undefined) return undefined;
    return new TimelineRetelling(this.history, this.timeline, this.watch, this.untoldFrom);
  }

  /** The retelling is complete. */
  retold(): void {
    this.untoldFrom = undefined;
  }
}
