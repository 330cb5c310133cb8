/**
 * The images of tasks in memory: each save makes one, and every event that names its XSTATE_BV until the next save says the
 * same. Where they do not agree, most of them are right, and the others are what the trace shows as a contradiction.
 */
import type { Observation } from '../observation';

export interface Images {
  /** What the image that the save at this place made has in XSTATE_BV: the index of the observation is the key. */
  readonly saved: ReadonlyMap<number, bigint>;
  /** Saves for a switch that is not recorded, by index. */
  readonly silent: ReadonlySet<number>;
  /** Where registers are loaded that nobody was seen to save: the kernel has used them itself (`kernel_fpu_begin`). */
  readonly borrowed: ReadonlySet<number>;
  /** The image that a new task begins with, by the index of its fork. */
  readonly inherited: ReadonlyMap<number, bigint>;
}

class Image {
  private readonly votes = new Map<bigint, number>();
  /** The task's next image. */
  after: Image | undefined;

  constructor(private readonly before: bigint | undefined) {}

  add(value: bigint): void {
    this.votes.set(value, (this.votes.get(value) ?? 0) + 1);
  }

  /** The value that most say; of two, the one that the image before had, or the one behind, else the first. */
  get value(): bigint | undefined {
    const { best, before, after } = this;
    if (before !== undefined && best.includes(before)) return before;
    return best.find((value) => after?.best.includes(value)) ?? best[0];
  }

  private get best(): readonly bigint[] {
    const most = Math.max(...this.votes.values());
    return [...this.votes].filter(([, count]) => count === most).map(([value]) => value);
  }
}

export function images(observations: readonly Observation[]): Images {
  const gallery = new Gallery();
  for (const [index, observation] of observations.entries()) gallery.note(observation, index);
  return gallery.images;
}

/** What a task does in user mode, or on its way from there. */
const FROM_USER: ReadonlySet<string> = new Set(['call', 'mark', 'first-use']);

/** The images as far as the recording has been read. */
class Gallery {
  private readonly current = new Map<number, Image>();
  private readonly exiting = new Set<number>();
  /** By the task that forks: the image of its child. */
  private readonly copied = new Map<number, Image>();
  private readonly saved = new Map<number, Image>();
  private readonly inherited = new Map<number, Image>();
  private readonly silent = new Set<number>();
  private readonly borrowed = new Set<number>();
  /** Tasks whose registers are loaded, as far as events say: they were, or the task has been in user mode. */
  private readonly live = new Set<number>();
  /** By CPU: the task that a switch has just left, the index of the switch, and whether its registers count as saved. */
  private readonly leaving = new Map<
    number,
    { readonly pid: number; readonly index: number; readonly isSaved: boolean }
  >();

  get images(): Images {
    const { silent, borrowed } = this;
    return { saved: valuesOf(this.saved), inherited: valuesOf(this.inherited), silent, borrowed };
  }

  note(observation: Observation, index: number): void {
    const { pid, cpu } = observation;
    if (this.leaving.get(cpu)?.pid !== pid) this.leaving.delete(cpu);
    if (FROM_USER.has(observation.kind)) this.live.add(pid);
    switch (observation.kind) {
      case 'switch':
        this.noteSwitch(pid, cpu, index);
        break;
      case 'exec':
        this.live.delete(pid);
        this.begin(pid);
        break;
      case 'exit':
        this.exiting.add(pid);
        break;
      case 'first-use-result':
        if (observation.result === 0n) this.begin(pid);
        break;
      case 'fpstate':
        this.noteLoad(pid, index);
        if (observation.xstateBv !== undefined) this.say(pid, observation.xstateBv);
        break;
      case 'fork':
        this.inherit(pid, observation.childPid, index);
        break;
      case 'fpu':
        this.noteEvent(observation, index);
        break;
    }
  }

  private noteEvent(at: Extract<Observation, { readonly kind: 'fpu' }>, index: number): void {
    const { pid } = at;
    if (at.event === 'copy_dst') {
      const image = new Image(this.current.get(pid)?.value);
      image.add(at.xstateBv);
      this.copied.set(pid, image);
      return;
    }
    if (at.event === 'regs_activated' && at.load) this.noteLoad(pid, index);
    if (at.event === 'regs_activated') this.live.add(pid);
    else if (at.event === 'regs_deactivated') this.live.delete(pid);
    const left = this.leaving.get(at.cpu);
    // Newer kernels set TIF_NEED_FPU_LOAD before they tell of the save.
    if (at.event === 'regs_deactivated' && (left || (!at.load && !this.exiting.has(pid)))) {
      if (!left?.isSaved) this.saved.set(left?.index ?? index, this.begin(pid));
      if (!left) this.silent.add(index);
    }
    this.say(pid, at.xstateBv);
  }

  /**
   * A switch from a task saves its registers, where they are loaded. A buffer that is limited to some tasks (`set_event_pid`) has
   * the event of that save only where the next task is one of these.
   */
  private noteSwitch(pid: number, cpu: number, index: number): void {
    const isSaved = this.live.delete(pid);
    if (isSaved) this.saved.set(index, this.begin(pid));
    this.leaving.set(cpu, { pid, index, isSaved });
  }

  /** Registers are loaded from memory. If they were loaded already, somebody has saved them in between. */
  private noteLoad(pid: number, index: number): void {
    if (!this.live.delete(pid)) return;
    this.borrowed.add(index);
    this.saved.set(index, this.begin(pid));
  }

  private inherit(pid: number, child: number, index: number): void {
    const image = this.copied.get(pid);
    this.copied.delete(pid);
    if (!image) return;
    this.current.set(child, image);
    this.inherited.set(index, image);
  }

  private begin(pid: number): Image {
    const last = this.current.get(pid);
    const image = new Image(last?.value);
    if (last) last.after = image;
    this.current.set(pid, image);
    return image;
  }

  private say(pid: number, value: bigint): void {
    (this.current.get(pid) ?? this.begin(pid)).add(value);
  }
}

/** Nothing of an image of which nobody says anything. */
function valuesOf(found: ReadonlyMap<number, Image>): ReadonlyMap<number, bigint> {
  return new Map([...found].flatMap(([index, { value }]) => (value === undefined ? [] : [[index, value] as const])));
}
