/**
 * A run's timeline, kept while it runs: a lane for each CPU and each task. Exact as long as there is room; then what is too
 * short becomes one with its neighbours, in ever longer stretches, so that memory stays bounded and nothing goes
 * unmentioned.
 */
import { MARKS, type Mark, type MarkKind } from './mark';
import type { TimelineSink } from './sink';
import { OPEN, type Room, SpanList } from './span';

/** Spans in all. */
const MOST_SPANS = 40_000;
const FIRST_GRAIN = 16;

export interface Lane {
  readonly kind: 'cpu' | 'task';
  /** `CPU 0`, `A`. */
  readonly name: string;
  /** Tasks on the CPU, or numbers of the CPUs that the task is on. */
  readonly stays: SpanList<string>;
  /** What the kernel does on the CPU: its outermost routines. */
  readonly kernel: SpanList<string>;
  /** Bytes of the task's buffer from a moment on. */
  readonly buffer: SpanList<number>;
  readonly marks: Map<MarkKind, SpanList<Mark>>;
}

export class Timeline implements TimelineSink {
  private readonly room: Room = { grain: 0, used: 0 };
  /** Changes by the user. Changes are few, so that all of them are kept. */
  private readonly handmade: Room = { grain: 0, used: 0 };
  private readonly stepNumbers = new SpanList<number>(this.room);
  private readonly cpus = new Map<number, Lane>();
  private readonly tasks = new Map<string, Lane>();
  /** The latest moment that something was told of. */
  private end = 0;

  constructor(
    cpuCount: number,
    private readonly mostSpans = MOST_SPANS,
  ) {
    for (let cpu = 0; cpu < cpuCount; cpu++) this.cpu(cpu);
  }

  /** CPUs first, then tasks in the order in which they came. */
  get lanes(): readonly Lane[] {
    return [...this.cpus.values(), ...this.tasks.values()];
  }

  /** Moments within which things have become one; 0 while all are kept. */
  get grain(): number {
    return this.room.grain;
  }

  /** How much is kept. */
  get spans(): number {
    return this.room.used + this.handmade.used;
  }

  stay(cpu: number, task: string | null, moment: number): void {
    const { stays } = this.cpu(cpu);
    const there = stays.last?.to === OPEN ? stays.last.last : null;
    if (there === task) return;
    stays.end(moment);
    if (there !== null) this.task(there).stays.end(moment);
    if (task !== null) {
      stays.begin(moment, task);
      this.task(task).stays.begin(moment, String(cpu));
    }
    this.told(moment);
  }

  kernel(cpu: number, routine: string | null, moment: number): void {
    const { kernel } = this.cpu(cpu);
    if (routine === null) kernel.end(moment);
    else if (kernel.last?.to !== OPEN) kernel.begin(moment, routine);
    this.told(moment);
  }

  buffer(task: string, bytes: number, moment: number): void {
    const { buffer } = this.task(task);
    if (buffer.last?.last === bytes) return;
    buffer.note(moment, bytes);
    this.told(moment);
  }

  /**
   * Bytes of the task's buffer before it had the size that it has at `moment`; null where it always had that. The size is
   * given, because the lane may be a few moments behind while the kernel runs.
   */
  bufferBefore(task: string, bytes: number, moment: number): number | null {
    const buffer = this.tasks.get(task)?.buffer;
    for (let [span] = buffer?.around(moment) ?? []; buffer && span; [span] = buffer.around(span.from - 1)) {
      if (span.last !== bytes) return span.last;
      if (span.first !== bytes) return span.first;
    }
    return null;
  }

  step(step: number, moment: number): void {
    if (this.stepNumbers.last && this.stepAt(moment) === step) return;
    this.stepNumbers.note(moment, step);
    this.told(moment);
  }

  mark(mark: Mark): void {
    const { kind, task, cpu, moment } = mark;
    const lane = MARKS[kind].lane === 'task' && task !== null ? this.task(task) : this.cpu(cpu);
    this.marksOf(lane, kind).note(moment, mark);
    this.told(moment);
  }

  /** The step that the run is at, at a moment; close to it where not all is kept. */
  stepAt(moment: number): number {
    const [before, after] = this.stepNumbers.around(moment);
    if (!before) return 1;
    const atLeast = before.to <= moment ? before.last + moment - before.to : before.first;
    return Math.min(atLeast, after?.first ?? atLeast);
  }

  /** Moments with the step that begins there; see `stepAt`. */
  stepsWithin(from: number, to: number, grain: number): readonly (readonly [number, number])[] {
    const within = this.stepNumbers
      .within(from, to, grain)
      .flatMap((span): [number, number][] => [
        [span.from, span.first],
        ...(span.to > span.from ? [[span.to, span.last] as [number, number]] : []),
      ]);
    return [[from, this.stepAt(from)] as const, ...within.filter(([moment]) => moment > from), [to, this.stepAt(to)]];
  }

  /** The CPU that each task was on last. */
  lastCpus(): Map<string, number> {
    const known = Array.from(this.tasks, ([name, { stays }]) => [name, stays.last?.last] as const);
    return new Map(known.flatMap(([name, cpu]) => (cpu === undefined ? [] : [[name, Number(cpu)]])));
  }

  /**
   * What comes after `moment` has never been. Returns the first moment that is to be told anew: where things have become
   * one, more is forgotten than has to be.
   */
  forgetAfter(moment: number): number {
    const { grain } = this.room;
    const from = grain === 0 ? moment + 1 : Math.floor(moment / grain) * grain;
    for (const { stays, kernel, buffer, marks } of this.lanes) {
      for (const list of [stays, kernel, buffer]) list.forgetFrom(from);
      for (const [kind, list] of marks) list.forgetFrom(kind === 'edit' ? moment + 1 : from);
    }
    this.stepNumbers.forgetFrom(from);
    this.end = from;
    this.dropEmptyTasks();
    return from;
  }

  /** Drops each task without a stay, a size or a mark. */
  private dropEmptyTasks(): void {
    for (const [name, { stays, buffer, marks }] of this.tasks) {
      const lists = [stays, buffer, ...marks.values()];
      if (lists.every(({ all }) => all.length === 0)) this.tasks.delete(name);
    }
  }

  private told(moment: number): void {
    this.end = moment;
    const { room } = this;
    while (room.used > this.mostSpans && room.grain <= this.end) {
      room.grain = Math.max(FIRST_GRAIN, room.grain * 2);
      this.stepNumbers.coarsen();
      for (const { stays, kernel, buffer, marks } of this.lanes) {
        for (const list of [stays, kernel, buffer, ...marks.values()]) list.coarsen();
      }
    }
  }

  private cpu(index: number): Lane {
    return laneIn(this.cpus, index, () => this.makeLane('cpu', `CPU ${index}`));
  }

  private task(name: string): Lane {
    return laneIn(this.tasks, name, () => this.makeLane('task', name));
  }

  private makeLane(kind: Lane['kind'], name: string): Lane {
    const list = <T>(): SpanList<T> => new SpanList<T>(this.room);
    return { kind, name, stays: list(), kernel: list(), buffer: list(), marks: new Map() };
  }

  private marksOf({ marks }: Lane, kind: MarkKind): SpanList<Mark> {
    let list = marks.get(kind);
    if (!list) {
      list = new SpanList(kind === 'edit' ? this.handmade : this.room);
      marks.set(kind, list);
    }
    return list;
  }
}

function laneIn<K>(lanes: Map<K, Lane>, key: K, make: () => Lane): Lane {
  let lane = lanes.get(key);
  if (!lane) {
    lane = make();
    lanes.set(key, lane);
  }
  return lane;
}
