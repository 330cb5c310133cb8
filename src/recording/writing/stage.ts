/** The trace so far, and the steps that bring its model to where the recording is. */
import type { Observation } from '../observation';
import { type Calls, callsOf } from './calls';
import { type Images, images } from './images';
import { Lines } from './lines';
import { IDLE_PID, OTHERS, Players } from './players';
import type { Survey } from './survey';
import { VirtualCpus } from './virtual-cpus';

export class Stage {
  readonly lines = new Lines();
  readonly players: Players;
  readonly images: Images;
  readonly calls: Calls;
  /** Observations that were written together with one before them. */
  readonly done = new Set<number>();
  /** Who was told to exec last, and has done nothing since. */
  justExeced: number | undefined;
  /** By the thread that forks: the flags of its call, and what was said of the image that the new task gets. */
  readonly cloneFlags = new Map<number, bigint>();
  readonly copies = new Map<number, Extract<Observation, { readonly kind: 'fpu' }>>();
  /** By CPU: whom a switch has just left, whose registers are saved under its own name still. */
  readonly leaving = new Map<number, number>();
  readonly virtualCpus: VirtualCpus;
  private cpu = 0;
  private labels = 0;

  constructor(
    readonly observations: readonly Observation[],
    survey: Survey,
  ) {
    this.players = new Players(survey);
    this.images = images(observations);
    this.calls = callsOf(observations);
    this.virtualCpus = new VirtualCpus(observations);
  }

  step(text: string, { line, time }: Observation, last = line): void {
    this.lines.step(text, line, time, last);
  }

  observe(facts: string, at: Observation): void {
    this.step(`observe ${facts}`, at);
  }

  /** Whoever the recording has on its CPU runs there; a switch that should be recorded, and is not, is a contradiction. */
  follow(at: Observation): void {
    const { cpu, pid } = at;
    if (cpu !== this.cpu) {
      this.lines.concluded(`cpu ${cpu}`);
      this.cpu = cpu;
    }
    const before = this.players.running.get(cpu);
    const left = this.leaving.get(cpu);
    this.leaving.delete(cpu);
    if (before === pid || (left === pid && at.kind === 'fpu' && at.event === 'regs_deactivated')) return;
    if (before !== undefined && before !== null && this.players.isSwitchRecorded(before, pid)) {
      this.lines.comment(
        `${this.players.name(pid)} runs, and no switch to it from ${this.players.name(before)} is recorded.`,
      );
      this.observe(`task=${this.taskText(pid)}`, at);
    }
    this.enter(pid, at);
  }

  taskText(pid: number): string {
    return pid === IDLE_PID ? '"idle"' : this.players.name(pid);
  }

  enter(pid: number, at: Observation): void {
    this.players.running.set(at.cpu, pid);
    this.justExeced = undefined;
    if (this.players.dead.has(pid)) this.lines.comment(`${this.players.name(pid)} has ended, and runs again.`);
    else this.step(`switch ${this.players.name(pid)}`, at);
  }

  /** A switch that nobody recorded, to somebody else. */
  leave(at: Observation): void {
    this.players.running.set(at.cpu, null);
    this.players.needsOthers = true;
    this.step(`switch ${OTHERS}`, at);
  }

  /** The registers are about to be saved, with this in XSTATE_BV. */
  bringIntoUse(pid: number, mask: bigint | undefined): void {
    const { inUse, dead } = this.players;
    if (
      mask === undefined ||
      this.virtualCpus.created.has(pid) ||
      dead.has(pid) ||
      !this.players.isUser(pid) ||
      inUse.get(pid) === mask
    )
      return;
    this.lines.concluded(`observe in_use=0x${mask.toString(16)}`);
    inUse.set(pid, mask);
  }

  /** Makes a step that a handler interrupts: it comes back behind the step. */
  interruptible(steps: () => void): void {
    const label = `after_${++this.labels}`;
    this.lines.concluded(`mov rbx, ${label}`);
    steps();
    this.lines.concluded(`${label}:`);
  }
}
